// @ts-check
// Cold load: from n8n knowing nothing of the package to its first executed item, in a fresh process. Prints JSON.
// Argument: the contestant.

import { stopEngine } from '../tests/node/harness/engine.mjs';
import { SALES, startSandbox } from '../tests/node/harness/sandbox.mjs';
import { prepare } from './contestants.mjs';

const name = /** @type {import('./contestants.mjs').Contestant} */ (process.argv[2]);
const sandbox = await startSandbox();

/** Runs one item. */
async function run(/** @type {import('../tests/node/harness/engine.mjs').Host} */ host) {
	const { items, error } = await host.run({
		parameters: { resource: 'session', operation: 'deviceHealth', device: SALES },
		credentials: sandbox.credentials,
	});
	if (items.length !== 1) throw error;
}

// n8n's engine and HTTP client are already loaded when a user runs a node for the first time.
const other = await (await prepare(name === 'programmatic' ? 'declarative' : 'programmatic')).load();
for (let round = 0; round < 10; round++) await run(other);
const contestant = await prepare(name);

const cpuBefore = process.cpuUsage();
const begun = performance.now();
const host = await contestant.load();
const listed = performance.now();
void host.node;
const required = performance.now();
await run(host);
const ended = performance.now();
const { user, system } = process.cpuUsage(cpuBefore);
await run(host);
const again = performance.now();
console.log(
	JSON.stringify({
		list: listed - begun,
		require: required - listed,
		firstItem: ended - required,
		total: ended - begun,
		cpu: (user + system) / 1000,
		secondItem: again - ended,
	}),
);
await sandbox.stop();
await stopEngine();
