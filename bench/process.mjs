// @ts-check
// Measurements in processes of their own.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from './median.mjs';
import { node24 } from './node24.mjs';

/**
 * Runs one measurement in a process of its own.
 * @param {string} script
 * @param {string[]} [args]
 * @param {Record<string, string>} [env]
 */
export function measure(script, args = [], env = {}) {
	const path = fileURLToPath(new URL(script, import.meta.url));
	const output = execFileSync(node24(), ['--expose-gc', path, ...args], {
		encoding: 'utf8',
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	return JSON.parse(output);
}

/**
 * The medians of a measurement that can be made only once in a process, of several subjects in turn.
 * @template {string} Name
 * @param {string} script
 * @param {Record<Name, string>} subjects the argument for each
 * @param {number} rounds
 * @returns {Record<Name, Record<string, number>>} with `process`, the wall time of the whole process
 */
export function coldStarts(script, subjects, rounds) {
	/** @type {Record<string, Record<string, number>[]>} */
	const runs = {};
	for (let round = 0; round < rounds; round++) {
		for (const [name, argument] of Object.entries(subjects)) {
			const begun = performance.now();
			const measured = measure(script, [argument]);
			(runs[name] ??= []).push({ ...measured, process: performance.now() - begun });
		}
	}
	const medians = Object.entries(runs).map(([name, results]) => [
		name,
		Object.fromEntries(Object.keys(results[0]).map((key) => [key, median(results.map((result) => result[key]))])),
	]);
	return Object.fromEntries(medians);
}
