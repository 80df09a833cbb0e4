// @ts-check
// The benchmark: runs each measurement in processes of its own, and prints one table in Markdown.
// `cargo xtask bench` builds what it needs and starts it; `--write` puts the table into docs/performance.md as well.
// SPARKBOT_NAMED_CORE may name the core's wasm before its function names are removed: the table then tells its origins.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpack } from '../tests/node/harness/package.mjs';
import { median } from './median.mjs';
import { node24 } from './node24.mjs';
import { report, table } from './report.mjs';
import { measureSize, originsOf } from './wasm-size.mjs';

/** Fresh processes for each of the measurements that can be made only once in a process. */
const COLD_STARTS = 9;

const node = node24();

/**
 * Runs one measurement in a process of its own.
 * @param {string} script
 * @param {string[]} [args]
 * @param {Record<string, string>} [env]
 */
function measure(script, args = [], env = {}) {
	const path = fileURLToPath(new URL(script, import.meta.url));
	const output = execFileSync(node, ['--expose-gc', path, ...args], {
		encoding: 'utf8',
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	return JSON.parse(output);
}

/**
 * The medians of a measurement that is made again and again, of several subjects in turn.
 * @template {string} Name
 * @param {string} script
 * @param {Record<Name, string>} subjects the argument for each
 * @returns {Record<Name, Record<string, number>>}
 */
function coldStarts(script, subjects) {
	/** @type {Record<string, Record<string, number>[]>} */
	const runs = {};
	for (let round = 0; round < COLD_STARTS; round++) {
		for (const [name, argument] of Object.entries(subjects)) (runs[name] ??= []).push(measure(script, [argument]));
	}
	const medians = Object.entries(runs).map(([name, results]) => [
		name,
		Object.fromEntries(Object.keys(results[0]).map((key) => [key, median(results.map((result) => result[key]))])),
	]);
	return Object.fromEntries(medians);
}

/** A copy of the package without the metadata that lets n8n load it lazily. */
function withoutMetadata(/** @type {string} */ folder) {
	const copy = `${folder}-without-metadata`;
	cpSync(folder, copy, { recursive: true });
	for (const part of ['known', 'types']) rmSync(join(copy, 'dist', part), { recursive: true });
	return copy;
}

/** The core as it is packed: Base64 in a module. */
function packedCore(/** @type {string} */ folder) {
	for (const path of readdirSync(folder, { recursive: true }).map(String)) {
		if (!path.endsWith('.js')) continue;
		const base64 = /['"`](AGFzbQ[A-Za-z0-9+/=]+)['"`]/.exec(readFileSync(join(folder, path), 'utf8'))?.[1];
		if (base64) return Buffer.from(base64, 'base64');
	}
	throw new Error('The package holds no core.');
}

const step = (/** @type {string} */ text) => console.error(`▸ ${text}`);

const folder = unpack();
step('CPU time per item (two to three minutes)');
const cpu = measure('cpu.mjs', [], { ENGINE: 'vm' });
step('Cold load');
const cold = coldStarts('first-item.mjs', { sparkbot: 'sparkbot', programmatic: 'programmatic' });
step('Idle package');
const idle = coldStarts('idle.mjs', { lazy: folder, eager: withoutMetadata(folder) });
const size = measureSize(packedCore(folder));
const named = process.env.SPARKBOT_NAMED_CORE;
const origins = named ? originsOf(readFileSync(named)) : undefined;

const markdown = table({ cpu, cold, idle, size, origins });
console.log(markdown);
if (process.argv.includes('--write')) {
	const docs = new URL('../docs/', import.meta.url);
	mkdirSync(docs, { recursive: true });
	const nodeVersion = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
	writeFileSync(new URL('performance.md', docs), report(markdown, { nodeVersion, cpu }));
	step('Written to docs/performance.md');
}
