// @ts-check
// The start of a test file: the tested package in an n8n engine, and a sandbox that is reset before each test.

import { after, beforeEach } from 'node:test';
import { loadTestedPackage, stopEngine } from './engine.mjs';
import { startSandbox } from './sandbox.mjs';

/** @param {Parameters<typeof startSandbox>[0] & { core?: string }} [options] `core`: see `unpack` */
export async function setUp({ core, ...options } = {}) {
	const [host, sandbox] = await Promise.all([loadTestedPackage({ core }), startSandbox(options)]);
	beforeEach(async () => await sandbox.restart());
	after(async () => {
		await sandbox.stop();
		await stopEngine();
	});
	return { host, sandbox, credentials: sandbox.credentials };
}

/** Parameters of the operation that most tests use. */
export const reboot = (/** @type {unknown} */ device, rebootOptions = {}) => ({
	resource: 'session',
	operation: 'rebootDevice',
	device,
	rebootOptions,
});

/** Parameters of a read that takes a device. */
export const health = (/** @type {unknown} */ device) => ({
	resource: 'session',
	operation: 'deviceHealth',
	device,
});

/** For tests of an error after which the node would retry. */
export const NO_RETRIES = { runOptions: { retries: 0 } };

/** Items that each name a device, for a parameter that reads `{{ $json.device }}`. */
export const itemsOf = (/** @type {unknown[]} */ devices) =>
	devices.map((device) => ({ json: /** @type {any} */ ({ device }) }));

export const DEVICE_FROM_ITEM = '={{ $json.device }}';
