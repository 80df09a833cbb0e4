// @ts-check
// Proof by fault: very many messages to 500 chats while every fifth request comes to grief. Nothing is sent twice, nothing out of
// order, and every item has one outcome, which is true. README.md says how to have more storms than CI has.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { STANDING } from './harness/account.mjs';
import { quicken } from './harness/fast-time.mjs';
import { temporaryFolder } from './harness/package.mjs';
import { setUp } from './harness/setup.mjs';
import { disorder, inDoubt, messagesOf, sendMessages, stormOf, untruths } from './harness/storm.mjs';

const SEEDS = Number(process.env.STORM_SEEDS ?? 20);

/** The first storm of each variant has this many messages, the others fewer, so that CI has an answer within minutes. */
const MANY = 10_000;
const FEWER = 2000;

/** Waits between two tries pass that much faster. */
const FACTOR = 50;

/** No fault lasts so long. */
const ENOUGH_RETRIES = 10;
/** Some faults last longer. */
const FEW_RETRIES = 1;

const CONTINUE = /** @type {const} */ ({ onError: 'continueRegularOutput' });
const RETRY_ON_FAIL = { retryOnFail: true, maxTries: 5, waitBetweenTries: 0 };
const EXACTLY_ONCE = sendMessages({ exactlyOnce: true, retries: ENOUGH_RETRIES });

/** @typedef {import('./harness/engine.mjs').Item} Item */

/**
 * What an execution is given, whatever the variant.
 * @typedef {object} Execution
 * @property {Item[]} items
 * @property {import('./harness/engine.mjs').Credentials} credentials
 * @property {string} executionId
 */

/**
 * A way to send the messages.
 * @typedef {object} Variant
 * @property {string} name
 * @property {string[]} [kinds] of faults; all of them unless told
 * @property {(execution: Execution, t: import('node:test').TestContext) => Promise<Item[] | undefined>} send gives the items that came
 *   out; none when the execution failed
 */

const { host, sandbox, credentials } = await setUp({ clock: STANDING });
quicken(FACTOR);

/** @type {Variant[]} */
const VARIANTS = [
	{
		name: 'Continue On Fail',
		send: async (execution) =>
			(await host.run({ ...execution, parameters: sendMessages({}), settings: CONTINUE })).items,
	},
	{
		name: 'Exactly Once',
		send: async (execution) => {
			const { items } = await host.run({ ...execution, parameters: EXACTLY_ONCE, settings: CONTINUE });
			assertAllSent(items);
			return items;
		},
	},
	{
		name: 'Retry On Fail with Continue On Fail',
		send: async (execution) => await triedAgain(execution, { retries: FEW_RETRIES }),
	},
	{
		name: 'Retry On Fail with Continue On Fail and Exactly Once',
		send: async (execution) => await triedAgain(execution, { retries: FEW_RETRIES, exactlyOnce: true }),
	},
	{
		name: 'Retry On Fail',
		// After any other kind nobody may try again.
		kinds: ['429', '429-retry-after', '503'],
		// So few retries that some items outlast them, and each of these ends a try of the node.
		send: async (execution, t) => {
			const { error, items } = await host.run({
				...execution,
				parameters: sendMessages({ retries: 4, timeout: 60 }),
				settings: RETRY_ON_FAIL,
			});
			t.diagnostic(error ? `failed in the end: ${error.description}` : 'succeeded in the end');
			return error ? undefined : items;
		},
	},
	{
		name: 'Exactly Once, killed half-way and run again',
		send: async (execution, t) => {
			await runAndKill({ ...execution, parameters: EXACTLY_ONCE });
			const { length } = await sandbox.ledger();
			t.diagnostic(`${length} messages were there when the process was killed`);
			assert.ok(length > 0 && length < execution.items.length, 'killed on the way');
			const { items, error } = await host.run({ ...execution, parameters: EXACTLY_ONCE });
			assert.equal(error, undefined, `${error?.message} ${error?.description}`);
			assertAllSent(items);
			return items;
		},
	},
];

for (let seed = 1; seed <= SEEDS; seed++) {
	const { name, kinds, send } = VARIANTS[(seed - 1) % VARIANTS.length];
	const round = Math.floor((seed - 1) / VARIANTS.length);
	const connection = round % 2 === 0 ? 'n8n' : 'keepAlive';
	const count = Number(process.env.STORM_SENDS ?? (round === 0 ? MANY : FEWER));

	test(`storm ${seed}: ${name}; connection: ${connection}`, async (t) => {
		const started = performance.now();
		await sandbox.keepInJournal(0);
		await sandbox.storm({ ...stormOf(seed), kinds });
		/** @type {Execution} */
		const execution = {
			items: messagesOf(seed, count),
			credentials: { ...credentials, connection },
			executionId: `storm-${seed}`,
		};
		const items = await send(execution, t);
		const { requests, hits } = await sandbox.calm();
		const ledger = await sandbox.ledger();
		const seconds = (performance.now() - started) / 1000;

		const failed = (items ?? []).filter(({ json }) => json.error);
		t.diagnostic(
			`${ledger.length} of ${count} sent with ${requests} requests in ${seconds.toFixed(1)} s; ` +
				`${failed.length} items failed, ${failed.filter(({ json }) => inDoubt(json)).length} of them in doubt; ` +
				`hits: ${JSON.stringify(hits)}`,
		);
		const complaints = [...disorder(ledger), ...(items ? untruths(count, items, ledger) : [])];
		assert.deepEqual(complaints.slice(0, 20), [], `seed ${seed}: ${complaints.length} complaints, the first of them:`);
	});
}

/**
 * Has n8n run the node as often as it may, because the first item always fails.
 * @param {Execution} execution
 * @param {Record<string, unknown>} runOptions
 */
async function triedAgain({ items: [first, ...others], ...execution }, runOptions) {
	const { items } = await host.run({
		...execution,
		items: [{ json: { ...first.json, phone: '+1' } }, ...others],
		parameters: sendMessages(runOptions),
		settings: { ...RETRY_ON_FAIL, ...CONTINUE },
	});
	assert.ok(items[0].json.error, 'the first item fails');
	return items;
}

/** @param {Item[]} items */
function assertAllSent(items) {
	const failed = items.filter(({ json }) => json.error);
	assert.deepEqual(failed.slice(0, 20), [], `${failed.length} items failed for faults that passed, the first of them:`);
}

/**
 * Runs an execution in a process of its own, and kills it when about half of the messages are there.
 * @param {Parameters<typeof host.run>[0]} request
 */
async function runAndKill(request) {
	const script = fileURLToPath(new URL('harness/stormed-execution.mjs', import.meta.url));
	const child = spawn(process.execPath, [script, String(FACTOR)], {
		stdio: ['pipe', 'inherit', 'inherit'],
		// What it leaves behind goes with this process.
		env: { ...process.env, TMPDIR: temporaryFolder() },
	});
	child.stdin.write(`${JSON.stringify(request)}\n`);
	// Each message takes one request and a quarter, and each 50 of them a look before.
	const half = Math.floor((request.items?.length ?? 0) * (0.5 + 1 / 50) * 1.25);
	while ((await sandbox.traffic()).requests < half) {
		assert.equal(child.exitCode, null, 'the process ended by itself');
		await sandbox.journal({ wait: half });
	}
	child.kill('SIGKILL');
	await once(child, 'exit');
}
