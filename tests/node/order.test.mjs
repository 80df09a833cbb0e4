// @ts-check
// Which requests run one after another, and which run side by side.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NAMELESS, SALES, SUPPORT } from './harness/sandbox.mjs';
import { DEVICE_FROM_ITEM, health, itemsOf, reboot, setUp } from './harness/setup.mjs';

const { host, sandbox, credentials } = await setUp();

/** Longer than any machine needs to send the first requests: only a cancelled execution ends earlier. */
const FOR_EVER = { delayMs: 60_000, times: 0 };

/** The most requests that one execution has open at the same time. */
const LIMIT = 10;

const deviceOf = (/** @type {{ path: string }} */ { path }) => path.split('/')[3];

test('writes to one number run one after another', async () => {
	await sandbox.fault({ delayMs: 200, times: 0 });
	const outcome = host.run({
		parameters: reboot(DEVICE_FROM_ITEM, { force: true }),
		items: itemsOf([SALES, SALES, SALES]),
		credentials,
	});
	for (const count of [2, 3]) {
		const journal = await sandbox.journal({ wait: count });
		assert.equal(journal.length, count);
		assert.deepEqual(
			journal.slice(0, -1).map((entry) => entry.outcome),
			Array(count - 1).fill('answered'),
		);
	}
	assert.equal((await outcome).items.length, 3);
});

test('writes to one number run in the order of the items', async () => {
	const flags = [{ force: true }, { force: true, wait: true }, { force: true, sync: true }];
	const outcome = await host.run({
		parameters: reboot(SALES, { force: true, wait: '={{ $json.wait }}', sync: '={{ $json.sync }}' }),
		items: flags.map(({ wait = false, sync = false }) => ({ json: { wait, sync } })),
		credentials,
	});
	assert.equal(outcome.error, undefined, outcome.error?.message);
	const queries = (await sandbox.journal()).map(({ query }) => query?.split('&').sort().join('&'));
	assert.deepEqual(queries, ['force=true', 'force=true&wait=true', 'force=true&sync=true']);
});

test('writes to different numbers run side by side', async () => {
	await sandbox.fault(FOR_EVER);
	const devices = [SALES, SUPPORT, NAMELESS];
	const execution = host.start({
		parameters: reboot(DEVICE_FROM_ITEM, { force: true }),
		items: itemsOf(devices),
		credentials,
	});
	const journal = await sandbox.journal({ wait: 3 });
	assert.deepEqual(
		journal.map((entry) => entry.outcome),
		['pending', 'pending', 'pending'],
	);
	assert.deepEqual(journal.map(deviceOf).sort(), devices);
	execution.cancel();
	await execution.outcome;
});

test('reads of one number run side by side, at most ten at a time', async () => {
	await sandbox.fault(FOR_EVER);
	const execution = host.start({
		parameters: health(DEVICE_FROM_ITEM),
		items: itemsOf(Array(LIMIT + 5).fill(SALES)),
		credentials,
	});
	await sandbox.journal({ wait: LIMIT });
	execution.cancel();
	await execution.outcome;
	const journal = await sandbox.journal({ wait: LIMIT, outcome: 'aborted' });
	assert.equal(journal.length, LIMIT, 'the other requests are not sent');
});

test('items are in the order of the input, not of the answers', async () => {
	await sandbox.fault({ path: `/devices/${SALES}/health`, delayMs: 300 });
	const devices = [SALES, SUPPORT, NAMELESS];
	const outcome = await host.run({
		parameters: health(DEVICE_FROM_ITEM),
		items: itemsOf(devices),
		credentials,
	});
	assert.deepEqual(
		outcome.items.map(({ pairedItem }) => pairedItem),
		[{ item: 0 }, { item: 1 }, { item: 2 }],
	);
	assert.deepEqual(
		outcome.items.map(({ json }) => json.status),
		['online', 'offline', 'timeout'],
	);
});
