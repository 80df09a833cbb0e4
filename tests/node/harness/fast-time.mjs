// @ts-check
// Faster time, for tests with many waits: n8n's waits and the clock are faster by one factor. The timeouts of HTTP clients,
// `new Date()` and the sandbox keep real time, so a date that the sandbox sends is in the past here.

import { createRequire } from 'node:module';
import { requireFromHost } from './package.mjs';

/** @param {number} factor */
export function quicken(factor) {
	const now = Date.now;
	const start = now();
	Date.now = () => start + (now() - start) * factor;
	// The module of the `sleep` that n8n-workflow exports to nodes.
	const waits = createRequire(requireFromHost.resolve('n8n-workflow'))('@n8n/utils/sleep');
	const { sleep } = waits;
	waits.sleep = async (/** @type {number} */ milliseconds, /** @type {AbortSignal} */ signal) =>
		await sleep(milliseconds / factor, signal);
}
