// @ts-check
// Many messages to many chats during a storm of the sandbox, and the checks of the outcome.

import { SALES } from './sandbox.mjs';

/** @typedef {import('./engine.mjs').Item} Item */
/** @typedef {import('./sandbox.mjs').LedgerLine} LedgerLine */

const CHATS = 500;

/** Longer than the timeout of the node, which is at least a second. */
const TIMEOUT_S = 1;
const DELAY_MS = 1500;

/** The most hits for one request, so that it succeeds within ten retries. */
const HITS = 5;

/** Short, because a closed port affects every connection, also of requests that are at their most hits. */
const REFUSED_MS = 2;

/** The storm hits one request in five. The same seed hits the same requests. */
export const stormOf = (/** @type {number} */ seed) => ({
	seed,
	rate: 0.2,
	times: HITS,
	delayMs: DELAY_MS,
	refusedMs: REFUSED_MS,
	retryAfter: 1,
});

/**
 * Items that each have a message to one of the chats. The text of the message is the item's index.
 * @param {number} seed
 * @param {number} count
 * @returns {Item[]}
 */
export function messagesOf(seed, count) {
	const random = randomOf(seed);
	return Array.from({ length: count }, (_, index) => ({
		// No phone ends in 404: for the sandbox, such a phone is not on WhatsApp.
		json: { phone: `+1555${2_000_000 + Math.floor(random() * CHATS) * 10}`, text: `${index}` },
	}));
}

/** @param {Record<string, unknown>} runOptions */
export const sendMessages = (runOptions) => ({
	resource: 'send-messages',
	operation: 'sendText',
	device: SALES,
	target: 'phone',
	phone: '={{ $json.phone }}',
	message: '={{ $json.text }}',
	runOptions: { concurrency: 50, timeout: TIMEOUT_S, ...runOptions },
});

/**
 * Messages that were sent twice, or after a later message to the same chat.
 * @param {LedgerLine[]} ledger
 * @returns {string[]} a line for each
 */
export function disorder(ledger) {
	const complaints = [];
	const seen = new Set();
	/** @type {Map<string, number>} */
	const last = new Map();
	for (const { chat, message } of ledger) {
		const index = Number(message);
		const before = last.get(chat) ?? -1;
		if (seen.has(index)) complaints.push(`item ${index} was sent twice`);
		else if (index < before) complaints.push(`item ${index} was sent after item ${before} of the same chat`);
		seen.add(index);
		last.set(chat, Math.max(before, index));
	}
	return complaints;
}

/**
 * Outcomes that contradict the API's ledger. Each input must have exactly one outcome.
 * @param {number} count of inputs
 * @param {Item[]} outcomes
 * @param {LedgerLine[]} ledger
 * @returns {string[]} a line for each
 */
export function untruths(count, outcomes, ledger) {
	const complaints = [];
	const sent = new Map(ledger.map(({ message, id }) => [Number(message), id]));
	const missing = new Set(Array.from({ length: count }, (_, index) => index));
	for (const { json, pairedItem } of outcomes) {
		const { item } = /** @type {{ item: number }} */ (pairedItem);
		if (!missing.delete(item)) complaints.push(`item ${item} has another outcome: ${JSON.stringify(json)}`);
		else if (!json.error && json.id !== sent.get(item))
			complaints.push(`item ${item} succeeded, but its message was not sent`);
		else if (json.error && !inDoubt(json) && sent.has(item)) {
			complaints.push(`item ${item} failed, but its message was sent: ${json.error}`);
		}
	}
	return [...complaints, ...[...missing].map((item) => `item ${item} has no outcome`)];
}

/** Whether the message of a failed item may have been sent. @param {Item['json']} json */
export const inDoubt = (json) => json.mayHaveTakenEffect === true;

/** Random numbers from 0 to 1. The same seed gives the same numbers (mulberry32). @param {number} seed */
function randomOf(seed) {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
