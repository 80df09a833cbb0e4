// @ts-check
// Starts the SparkBot sandbox: the local API for the node in the demo and in the tests.

import { randomBytes } from 'node:crypto';
import { Program } from './program.mjs';

/**
 * @typedef {object} Sandbox
 * @property {string} url the base URL of the API, for a credential
 * @property {string} key the only key that the sandbox accepts
 * @property {Promise<number | null>} exited
 * @property {(method: string, path: string, body?: unknown) => Promise<any>} control calls the sandbox's own
 *   `/sandbox/…` endpoints: journal, faults, clock, devices
 * @property {() => Promise<void>} stop
 */

/**
 * @param {{ program: string, clock?: number }} options the sandbox binary, and the factor by which its time is faster
 * @returns {Promise<Sandbox>}
 */
export async function startSandbox({ program, clock = 1 }) {
	const key = randomBytes(16).toString('hex');
	const args = ['--port', '0', '--key', key, '--clock', String(clock), '--exit-with-stdin'];
	const sandbox = new Program('The sandbox', program, args);
	const url = (await sandbox.firstLine()).match(/http:\S+/)?.[0];
	if (!url) {
		await sandbox.stop();
		throw new Error(`The sandbox did not print its address:\n${sandbox.output}`);
	}

	return {
		url,
		key,
		exited: sandbox.exited,
		stop: () => sandbox.stop(),
		control: async (method, path, body) => {
			const response = await fetch(new URL(`/sandbox/${path}`, url), {
				method,
				headers: body === undefined ? {} : { 'content-type': 'application/json' },
				body: body === undefined ? undefined : JSON.stringify(body),
			});
			const text = await response.text();
			if (!response.ok) throw new Error(`The sandbox answered ${method} ${path} with ${response.status}: ${text}`);
			return text === '' ? undefined : JSON.parse(text);
		},
	};
}
