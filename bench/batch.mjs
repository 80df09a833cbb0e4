// @ts-check
// Batches of growing size at growing latency: for each cell of the table, all contestants in turn. Prints JSON.

import { setUp } from './batches.mjs';
import { COUNTS, KINDS, LATENCIES, hasAim, isWorthIt } from './cells.mjs';
import { median } from './median.mjs';

/** The most rounds for a cell, and the most time. The cell is the median of the rounds. */
const ENOUGH = { rounds: 5, ms: 2_000 };
const ENOUGH_FOR_AN_AIM = { rounds: 15, ms: 12_000 };

const NAMES = /** @type {const} */ (['sparkbot', 'keepAlive', 'limited', 'programmatic', 'declarative', 'plainLoop']);

const { run, tearDown } = await setUp([...NAMES]);

for (const kind of KINDS) for (const name of NAMES) await run(name, { kind, latency: 0, count: 200 });

/** @type {import('./cells.mjs').Cell[]} */
const cells = [];
for (const kind of KINDS) {
	for (const latency of LATENCIES) {
		for (const count of COUNTS.shared) cells.push(...(await rounds({ kind, latency, count })));
	}
}
await tearDown();
console.log(JSON.stringify(cells));

/**
 * Each round begins with another contestant, so that other work of the machine affects all of them.
 * @param {{ kind: string, latency: number, count: number }} cell
 */
async function rounds(cell) {
	const names = NAMES.filter((name) => isWorthIt(cells, name, cell));
	/** @type {Map<string, import('./batches.mjs').Figures[]>} */
	const measured = new Map(names.map((name) => [name, []]));
	for (let round = 0; round < ENOUGH_FOR_AN_AIM.rounds; round++) {
		for (let turn = 0; turn < names.length; turn++) {
			const name = names[(turn + round) % names.length];
			const figures = measured.get(name) ?? [];
			const spent = figures.reduce((sum, { wall }) => sum + wall, 0);
			const enough = hasAim(name, cell) ? ENOUGH_FOR_AN_AIM : ENOUGH;
			if (figures.length < enough.rounds && spent < enough.ms) figures.push(await run(name, cell));
		}
	}
	return names.map((name) => {
		const figures = measured.get(name) ?? [];
		const of = (/** @type {keyof import('./batches.mjs').Figures} */ key) => median(figures.map((one) => one[key]));
		return { name, ...cell, wall: of('wall'), cpu: of('cpu'), peak: of('peak'), connections: of('connections') };
	});
}
