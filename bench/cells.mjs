// @ts-check
// The cells of the table of batches, and the rule by which some are left out.

export const KINDS = ['expression', 'static'];
export const LATENCIES = [0, 50, 200];

/** The largest has a process of its own for each cell, because its memory is measured as well. */
export const COUNTS = { shared: [1, 100, 1000], alone: 10_000 };

/** The numbers that messages of a batch come from in turn; each of them has one chat. */
export const NUMBERS = 20;

/** Requests at once, of those who limit them. */
export const CONCURRENCY = 10;

/** The longest that a cell may be expected to take. */
export const LONGEST_MS = 30_000;

/** @typedef {{ kind: string, latency: number, count: number }} Place */
/** @typedef {import('./batches.mjs').Figures & Place & { name: string, memory?: number }} Cell */

/** Whether an aim is about the cell: it is measured in any case, and for longer. @param {Place} place */
export const hasAim = ({ kind, latency, count }) =>
	count === 1000 && (latency === 0 || (latency === 50 && kind === 'expression'));

/**
 * Whether a cell can be expected to end in time, by the one before it with fewer items.
 * @param {Cell[]} cells that are measured
 * @param {string} name
 * @param {Place} place
 */
export function isWorthIt(cells, name, { kind, latency, count }) {
	const smaller = cells.filter((cell) => cell.name === name && cell.kind === kind && cell.latency === latency);
	if (smaller.length === 0) return true;
	const before = smaller.reduce((largest, cell) => (cell.count > largest.count ? cell : largest));
	return (before.wall * count) / before.count <= LONGEST_MS;
}

/**
 * The least that any schedule takes, in milliseconds: the limit of requests at once, and one at a time to each chat.
 * @param {Place} place
 */
export function ideal({ kind, latency, count }) {
	const turns = Math.ceil(count / CONCURRENCY);
	return latency * (kind === 'expression' ? Math.max(turns, Math.ceil(count / NUMBERS)) : turns);
}
