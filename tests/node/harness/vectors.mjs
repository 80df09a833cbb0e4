// @ts-check
// The request vectors of `tests/vectors`, and the comparison of two requests. The rules are in the README of that folder.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { API_PREFIX } from './sandbox.mjs';

/**
 * @typedef {object} Vector
 * @property {string} id
 * @property {string} resource
 * @property {string} operation
 * @property {Record<string, unknown>} parameters
 * @property {{ method: string, url: string, query?: Record<string, unknown>, body?: unknown, headers?: Record<string, string> }} request
 */

/** @returns {Vector[]} */
export function readVectors() {
	return JSON.parse(readFileSync(new URL('../../vectors/requests.json', import.meta.url), 'utf8'));
}

/**
 * @param {import('./sandbox.mjs').JournalEntry} actual
 * @param {Vector['request']} expected
 */
export function assertSameRequest(actual, expected) {
	assert.equal(actual.method, expected.method);
	assert.equal(decodeURIComponent(actual.path), decodeURIComponent(API_PREFIX + expected.url));
	assert.deepEqual(parseQuery(actual.query), normaliseQuery(expected.query ?? {}));
	assert.deepEqual(dropEmpty(actual.body), dropEmpty(expected.body));
	for (const [name, value] of Object.entries(expected.headers ?? {})) {
		assert.equal(actual.headers[name.toLowerCase()], value, `header ${name}`);
	}
}

/** @param {string | null} query */
function parseQuery(query) {
	const parameters = new URLSearchParams(query ?? '');
	const names = [...parameters.keys()];
	assert.equal(new Set(names).size, names.length, `a key stands twice in ${query}`);
	return normaliseQuery(Object.fromEntries(parameters));
}

/** @param {Record<string, unknown>} query */
function normaliseQuery(query) {
	return Object.fromEntries(
		Object.entries(query)
			.filter(([, value]) => !isEmpty(value))
			.map(([name, value]) => [name, String(value)]),
	);
}

/**
 * @param {any} value
 * @returns {unknown}
 */
function dropEmpty(value) {
	if (Array.isArray(value)) return value.map(dropEmpty);
	if (typeof value !== 'object' || value === null) return value ?? undefined;
	const members = Object.entries(value)
		.map(([name, member]) => [name, dropEmpty(member)])
		.filter(([, member]) => !isEmpty(member) || Array.isArray(member));
	return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** @param {unknown} value */
function isEmpty(value) {
	if (value === null || value === undefined || value === '') return true;
	return typeof value === 'object' && Object.keys(value).length === 0;
}
