// @ts-check
// The operations of the node, as their authors write them in `descriptor/`, and which of them the node began with.

import { readFileSync, readdirSync } from 'node:fs';

const DESCRIPTOR = new URL('../../../descriptor/', import.meta.url);

/**
 * @typedef {object} Operation
 * @property {string} resource
 * @property {string} operation its value, which no other operation has
 * @property {string} method
 * @property {boolean} reads whether it leaves everything as it is
 * @property {boolean} hasExample
 */

/** @type {Record<string, string[]>} the 148 operations that the node began with, by resource; new ones are not added to them */
export const ORIGINAL = readJson(new URL('../../operations.json', import.meta.url));

/** @type {Operation[]} all operations */
export const OPERATIONS = readdirSync(DESCRIPTOR)
	.filter((file) => file.endsWith('.json'))
	.map((file) => readJson(new URL(file, DESCRIPTOR)))
	.filter(({ operations }) => Array.isArray(operations))
	.flatMap(({ resource, operations }) =>
		operations.map((/** @type {any} */ { operation, request, examples }) => ({
			resource,
			operation,
			method: request.method,
			reads: request.method === 'GET' && !request.orderingKey,
			hasExample: examples?.length > 0,
		})),
	);

/**
 * What an operation beyond the original ones still needs.
 * @param {Operation} operation
 * @param {boolean} hasCase whether a case runs it against the sandbox
 * @returns {string | undefined} what its author does
 */
export function missingOf({ resource, operation, method, reads, hasExample }, hasCase) {
	if (hasCase) return undefined;
	if (!reads) {
		return (
			`'${operation}' (${method}) changes something, so a case must run it against the sandbox: add ` +
			`"async ${operation}(account) { … }" to tests/node/every-operation/${resource}.mjs. Where the sandbox does not know its ` +
			'path yet, add it there too (sandbox/README.md).'
		);
	}
	if (!hasExample) {
		return `'${operation}' reads, so an example is enough: add one to its "examples" in descriptor/${resource}.json.`;
	}
	return undefined;
}

/** @param {URL} file */
function readJson(file) {
	return JSON.parse(readFileSync(file, 'utf8'));
}
