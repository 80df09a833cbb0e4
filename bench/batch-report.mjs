// @ts-check
// The measurements of batches, and their comparison with the aims, as Markdown.

import { CONCURRENCY, COUNTS, KINDS, LATENCIES, LONGEST_MS, NUMBERS, ideal } from './cells.mjs';
import { table } from './markdown.mjs';

/** @typedef {import('./cells.mjs').Cell} Cell */

/**
 * @typedef {object} Chat
 * @property {number} count
 * @property {{ name: string, latency: number, wall: number, ratio: number, connections: number }[]} results
 */

/** @typedef {{ cells: Cell[], singleChat: Record<'http' | 'https', Chat> }} Batches */

/** The columns, from this node to the loop without n8n. */
const COLUMNS = {
	sparkbot: 'SparkBot',
	keepAlive: 'SparkBot, Keep-Alive',
	limited: 'p-limit 10',
	programmatic: 'sequential',
	declarative: 'declarative',
	plainLoop: 'undici loop',
};

const NAMES = Object.keys(COLUMNS);

const KIND_TITLES = /** @type {Record<string, string>} */ ({
	fields: `Messages, number and phone from fields of the items: ${NUMBERS} numbers, each with one chat, in turn`,
	expressions: 'The same, with expressions that do more than name a field (`{{ $json.device.trim() }}`)',
	static: 'Reads of one number, no expression',
});

/** The kinds of the large batches. */
const LARGE_KINDS = KINDS.filter((kind) => kind !== 'expressions');

/** The aims of this project. */
const WANTED = { schedule: 1.15, sequential: 1 / 9, cpu: 1, memory: 1.2, loop: 1.1 };

/** @param {Batches} batches */
export function batchReport({ cells, singleChat }) {
	return `## Batches

${aims({ cells, singleChat })}

In each cell: wall time · CPU per item · requests at once / connections. The best schedule is what no order of the requests
can beat: ${CONCURRENCY} at once, and one at a time to each chat.

${KINDS.map((kind) => `**${KIND_TITLES[kind]}**\n\n${cellsOf(cells, kind)}`).join('\n\n')}

**Growth of the process (RSS) for ${whole(COUNTS.alone)} items without latency**

${memory(cells)}

**${singleChat.http.count} messages to one chat, no expression:** wall time, and in brackets the factor to the undici loop

${oneChat(singleChat)}

- All but “sequential” and “declarative” keep to ${CONCURRENCY} requests at once; n8n sends those of a declarative node all at once. Only SparkBot and
  the undici loop keep the order within a chat. SparkBot, p-limit, sequential and declarative use n8n's HTTP client, which opens a
  connection for each request.
- “p-limit 10” and “sequential” are hand-written nodes in \`bench/opponents/\`; the undici loop
  (\`bench/opponents/plain-loop.mjs\`) runs without n8n.
- Keep-Alive sends with the platform's \`fetch\`, as gloo-net does. The \`fetch\` loop is the undici loop with it in place of undici's own
  client: what lies between the two is its price, without any node.
- With latency SparkBot starts its requests one after another instead of ten at a time: its wall time comes near that of the best
  schedule, and waking up more often costs CPU time, which the reads show.
- – is left out: a cell with more than ${COUNTS.always} items, of which the one with a tenth of them says that it takes longer than ${LONGEST_MS / 1000} s,
  unless an aim needs it.
- A cell is the median of up to 5 rounds, all in turn, as far as they fit into 2 seconds (15 and 12 where an aim is concerned). With
  ${whole(COUNTS.alone)} items each has a process of its own; SparkBot and p-limit are the median of 2 or 3 of them.
- The CPU time of an execution holds 20 to 60 ms for the isolate that n8n's expression engine makes each time.
`;
}

/** @param {Batches} batches */
function aims({ cells, singleChat }) {
	const find = (
		/** @type {string} */ name,
		/** @type {string} */ kind,
		/** @type {number} */ latency,
		/** @type {number} */ count,
	) =>
		cells.find((cell) => cell.name === name && cell.kind === kind && cell.latency === latency && cell.count === count);
	const rows = [['Aim', 'wanted', 'measured', '']];
	const add = (/** @type {string} */ aim, /** @type {number} */ wanted, /** @type {number | undefined} */ measured) => {
		const verdict = measured === undefined ? '–' : measured <= wanted ? '✓' : '✗';
		rows.push([aim, `≤ ${wanted.toFixed(2)} ×`, measured === undefined ? '–' : `${measured.toFixed(3)} ×`, verdict]);
	};
	/** @param {keyof Cell} key */
	const ratio = (key, /** @type {Cell | undefined} */ own, /** @type {Cell | undefined} */ other) =>
		own && other ? Number(own[key]) / Number(other[key]) : undefined;

	for (const kind of ['fields', 'expressions']) {
		const own = find('sparkbot', kind, 50, 1000);
		const title = `1,000 messages, ${kind}, ${NUMBERS} numbers, 50 ms`;
		const best = ideal({ kind, latency: 50, count: 1000 });
		add(`${title}: wall time to the best schedule`, WANTED.schedule, own && own.wall / best);
		add(
			`${title}: wall time to sequential`,
			WANTED.sequential,
			ratio('wall', own, find('programmatic', kind, 50, 1000)),
		);
	}
	for (const kind of KINDS) {
		const of = (/** @type {string} */ name) => find(name, kind, 0, 1000);
		add(`1,000 items, ${kind}, 0 ms: CPU per item to p-limit`, WANTED.cpu, ratio('cpu', of('sparkbot'), of('limited')));
	}
	for (const kind of LARGE_KINDS) {
		const of = (/** @type {string} */ name) => find(name, kind, 0, COUNTS.alone);
		add(
			`${whole(COUNTS.alone)} items, ${kind}: memory to p-limit`,
			WANTED.memory,
			ratio('memory', of('sparkbot'), of('limited')),
		);
	}
	for (const [protocol, { count, results }] of Object.entries(singleChat)) {
		for (const { name, latency, ratio: measured } of results) {
			if (name !== 'keepAlive') continue;
			add(
				`One chat, ${count} messages, ${protocol}, ${latency} ms, Keep-Alive: wall time to the undici loop`,
				WANTED.loop,
				measured,
			);
		}
	}
	return table(rows, ['---', '---:', '---:', '---']);
}

/** @param {Cell[]} cells @param {string} kind */
function cellsOf(cells, kind) {
	const rows = [['latency, items', 'best schedule', ...Object.values(COLUMNS)]];
	for (const latency of LATENCIES) {
		for (const count of [...COUNTS.shared, COUNTS.alone]) {
			if (!cells.some((cell) => cell.kind === kind && cell.latency === latency && cell.count === count)) continue;
			const row = NAMES.map((name) => {
				const cell = cells.find(
					(one) => one.name === name && one.kind === kind && one.latency === latency && one.count === count,
				);
				if (!cell) return '–';
				return `${time(cell.wall)} · ${cell.cpu.toFixed(2)} ms · ${whole(cell.peak)}/${whole(cell.connections)}`;
			});
			const least = ideal({ kind, latency, count });
			rows.push([`${latency} ms, ${whole(count)}`, least ? time(least) : '', ...row]);
		}
	}
	return table(rows, ['---', ...rows[0].slice(1).map(() => '---:')]);
}

/** @param {Cell[]} cells */
function memory(cells) {
	const rows = [['', ...Object.values(COLUMNS)]];
	for (const kind of LARGE_KINDS) {
		rows.push([
			kind,
			...NAMES.map((name) => {
				const cell = cells.find((one) => one.name === name && one.kind === kind && one.memory !== undefined);
				return cell?.memory === undefined ? '–' : `${(cell.memory / 1e6).toFixed(0)} MB`;
			}),
		]);
	}
	return table(rows, ['---', ...NAMES.map(() => '---:')]);
}

/** @param {Batches['singleChat']} singleChat */
function oneChat(singleChat) {
	const columns = {
		sparkbot: COLUMNS.sparkbot,
		keepAlive: COLUMNS.keepAlive,
		fetchLoop: '`fetch` loop',
		plainLoop: COLUMNS.plainLoop,
	};
	const rows = [['', ...Object.values(columns)]];
	for (const [protocol, { results }] of Object.entries(singleChat)) {
		for (const latency of new Set(results.map((result) => result.latency))) {
			rows.push([
				`${protocol}, ${latency} ms`,
				...Object.keys(columns).map((name) => {
					const result = results.find((one) => one.name === name && one.latency === latency);
					return result ? `${time(result.wall)} (${result.ratio.toFixed(2)} ×)` : '–';
				}),
			]);
		}
	}
	return table(rows, ['---', ...Object.keys(columns).map(() => '---:')]);
}

const whole = (/** @type {number} */ number) => Math.round(number).toLocaleString('en');

const time = (/** @type {number} */ ms) =>
	ms < 1000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(2)} s`;
