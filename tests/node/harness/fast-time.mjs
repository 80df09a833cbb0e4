// @ts-check
// Time that runs faster, for tests in which very much is waited for: n8n's waits and the clock, by one factor. The time-outs of
// HTTP clients stay real, and so do `new Date()` and the sandbox: a date that it sends lies in the past here.

import { createRequire } from 'node:module';
import { requireFromHost } from './package.mjs';

/** @param {number} factor */
export function quicken(factor) {
	const now = Date.now;
	const start = now();
	Date.now = () => start + (now() - start) * factor;
	// The one that n8n-workflow hands to nodes.
	const waits = createRequire(requireFromHost.resolve('n8n-workflow'))('@n8n/utils/sleep');
	const { sleep } = waits;
	waits.sleep = async (/** @type {number} */ milliseconds, /** @type {AbortSignal} */ signal) =>
		await sleep(milliseconds / factor, signal);
}
