// @ts-check
// The models of items in the descriptor, and the comparison of an item with its model.

import { readFileSync, readdirSync } from 'node:fs';

const DESCRIPTOR = new URL('../../../descriptor/', import.meta.url);

/**
 * The part of JSON Schema that the models of `descriptor/answers` use.
 * @typedef {object} Schema
 * @property {'array' | 'boolean' | 'number' | 'object' | 'string'} [type] any type when it is missing
 * @property {Record<string, Schema>} [properties]
 * @property {Schema} [items]
 */

/**
 * All operations, each with the name of its model.
 * @returns {{ resource: string, operation: string, answer: string | undefined }[]}
 */
export function readOperations() {
	return jsonFiles('.').flatMap((name) => {
		// The other files of the folder describe no resource.
		const { resource, operations = [] } = readJson(name);
		return operations.map((/** @type {any} */ { operation, answer }) => ({ resource, operation, answer }));
	});
}

/** @returns {Record<string, Schema>} all models by their names */
export function readModels() {
	const files = jsonFiles('answers');
	return Object.fromEntries(files.map((name) => [name.replace('.json', ''), readJson(`answers/${name}`)]));
}

/**
 * Where a value contradicts a schema: a wrong type, or an object that has no member of the schema. A member that only one of
 * both has is no contradiction.
 * @param {Schema} schema
 * @param {any} value
 * @param {string} [path] path of the value, for the messages
 * @returns {string[]}
 */
export function contradictions({ type, properties, items }, value, path = 'item') {
	if (type && typeOf(value) !== type) return [`${path} is ${typeOf(value)}, not ${type}`];
	if (items) {
		const entries = /** @type {any[]} */ (value);
		return entries.flatMap((entry, index) => contradictions(items, entry, `${path}[${index}]`));
	}
	if (!properties) return [];
	const names = Object.keys(value);
	const known = names.filter((name) => name in properties);
	if (names.length > 0 && known.length === 0) return [`${path} has only ${names}, none of which the schema knows`];
	return known.flatMap((name) => contradictions(properties[name], value[name], `${path}.${name}`));
}

/** @param {unknown} value */
function typeOf(value) {
	if (Array.isArray(value)) return 'array';
	return value === null ? 'null' : typeof value;
}

/** @param {string} folder */
function jsonFiles(folder) {
	return readdirSync(new URL(`${folder}/`, DESCRIPTOR)).filter((name) => name.endsWith('.json'));
}

/** @param {string} name */
function readJson(name) {
	return JSON.parse(readFileSync(new URL(name, DESCRIPTOR), 'utf8'));
}
