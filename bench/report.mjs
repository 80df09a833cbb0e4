// @ts-check
// The measurements as a table in Markdown, and the page docs/performance.md with it.

import { createRequire } from 'node:module';
import { cpus, totalmem, type } from 'node:os';
import { batchReport } from './batch-report.mjs';
import { table } from './markdown.mjs';

const require = createRequire(import.meta.url);

/** The aims of this project. */
const WANTED_RATIOS = {
	programmatic: { limit: 1.1, title: 'hand-written' },
	declarative: { limit: 0.2, title: 'declarative' },
};
const WANTED = {
	// The same limits as in tests/node/package.test.mjs.
	raw: 400 * 1024,
	gzipped: 150 * 1024,
	coldRatio: 1.7,
	idle: 8,
	workflow: 0.4,
	properties: 300,
	description: 350_000,
};

const LONGEST_NAME = 60;

/** @typedef {import('./wasm-size.mjs').Origin} Origin */

/**
 * @typedef {object} Measured
 * @property {{ rounds: { usual: number, perOperation: number }, cases: Record<string, Record<string, { cpuPerItem: number, ratio: number }>> }} cpu
 * @property {Record<'sparkbot' | 'programmatic', Record<string, number>>} cold
 * @property {Record<'lazy' | 'eager', Record<string, number>>} idle
 * @property {ReturnType<typeof import('./wasm-size.mjs').measureSize>} size
 * @property {ReturnType<typeof import('./wasm-size.mjs').originsOf> | undefined} origins
 * @property {{ sparkbot: number, oneProperty: number, properties: number, bytes: number }} workflow
 * @property {import('./batch-report.mjs').Batches} batches
 */

/** @param {Measured} measured */
export const figures = (measured) => `${oneItem(measured)}\n\n${notes(measured)}\n\n${batchReport(measured.batches)}`;

/** @param {Measured} measured */
function oneItem({ cpu, cold, idle, size, origins, workflow }) {
	const rows = [
		['What', 'SparkBot', 'hand-written node', 'declarative node', 'declarative, properties per operation', 'wanted'],
		cpuRow('CPU per item, fixed WhatsApp number', cpu.cases.static, ['programmatic']),
		cpuRow('CPU per item, number from a field of the item', cpu.cases.field, ['programmatic', 'declarative']),
		cpuRow('CPU per item, number from an expression', cpu.cases.expression, ['programmatic', 'declarative']),
		...startUpRows({ cold, idle }),
		[
			'Creating a Workflow with one node',
			ms(workflow.sparkbot),
			'',
			'',
			'',
			verdict(workflow.sparkbot, WANTED.workflow, ms),
		],
		['— with a node of one property', ms(workflow.oneProperty), '', '', '', ''],
		[
			'Properties of the node',
			`${workflow.properties}`,
			'',
			'',
			'',
			verdict(workflow.properties, WANTED.properties, String),
		],
		[
			'Description of the node',
			kilobytes(workflow.bytes),
			'',
			'',
			'',
			verdict(workflow.bytes, WANTED.description, kilobytes),
		],
		['Core, raw', kilobytes(size.raw), '', '', '', verdict(size.raw, WANTED.raw, kilobytes)],
		['Core, gzipped', kilobytes(size.gzipped), '', '', '', verdict(size.gzipped, WANTED.gzipped, kilobytes)],
		[`— its sections: ${list(size.sections.slice(0, 3))}`, '', '', '', '', ''],
	];
	if (origins) {
		rows.push([`— its code by crate: ${list(origins.crates.slice(0, 8))}`, '', '', '', '', '']);
		rows.push([`— its largest functions: ${list(origins.functions.slice(0, 5))}`, '', '', '', '', '']);
	}
	return table(rows, ['---', '---:', '---:', '---:', '---:', '---']);
}

/** @param {Pick<Measured, 'cold' | 'idle'>} measured */
export function startUpRows({ cold: { sparkbot, programmatic }, idle }) {
	/** @param {string} name @param {string} key */
	const row = (name, key) => [name, ms(sparkbot[key]), ms(programmatic[key]), '', '', ''];
	/** @param {string} key */
	const compared = (key) => `${ms(programmatic[key])} (${(sparkbot[key] / programmatic[key]).toFixed(2)} ×)`;
	const wanted = verdict(
		sparkbot.total / programmatic.total,
		WANTED.coldRatio,
		(ratio) => `${ratio.toFixed(1)} × hand-written`,
	);
	return [
		['Cold load to the first executed item', ms(sparkbot.total), compared('total'), '', '', wanted],
		['— its CPU time, of all threads', ms(sparkbot.cpu), compared('cpu'), '', '', ''],
		row('— listing the package', 'list'),
		row('— requiring the node', 'require'),
		row('— the first item', 'firstItem'),
		row('— the second item, for comparison', 'secondItem'),
		[
			'— the whole process, n8n-core and its warming up included',
			ms(sparkbot.process),
			compared('process'),
			'',
			'',
			'',
		],
		['Idle package at the start of n8n, CPU', ms(idle.lazy.cpu), '', '', '', verdict(idle.lazy.cpu, WANTED.idle, ms)],
		['— without the metadata for lazy loading', ms(idle.eager.cpu), '', '', '', ''],
	];
}

/** @param {Measured} measured */
const notes = ({
	cpu,
}) => `- CPU time is that of the n8n process alone; the sandbox that answers is another process. All nodes run the same
  operation (Reboot session) with the same credential in one process, in turns; a figure is the median of ${cpu.rounds.usual} rounds
  of 220 items, with the production expression engine (\`vm\`), and for “properties per operation” of ${cpu.rounds.perOperation} rounds of 25 items. The
  factor in brackets is SparkBot's figure divided by that one's, also the median of the rounds: below 1, SparkBot needs less.
- “From a field of the item” is \`{{ $json.device }}\`: SparkBot reads it without n8n's expression engine. “From an expression” is
  \`{{ $json.device.trim() }}\`, which the engine evaluates for all of them.
- The hand-written node is in \`bench/opponents/programmatic\`, the declarative ones are in \`bench/opponents/declarative\`. They have
  SparkBot's properties, and of its 148 operations the few that are measured here.
- Cold load and idle package: medians of 21 fresh processes in which n8n-core is loaded already. Cold load runs with the
  \`legacy\` expression engine, because starting an isolate for \`vm\` would hide it.
- Absolute times depend on the machine and on what else it does; compare the factors.`;

/**
 * @param {string} markdown the tables
 * @param {{ nodeVersion: string, load: number, minutes: number }} run
 */
export function report(markdown, { nodeVersion, load, minutes }) {
	const version = (/** @type {string} */ name) => require(`${name}/package.json`).version;
	const processors = cpus();
	return `# Performance

\`cargo xtask bench --write\` wrote this page on ${new Date().toISOString().slice(0, 10)}, in ${minutes.toFixed(0)} minutes: ${type()}, ${processors.length} × \
${processors[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${nodeVersion}, \
n8n-core ${version('n8n-core')}, n8n-workflow ${version('n8n-workflow')}. The machine's load was ${load.toFixed(1)} when it began.

${markdown}`;
}

/**
 * @param {string} name
 * @param {Record<string, { cpuPerItem: number, ratio: number }>} measured
 * @param {(keyof typeof WANTED_RATIOS)[]} wanted
 */
function cpuRow(name, measured, wanted) {
	const compared = (/** @type {string} */ other) =>
		`${ms(measured[other].cpuPerItem)} (${measured[other].ratio.toFixed(2)} ×)`;
	return [
		name,
		ms(measured.sparkbot.cpuPerItem),
		compared('programmatic'),
		compared('declarative'),
		compared('declarativePerOperation'),
		wanted
			.map((other) => {
				const { limit, title } = WANTED_RATIOS[other];
				return verdict(measured[other].ratio, limit, (ratio) => `${ratio} × ${title}`);
			})
			.join(', '),
	];
}

/** @param {number} value @param {number} wanted @param {(value: number) => string} text */
const verdict = (value, wanted, text) => `≤ ${text(wanted)} ${value <= wanted ? '✓' : '✗'}`;

const ms = (/** @type {number} */ value) => `${value.toFixed(value < 0.1 ? 3 : value < 10 ? 2 : 1)} ms`;

const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} KB`;

/** Names as code, because they have characters with a meaning in Markdown. Long generic names are cut. */
const list = (/** @type {Origin[]} */ origins) =>
	origins
		.map(({ name, bytes }) => {
			const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
			return `\`${short.replaceAll('|', '\\|')}\` ${kilobytes(bytes)}`;
		})
		.join(', ');
