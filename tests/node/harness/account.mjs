// @ts-check
// An account of the sandbox, driven only through the node. The cases of `every-operation/` use it.

import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { OPERATIONS } from './operations.mjs';

/** @typedef {Record<string, any>} Json */
/** @typedef {Record<string, unknown>} Parameters */
/** @typedef {Record<string, (account: Account) => Promise<void>>} Cases one for each operation of a resource, by its value */

/** A clock that almost stands still: messages in the queue stay there. */
export const STANDING = 0.001;
/** A clock so fast that every wait is over by the next request. */
const RUSHING = 1_000_000;

/** No two operations have the same value, so an operation alone tells its resource. */
const RESOURCES = new Map(OPERATIONS.map(({ resource, operation }) => [operation, resource]));

export class Account {
	#host;
	/** @type {Set<string>} */ #succeeded = new Set();

	/**
	 * @param {import('./engine.mjs').Host} host
	 * @param {import('./sandbox.mjs').Sandbox} sandbox
	 */
	constructor(host, sandbox) {
		this.#host = host;
		this.sandbox = sandbox;
	}

	/**
	 * Runs one item, expects success, and returns the items.
	 * @param {string} operation
	 * @param {Parameters} [parameters]
	 */
	async items(operation, parameters) {
		const { error, items } = await this.#run(operation, parameters);
		if (error) assert.fail(`${operation}: ${error.message} (${error.description})`);
		for (const { pairedItem } of items) assert.deepEqual(pairedItem, { item: 0 });
		this.#succeeded.add(operation);
		return items;
	}

	/**
	 * As {@link items}, but returns the json of each.
	 * @param {string} operation
	 * @param {Parameters} [parameters]
	 */
	async list(operation, parameters) {
		const items = await this.items(operation, parameters);
		return items.map(({ json }) => /** @type {Json} */ (json));
	}

	/**
	 * As {@link items}, but returns the json of the only one.
	 * @param {string} operation
	 * @param {Parameters} [parameters]
	 */
	async one(operation, parameters) {
		const list = await this.list(operation, parameters);
		assert.equal(list.length, 1, `${operation}: one item`);
		return list[0];
	}

	/**
	 * As {@link items}, but returns the file in the only one.
	 * @param {string} operation
	 * @param {Parameters} [parameters]
	 */
	async file(operation, parameters) {
		const items = await this.items(operation, parameters);
		assert.equal(items.length, 1, `${operation}: one item`);
		const files = Object.values(items[0].binary ?? {});
		assert.equal(files.length, 1, `${operation}: one file`);
		const [{ fileName, mimeType, data }] = files;
		return { name: fileName, mime: mimeType, bytes: Buffer.from(data, 'base64') };
	}

	/**
	 * Runs one item, and expects that the API rejects it with that status.
	 * @param {number} status
	 * @param {string} operation
	 * @param {Parameters} [parameters]
	 */
	async refused(status, operation, parameters) {
		const { error } = await this.#run(operation, parameters);
		assert.equal(error?.httpCode, String(status), `${operation}: ${error?.message ?? 'succeeds'}`);
	}

	/** Whether any run of that operation succeeded. @param {string} operation */
	hasDone(operation) {
		return this.#succeeded.has(operation);
	}

	/** Lets every wait end: queues, deliveries, sessions that start. */
	async letTimePass() {
		await this.sandbox.clock(RUSHING);
	}

	/**
	 * @param {string} operation
	 * @param {Parameters} [parameters]
	 */
	async #run(operation, parameters) {
		const resource = RESOURCES.get(operation);
		assert.ok(resource, `There is no operation ${operation} in descriptor/`);
		return await this.#host.run({
			parameters: { ...parameters, resource, operation },
			credentials: this.sandbox.credentials,
		});
	}
}

/**
 * The difference between two states of one object: the members of `after` that are new or have another value in `before`, and
 * undefined for removed members. Times of the change itself do not count.
 * @param {Json} before
 * @param {Json} after
 */
export function changes(before, after) {
	const names = new Set([...Object.keys(before), ...Object.keys(after)]);
	names.delete('updatedAt');
	names.delete('syncedAt');
	const changed = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
	return Object.fromEntries(changed.map((name) => [name, after[name]]));
}

/**
 * One member of each entry of a list.
 * @param {Json[]} list
 * @param {string} member
 */
export const each = (list, member) => list.map((entry) => entry[member]);
