// @ts-check
// CPU time per item of the n8n process; the sandbox is another process. The contestants take turns in each round, so that other
// work of the machine affects all of them. Prints JSON.

import { TESTED_NODE, stopEngine } from '../tests/node/harness/engine.mjs';
import { startSandbox } from '../tests/node/harness/sandbox.mjs';
import { prepare } from './contestants.mjs';
import { median } from './median.mjs';

/**
 * Two sizes of a run: the fixed cost of an execution cancels out in the difference. The runs are smaller where an item takes a tenth
 * of a second.
 */
const USUAL = { few: 20, many: 220, rounds: 11, warmUp: 3 };
const SLOW = { few: 5, many: 25, rounds: 3, warmUp: 1 };

const EFFORT = /** @type {const} */ ({
	sparkbot: USUAL,
	programmatic: USUAL,
	declarative: USUAL,
	declarativePerOperation: SLOW,
});

/** @typedef {keyof typeof EFFORT} Name */

const NAMES = /** @type {Name[]} */ (Object.keys(EFFORT));
const DEVICE = '650000000000000000000001';

/** The same operation with a fixed device, with a field of the item, and with an expression. */
const CASES = /** @type {const} */ ({
	static: DEVICE,
	field: '={{ $json.device }}',
	expression: '={{ $json.device.trim() }}',
});

/** @type {[Name, import('../tests/node/harness/engine.mjs').Host][]} */
const contestants = [];
for (const name of NAMES) contestants.push([name, await (await prepare(name)).load()]);
const sandbox = await startSandbox();

/**
 * @param {import('../tests/node/harness/engine.mjs').Host} host
 * @param {string} device
 * @param {{ few: number, many: number }} effort
 * @returns {Promise<number>} CPU milliseconds per item
 */
async function measure(host, device, { few, many }) {
	const cpuOfFew = await cpuOfRun(host, device, few);
	return ((await cpuOfRun(host, device, many)) - cpuOfFew) / (many - few);
}

/**
 * @param {import('../tests/node/harness/engine.mjs').Host} host
 * @param {string} device
 * @param {number} count
 */
async function cpuOfRun(host, device, count) {
	await sandbox.clearJournal();
	globalThis.gc?.();
	const before = process.cpuUsage();
	const outcome = await host.run({
		parameters: { resource: 'session', operation: 'rebootDevice', device, rebootOptions: { force: true } },
		items: Array.from({ length: count }, () => ({ json: { device: DEVICE } })),
		credentials: sandbox.credentials,
	});
	const { user, system } = process.cpuUsage(before);
	if (outcome.items.length !== count) {
		throw new Error(`${TESTED_NODE} gave ${outcome.items.length} items: ${outcome.error?.message}`);
	}
	return (user + system) / 1000;
}

/** @type {Record<string, Record<string, number[]>>} */
const measured = {};
for (let round = -USUAL.warmUp; round < USUAL.rounds; round++) {
	for (const [kind, device] of Object.entries(CASES)) {
		// Each round begins with another contestant.
		const order = contestants.map((_, index) => contestants[(index + round + USUAL.warmUp) % contestants.length]);
		for (const [name, host] of order) {
			const effort = EFFORT[name];
			if (round < -effort.warmUp || round >= effort.rounds) continue;
			const cpu = await measure(host, device, effort);
			if (round < 0) continue;
			((measured[kind] ??= {})[name] ??= []).push(cpu);
		}
	}
}
await sandbox.stop();
await stopEngine();

const result = Object.fromEntries(
	Object.entries(measured).map(([kind, byName]) => [
		kind,
		Object.fromEntries(
			Object.entries(byName).map(([name, values]) => [
				name,
				{
					cpuPerItem: median(values),
					// The ratio of each round, so that a busy moment of the machine has no effect on the median.
					ratio: median(values.map((value, round) => byName.sparkbot[round] / value)),
				},
			]),
		),
	]),
);
console.log(JSON.stringify({ rounds: { usual: USUAL.rounds, perOperation: SLOW.rounds }, cases: result }));
