// @ts-check
// Storms: very many messages to 500 chats while every fifth request is hit by a fault. No message is sent twice or out of order, and
// each item has one outcome, which is true. README.md says how to run more storms than CI does.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { STANDING } from './harness/account.mjs';
import { loadTestedPackage, stopEngine } from './harness/engine.mjs';
import { quicken } from './harness/fast-time.mjs';
import { temporaryFolder } from './harness/package.mjs';
import { startSandbox } from './harness/sandbox.mjs';
import { disorder, inDoubt, messagesOf, sendMessages, stormOf, untruths } from './harness/storm.mjs';

const SEEDS = Number(process.env.STORM_SEEDS ?? 2);
const SENDS = 10_000;

/** Storms at the same time: each waits for more than half of its time. */
const AT_ONCE = 2;

/** The factor by which the waits between two tries are shorter. */
const FACTOR = 50;

/** More retries than any fault lasts. */
const ENOUGH_RETRIES = 10;
/** Fewer retries than some faults last. */
const FEW_RETRIES = 1;
const SOME_RETRIES = 2;

const CONTINUE = /** @type {const} */ ({ onError: 'continueRegularOutput' });
const RETRY_ON_FAIL = { retryOnFail: true, maxTries: 5, waitBetweenTries: 0 };
const EXACTLY_ONCE = sendMessages({ exactlyOnce: true, retries: ENOUGH_RETRIES });
const ONCE_OR_NOT = sendMessages({ exactlyOnce: true, retries: SOME_RETRIES });

/** @typedef {import('./harness/engine.mjs').Item} Item */

/**
 * The input of an execution, the same for each variant.
 * @typedef {object} Execution
 * @property {Item[]} items
 * @property {import('./harness/engine.mjs').Credentials} credentials
 * @property {string} executionId
 */

/**
 * A way to send the messages.
 * @typedef {object} Variant
 * @property {string} name
 * @property {string[]} [kinds] of faults. Default: all
 * @property {(execution: Execution, storm: Storm) => Promise<Item[] | undefined>} send returns the items of the output; nothing when
 *   the execution failed
 */

/** @typedef {{ sandbox: import('./harness/sandbox.mjs').Sandbox, tell: (line: string) => void }} Storm */

const host = await loadTestedPackage();
after(stopEngine);
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
		// After any other kind of fault, a message must not be sent again.
		kinds: ['429', '429-retry-after', '503'],
		// So few retries that some items fail, and each of these ends a try of the node.
		send: async (execution, { tell }) => {
			const { error, items } = await host.run({
				...execution,
				parameters: sendMessages({ retries: 4, timeout: 60 }),
				settings: RETRY_ON_FAIL,
			});
			tell(error ? `failed in the end: ${error.description}` : 'succeeded in the end');
			return error ? undefined : items;
		},
	},
	{
		name: 'Exactly Once, killed half-way and run again',
		send: async (execution, storm) => {
			await runAndKill({ ...execution, parameters: EXACTLY_ONCE }, storm);
			const { items, error } = await host.run({ ...execution, parameters: EXACTLY_ONCE });
			assert.equal(error, undefined, `${error?.message} ${error?.description}`);
			assertAllSent(items);
			return items;
		},
	},
	{
		name: 'Continue On Fail and Exactly Once, killed half-way and run again',
		send: async (execution, storm) => {
			const request = { ...execution, parameters: ONCE_OR_NOT, settings: CONTINUE };
			await runAndKill(request, storm);
			return (await host.run(request)).items;
		},
	},
];

describe('storms', { concurrency: AT_ONCE }, () => {
	for (let seed = 1; seed <= SEEDS; seed++) {
		const variant = VARIANTS[(seed - 1) % VARIANTS.length];
		const connection = seed % 2 === 1 ? 'n8n' : 'keepAlive';
		test(`storm ${seed}: ${variant.name}; connection: ${connection}`, async (t) => {
			const sandbox = await startSandbox({ clock: STANDING });
			try {
				await pass({ seed, variant, connection, sandbox, tell: (line) => t.diagnostic(line) });
			} finally {
				await sandbox.stop();
			}
		});
	}
});

/**
 * Sends through a storm, and checks the outcome.
 * @param {Storm & { seed: number, variant: Variant, connection: 'n8n' | 'keepAlive' }} storm
 */
async function pass({ seed, variant: { kinds, send }, connection, sandbox, tell }) {
	const started = performance.now();
	await sandbox.keepInJournal(0);
	await sandbox.storm({ ...stormOf(seed), kinds });
	/** @type {Execution} */
	const execution = {
		items: messagesOf(seed, SENDS),
		credentials: { ...sandbox.credentials, connection },
		executionId: `storm-${seed}`,
	};
	const items = await send(execution, { sandbox, tell });
	const { requests, hits } = await sandbox.calm();
	const ledger = await sandbox.ledger();
	const seconds = (performance.now() - started) / 1000;

	const failed = (items ?? []).filter(({ json }) => json.error);
	tell(
		`${ledger.length} of ${SENDS} sent with ${requests} requests in ${seconds.toFixed(1)} s; ` +
			`${failed.length} items failed, ${failed.filter(({ json }) => inDoubt(json)).length} of them in doubt; ` +
			`hits: ${JSON.stringify(hits)}`,
	);
	const complaints = [...disorder(ledger), ...(items ? untruths(SENDS, items, ledger) : [])];
	assert.deepEqual(complaints.slice(0, 20), [], `seed ${seed}: ${complaints.length} complaints, the first of them:`);
}

/**
 * Makes n8n run the node as often as it may: the first item always fails.
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
 * Runs an execution in a process of its own, and kills the process when about half of the messages are sent.
 * @param {Parameters<typeof host.run>[0] & { items: Item[] }} request
 * @param {Storm} storm
 */
async function runAndKill(request, { sandbox, tell }) {
	const script = fileURLToPath(new URL('harness/stormed-execution.mjs', import.meta.url));
	const child = spawn(process.execPath, [script, String(FACTOR)], {
		stdio: ['pipe', 'inherit', 'inherit'],
		// Its files are removed with those of this process.
		env: { ...process.env, TMPDIR: temporaryFolder() },
	});
	child.stdin.write(`${JSON.stringify(request)}\n`);
	// Each message takes 1.25 requests, and 50 messages share one lookup.
	const half = Math.floor(request.items.length * (0.5 + 1 / 50) * 1.25);
	while ((await sandbox.traffic()).requests < half) {
		assert.equal(child.exitCode, null, 'the process ended by itself');
		await sandbox.journal({ wait: half });
	}
	child.kill('SIGKILL');
	await once(child, 'exit');
	const { length } = await sandbox.ledger();
	tell(`${length} messages were sent when the process was killed`);
	assert.ok(
		length > 0 && length < request.items.length,
		'the process was killed between the first and the last message',
	);
}
