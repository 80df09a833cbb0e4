// @ts-check
// The cells of the table of batches, and the rule by which some are left out.

/**
 * Where the parameters of messages come from, and reads that all are the same; of the second kind only what aims need, because n8n's
 * expression engine takes most of the time then.
 */
export const KINDS = ['fields', 'expressions', 'static'];
export const LATENCIES = [0, 50, 200];

/** Up to `always` none is left out. The largest has a process of its own for each cell, because its memory is measured as well. */
export const COUNTS = { shared: [1, 100, 1000], alone: 10_000, always: 100 };

/** The numbers that messages of a batch come from in turn; each of them has one chat. */
export const NUMBERS = 20;

/** Requests at once, of those who limit them. */
export const CONCURRENCY = 10;

/** The longest that a cell may be expected to take. */
export const LONGEST_MS = 15_000;

/** @typedef {{ kind: string, latency: number, count: number }} Place */
/** @typedef {import('./batches.mjs').Figures & Place & { name: string, memory?: number }} Cell */

/** Whether an aim needs the cell: then it is measured in any case, and for longer. @param {string} name @param {Place} place */
export function hasAim(name, { kind, latency, count }) {
	const sends = kind !== 'static';
	if (name === 'programmatic') return sends && latency === 50 && count === 1000;
	if (name !== 'sparkbot' && name !== 'limited') return false;
	if (count === COUNTS.alone) return latency === 0 && kind !== 'expressions';
	return count === 1000 && (latency === 0 || (latency === 50 && sends));
}

/**
 * Whether a cell can be expected to end in time, by the one with a tenth of its items.
 * @param {Cell[]} cells that are measured
 * @param {string} name
 * @param {Place} place
 */
export function isWorthIt(cells, name, place) {
	if (hasAim(name, place)) return true;
	if (place.kind === 'expressions') return false;
	if (place.count <= COUNTS.always) return true;
	const tenth = cells.find(
		(cell) =>
			cell.name === name &&
			cell.kind === place.kind &&
			cell.latency === place.latency &&
			cell.count * 10 === place.count,
	);
	return tenth !== undefined && tenth.wall * 10 <= LONGEST_MS;
}

/**
 * The least that any schedule takes, in milliseconds: the limit of requests at once, and one at a time to each chat.
 * @param {Place} place
 */
export function ideal({ kind, latency, count }) {
	const turns = Math.ceil(count / CONCURRENCY);
	return latency * (kind === 'static' ? turns : Math.max(turns, Math.ceil(count / NUMBERS)));
}
