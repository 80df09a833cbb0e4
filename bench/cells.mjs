// @ts-check
// The cells of the table of batches, and the rule that leaves some of them out.

/**
 * Messages whose parameters are fields, messages whose parameters are expressions, and reads that are all the same. Of the second
 * kind only the cells of aims, because n8n's expression engine takes most of the time there.
 */
export const KINDS = ['fields', 'expressions', 'static'];
export const LATENCIES = [0, 50, 200];

/** Batches of up to `always` items are never left out. Each cell of the largest has a process of its own, because it measures memory. */
export const COUNTS = { shared: [1, 100, 1000], alone: 10_000, always: 100 };

/** How many numbers send the messages of a batch in turn. Each number has one chat. */
export const NUMBERS = 20;

/** Requests at the same time, for the contestants that limit them. */
export const CONCURRENCY = 10;

/** The longest expected time of a cell. */
export const LONGEST_MS = 15_000;

/** @typedef {{ kind: string, latency: number, count: number }} Place */
/** @typedef {import('./batches.mjs').Figures & Place & { name: string, memory?: number }} Cell */

/** Whether an aim needs the cell. Such a cell is always measured, and for longer. @param {string} name @param {Place} place */
export function hasAim(name, { kind, latency, count }) {
	const sends = kind !== 'static';
	if (name === 'programmatic') return sends && latency === 50 && count === 1000;
	if (name !== 'sparkbot' && name !== 'limited') return false;
	if (count === COUNTS.alone) return latency === 0 && kind !== 'expressions';
	return count === 1000 && (latency === 0 || (latency === 50 && sends));
}

/**
 * Whether a cell is expected to end in time, according to the cell with a tenth of its items.
 * @param {Cell[]} cells the measured ones
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
 * The time of the best schedule, in milliseconds. It keeps the limit of requests at the same time, and one request to each chat.
 * @param {Place} place
 */
export function ideal({ kind, latency, count }) {
	const turns = Math.ceil(count / CONCURRENCY);
	return latency * (kind === 'static' ? turns : Math.max(turns, Math.ceil(count / NUMBERS)));
}
