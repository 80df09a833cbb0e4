// @ts-check
// Many messages to many chats while the sandbox storms, and what must hold of them afterwards.

import { SALES } from './sandbox.mjs';

/** @typedef {import('./engine.mjs').Item} Item */
/** @typedef {import('./sandbox.mjs').LedgerLine} LedgerLine */

const CHATS = 500;

/** Beyond the timeout of the node, which is at least a second. */
const TIMEOUT_S = 1;
const DELAY_MS = 1500;

/** How often one request is hit at most, so that it gets through with ten retries. */
const HITS = 5;

/** Short, because it meets all who connect, also those that have been hit so often already. */
const REFUSED_MS = 2;

/** What hits one request in five, the same ones in each run with the same seed. */
export const stormOf = (/** @type {number} */ seed) => ({
	seed,
	rate: 0.2,
	times: HITS,
	delayMs: DELAY_MS,
	refusedMs: REFUSED_MS,
	retryAfter: 1,
});

/**
 * Items that each hold a message to one of the chats; its text is the item's index.
 * @param {number} seed
 * @param {number} count
 * @returns {Item[]}
 */
export function messagesOf(seed, count) {
	const random = randomOf(seed);
	return Array.from({ length: count }, (_, index) => ({
		// No phone ends in 404: the sandbox takes such a one for a stranger to WhatsApp.
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
 * Messages that are there twice, or came after a later one to the same chat.
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
 * Outcomes that are not what the API has: each input must have one, which says the truth.
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
		else if (!json.error && json.id !== sent.get(item)) complaints.push(`item ${item} succeeded, and is not there`);
		else if (json.error && !inDoubt(json) && sent.has(item)) {
			complaints.push(`item ${item} is there, although it says: ${json.error}`);
		}
	}
	return [...complaints, ...[...missing].map((item) => `item ${item} has no outcome`)];
}

/** Whether an item that failed may have been sent all the same. @param {Item['json']} json */
export const inDoubt = (json) => json.mayHaveTakenEffect === true;

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). @param {number} seed */
function randomOf(seed) {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
