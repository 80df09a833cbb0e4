// @ts-check
// Batches: their items and requests, the contestants, and the measurement of one batch.

import { engineIsReady, stopEngine } from '../tests/node/harness/engine.mjs';
import { Sandbox, startSandbox } from '../tests/node/harness/sandbox.mjs';
import { NUMBERS } from './cells.mjs';
import { prepare } from './contestants.mjs';
import { fetchLoop, plainLoop } from './opponents/plain-loop.mjs';

/** The slowest clock: messages stay in the queue, so the sandbox does no other work at the same time. */
const CLOCK = 0.001;
const KEY = 'sandbox-key';

/** @typedef {import('./opponents/plain-loop.mjs').Request} Request */

/**
 * @typedef {object} Batch
 * @property {Record<string, unknown>} parameters the node's parameters
 * @property {Record<string, any>[]} items the json of each item
 * @property {(json: Record<string, any>) => Request} request makes the request of an item
 */

const sendText = { resource: 'send-messages', operation: 'sendText', target: 'phone', message: 'Hello' };

/**
 * @param {(json: Record<string, any>) => { device: string, phone: string }} receiver
 * @returns {Batch['request']}
 */
const message = (receiver) => (json) => {
	const { device, phone } = receiver(json);
	return { method: 'POST', path: '/messages', body: { device, phone, message: 'Hello' }, chat: device + phone };
};

/** @type {Record<string, (devices: string[], count: number) => Batch>} */
const BATCHES = {
	/** All items are the same. They are reads, because messages would all go to one chat. */
	static: ([device], count) => ({
		parameters: { resource: 'session', operation: 'deviceHealth', device },
		items: Array.from({ length: count }, () => ({})),
		request: () => ({ method: 'GET', path: `/devices/${device}/health` }),
	}),
	/** Messages from each number in turn. Their parameters are fields of the items. */
	fields: (devices, count) => ({
		parameters: { ...sendText, device: '={{ $json.device }}', phone: '={{ $json.phone }}' },
		items: Array.from({ length: count }, (_, index) => ({
			device: devices[index % devices.length],
			phone: `+1555110${1000 + (index % devices.length)}`,
		})),
		request: message(({ device, phone }) => ({ device, phone })),
	}),
	/** The same, with expressions that do more than name a field. */
	expressions: (devices, count) => ({
		...BATCHES.fields(devices, count),
		parameters: { ...sendText, device: '={{ $json.device.trim() }}', phone: '={{ "+" + $json.phone.slice(1) }}' },
	}),
	/** Messages to one chat. */
	singleChat: ([device], count) => ({
		parameters: { ...sendText, device, phone: '+15551101000' },
		items: Array.from({ length: count }, () => ({})),
		request: message(() => ({ device, phone: '+15551101000' })),
	}),
};

/** @typedef {'sparkbot' | 'keepAlive' | 'limited' | 'programmatic' | 'declarative' | 'plainLoop' | 'fetchLoop'} Name */
/** @typedef {(batch: Batch, sandbox: Sandbox) => Promise<unknown[]>} Runner */

/** @param {import('./contestants.mjs').Contestant} contestant @param {'n8n' | 'keepAlive'} connection @returns {Promise<Runner>} */
async function node(contestant, connection = 'n8n') {
	const host = await (await prepare(contestant)).load();
	return async ({ parameters, items }, { credentials }) => {
		const outcome = await host.run({
			parameters,
			items: items.map((json) => ({ json })),
			credentials: { ...credentials, connection },
		});
		if (outcome.error) throw outcome.error;
		return outcome.items;
	};
}

/** @type {Record<Name, () => Promise<Runner>>} */
const RUNNERS = {
	sparkbot: async () => await node('sparkbot'),
	keepAlive: async () => await node('sparkbot', 'keepAlive'),
	limited: async () => await node('limited'),
	programmatic: async () => await node('programmatic'),
	declarative: async () => await node('declarative'),
	plainLoop:
		async () =>
		async ({ items, request }, { credentials }) =>
			await plainLoop(credentials, items.map(request)),
	fetchLoop:
		async () =>
		async ({ items, request }, { credentials }) =>
			await fetchLoop(credentials, items.map(request)),
};

/**
 * The cost of one batch.
 * @typedef {object} Figures
 * @property {number} wall milliseconds
 * @property {number} cpu milliseconds per item, only of this process
 * @property {number} peak the most requests at the same time
 * @property {number} connections
 */

/**
 * Prepares a process for batches.
 * @param {Name[]} names
 * @param {string} [url] address of a sandbox that runs already
 */
export async function setUp(names, url) {
	const sandbox = url
		? new Sandbox(null, url, { key: KEY, clock: CLOCK })
		: await startSandbox({ key: KEY, clock: CLOCK });
	/** @type {Map<Name, Runner>} */
	const runners = new Map();
	for (const name of names) runners.set(name, await RUNNERS[name]());

	/**
	 * @param {Name} name
	 * @param {{ kind: string, latency: number, count: number }} cell
	 * @returns {Promise<Figures>}
	 */
	async function run(name, { kind, latency, count }) {
		await sandbox.restart();
		const devices = await sandbox.devices({ count: NUMBERS });
		await sandbox.keepInJournal(0);
		if (latency > 0) await sandbox.fault({ delayMs: latency, times: 0 });
		const batch = BATCHES[kind](
			devices.map(({ id }) => id),
			count,
		);
		const runner = /** @type {Runner} */ (runners.get(name));
		await engineIsReady();
		globalThis.gc?.();

		const cpuBefore = process.cpuUsage();
		const begun = performance.now();
		const results = await runner(batch, sandbox);
		const wall = performance.now() - begun;
		// The execution does not wait for it, but it is part of the cost of each execution.
		await engineIsReady();
		const { user, system } = process.cpuUsage(cpuBefore);

		const { requests, connections, peak } = await sandbox.traffic();
		if (results.length !== count || requests !== count) {
			throw new Error(`${name}: ${results.length} results of ${requests} requests for ${count} items`);
		}
		return { wall, cpu: (user + system) / 1000 / count, peak, connections };
	}

	async function tearDown() {
		await sandbox.stop();
		await stopEngine();
	}
	return { run, tearDown };
}
