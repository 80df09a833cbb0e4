// @ts-check
// A mistake in the core: it ends its own execution, and nothing else. The tests use a core that panics when the resource is
// `panic`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SALES, SUPPORT } from './harness/sandbox.mjs';
import { health, setUp } from './harness/setup.mjs';

const core = process.env.SPARKBOT_PANICKING_CORE;
if (!core) throw new Error('Set SPARKBOT_PANICKING_CORE to the core that can panic, or run `cargo xtask test`.');
const { host, sandbox, credentials } = await setUp({ core });

/** Runs the node until its core panics. */
async function panic() {
	const outcome = await host.run({
		parameters: { resource: 'panic', operation: 'rebootDevice', device: SALES },
		credentials,
	});
	assert.equal(outcome.status, 'error');
	assert.match(outcome.error.message, /^The SparkBot node stopped/);
	return outcome;
}

test('the execution fails, and says that the node caused the error and what to report', async () => {
	const { error, thrown } = await panic();
	assert.match(thrown.name, /^Node(Api|Operation)Error$/);
	assert.match(error.description, /report/);
	assert.match(error.description, /a panic on demand/, 'the text of the panic');
	assert.deepEqual(await sandbox.journal(), []);
});

test('the next execution works', async () => {
	await panic();
	const { items } = await host.run({ parameters: health(SALES), credentials });
	assert.equal(items[0].json.status, 'online');
});

test('executions at the same time are not affected', async () => {
	await sandbox.fault({ delayMs: 1000, times: 2 });
	const beside = [SALES, SUPPORT].map((device) => host.run({ parameters: health(device), credentials }));
	await sandbox.journal({ wait: 2 });
	await Promise.all([panic(), panic(), panic()]);
	const outcomes = await Promise.all(beside);
	assert.deepEqual(
		outcomes.map(({ items }) => items[0].json.status),
		['online', 'offline'],
	);
});

test('the process still works after a hundred panics', async () => {
	for (let round = 0; round < 100; round++) await panic();
	const { items } = await host.run({ parameters: health(SALES), credentials });
	assert.equal(items[0].json.status, 'online');
});
