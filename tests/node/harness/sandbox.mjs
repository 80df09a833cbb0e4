// @ts-check
// A SparkBot sandbox for each test file: starts the process, and calls its control endpoints.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

/**
 * One request as the sandbox saw it.
 * @typedef {object} JournalEntry
 * @property {number} n
 * @property {string} method
 * @property {string} path the raw request target without the query
 * @property {string | null} query the raw query text
 * @property {Record<string, string>} headers
 * @property {any} body
 * @property {number} bodyBytes
 * @property {number | null} status
 * @property {'answered' | 'reset' | 'aborted' | 'pending'} outcome
 */

/**
 * One message that the API accepted.
 * @typedef {object} LedgerLine
 * @property {number} n
 * @property {string} id
 * @property {string} device
 * @property {string} chat
 * @property {string | null} reference
 * @property {string | null} message
 */

/** The path prefix of the API below the sandbox's address. */
export const API_PREFIX = '/v1';

/** The devices that every fresh sandbox has. */
export const SALES = '650000000000000000000001';
export const SUPPORT = '650000000000000000000002';
export const WAREHOUSE = '650000000000000000000003';
export const NAMELESS = '650000000000000000000004';

/** The longest time that a test waits for the journal. The sandbox stops waiting earlier. */
const PATIENCE_MS = 15_000;

/** Between two tries to connect to a closed port. */
const DOOR_MS = 5;

export class Sandbox {
	/** @type {import('node:child_process').ChildProcess | null} */ #process;
	/** @type {string} */ #control;
	/** @type {number} */ #clock;

	/**
	 * @param {import('node:child_process').ChildProcess | null} process null when another process started the sandbox
	 * @param {string} url
	 * @param {{ key: string, clock: number }} options
	 */
	constructor(process, url, { key, clock }) {
		this.#process = process;
		this.#control = `${new URL(url).origin}/sandbox`;
		this.#clock = clock;
		/** The API's base URL, as a credential holds it. */
		this.url = url;
		/** The only key that the sandbox accepts. */
		this.key = key;
	}

	/** The values that a user enters in the credential. */
	get credentials() {
		return { baseUrl: this.url, apiKey: this.key };
	}

	/** The sandbox's address, without a path. */
	get origin() {
		return new URL(this.url).origin;
	}

	/**
	 * @param {{ wait?: number, outcome?: string }} [until] wait until the journal has so many entries (of that outcome)
	 * @returns {Promise<JournalEntry[]>}
	 */
	async journal({ wait, outcome } = {}) {
		const query = new URLSearchParams();
		if (wait !== undefined) query.set('wait', String(wait));
		if (outcome !== undefined) query.set('outcome', outcome);
		return await this.#call('GET', `/journal?${query}`);
	}

	async clearJournal() {
		await this.#call('DELETE', '/journal');
	}

	/** @param {Record<string, unknown>} fault see `sandbox/README.md` */
	async fault(fault) {
		return await this.#call('POST', '/faults', fault);
	}

	async clearFaults() {
		await this.#call('DELETE', '/faults');
	}

	/** @param {Record<string, unknown>} storm see `sandbox/README.md` */
	async storm(storm) {
		await this.#call('POST', '/storm', storm);
	}

	/**
	 * Ends the storm.
	 * @returns {Promise<{ requests: number, hits: Record<string, number> }>} the requests that came, and those that it hit, by kind
	 */
	async calm() {
		const report = await this.#call('GET', '/storm');
		await this.#call('DELETE', '/storm');
		return report;
	}

	/** @returns {Promise<LedgerLine[]>} every message that the API accepted, in that order */
	async ledger() {
		return await this.#call('GET', '/ledger');
	}

	/** @returns {Promise<{ requests: number, connections: number, peak: number }>} since the last restart */
	async traffic() {
		return await this.#call('GET', '/traffic');
	}

	/** @param {number} requests how many requests the journal keeps. It numbers and counts the others too */
	async keepInJournal(requests) {
		await this.#call('PUT', '/journal', { keep: requests });
	}

	/** @param {Record<string, number>} counts so many numbered entries replace those of the first number, such as `{ groups: 120 }` */
	async seed(counts) {
		await this.#call('PUT', '/seed', counts);
	}

	/** @param {number} factor divides all simulated times */
	async clock(factor) {
		await this.#call('PUT', '/clock', { factor });
	}

	/**
	 * @param {object[] | { count: number }} devices
	 * @returns {Promise<{ id: string }[]>} the devices that the sandbox has now
	 */
	async devices(devices) {
		return await this.#call('PUT', '/devices', devices);
	}

	/** Restores the state of the start: the seed devices, no faults, an empty journal, the clock. */
	async restart() {
		await this.#call('POST', '/restart');
		await this.clock(this.#clock);
	}

	async stop() {
		if (!this.#process) return;
		const { exitCode, signalCode } = this.#process;
		if (exitCode !== null || signalCode !== null) return;
		const exit = once(this.#process, 'exit');
		this.#process.stdin?.end();
		await exit;
	}

	/**
	 * @param {string} method
	 * @param {string} path
	 * @param {unknown} [body]
	 */
	async #call(method, path, body) {
		const response = await insist(this.#control + path, {
			method,
			headers: body === undefined ? {} : { 'content-type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(PATIENCE_MS),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`sandbox: ${method} ${path} answered ${response.status}: ${text}`);
		return text === '' ? undefined : JSON.parse(text);
	}
}

/**
 * As `fetch`, but it tries again when the port is closed. A storm closes the port for short times; the sandbox has then not got the
 * request.
 * @param {string} url
 * @param {RequestInit & { signal: AbortSignal }} request
 */
async function insist(url, request) {
	for (;;) {
		try {
			return await fetch(url, request);
		} catch (error) {
			const { cause } = /** @type {Error & { cause?: NodeJS.ErrnoException }} */ (error);
			if (!['ECONNREFUSED', 'ECONNRESET'].includes(cause?.code ?? '')) throw error;
			await setTimeout(DOOR_MS, undefined, request);
		}
	}
}

/**
 * Starts a sandbox on a free port. It ends with this process, also after a crash or a kill.
 * @param {{ key?: string, clock?: number, certificate?: string }} [options] `certificate`: the sandbox uses HTTPS, and
 *   writes the certificate that clients must trust to this file
 */
export async function startSandbox({ key = 'sandbox-key', clock = 1000, certificate } = {}) {
	const binary = process.env.SPARKBOT_SANDBOX;
	if (!binary) throw new Error('Set SPARKBOT_SANDBOX to the sandbox binary, or run `cargo xtask test`.');
	const flags = ['--port', '0', '--key', key, '--clock', String(clock), '--exit-with-stdin'];
	if (certificate) flags.push('--tls-cert', certificate);
	const child = spawn(binary, flags, { stdio: ['pipe', 'pipe', 'inherit'] });
	const failed = once(child, 'exit').then(([code]) => {
		throw new Error(`The sandbox ended before it was ready (exit code ${code}).`);
	});
	const lines = createInterface({ input: child.stdout });
	const [line] = await Promise.race([once(lines, 'line'), failed]);
	failed.catch(() => {});
	const url = /listening on (\S+)/.exec(line)?.[1];
	if (!url) throw new Error(`The sandbox printed an unexpected first line: ${line}`);
	return new Sandbox(child, url, { key, clock });
}
