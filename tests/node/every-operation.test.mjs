// @ts-check
// All operations of the node. Each runs against the sandbox with the parameters of a workflow, and the test checks its items and its
// effect. Each resource has a file of cases in `every-operation/`. `tests/operations.json` lists the 148 operations that the node began
// with. An operation beyond them needs a case when it changes something; a read needs only its example.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Account, STANDING } from './harness/account.mjs';
import { OPERATIONS, ORIGINAL, missingOf } from './harness/operations.mjs';
import { setUp } from './harness/setup.mjs';

const { host, sandbox } = await setUp({ clock: STANDING });
const cases = await readCases();
const original = names(ORIGINAL, (operations) => operations);

for (const [resource, ofResource] of Object.entries(cases)) {
	describe(resource, () => {
		for (const [operation, run] of Object.entries(ofResource)) {
			test(operation, async () => {
				const account = new Account(host, sandbox);
				await run(account);
				assert.ok(account.hasDone(operation), 'the case runs its operation');
			});
		}
	});
}

describe('no operation is missing, and each stands where it belongs', () => {
	test('in the list: 148 operations of 23 resources', () => {
		assert.equal(Object.keys(ORIGINAL).length, 23);
		assert.equal(new Set(Object.values(ORIGINAL).flat()).size, 148);
	});

	test('in descriptor/: the 148 are there', () => {
		const all = named(OPERATIONS);
		assert.equal(new Set(all).size, all.length, 'each once');
		assert.deepEqual(
			original.filter((name) => !all.includes(name)),
			[],
		);
	});

	test('in the cases: the 148, and no operation that does not exist', () => {
		const covered = names(cases, Object.keys);
		const all = named(OPERATIONS);
		const missing = original.filter((name) => !covered.includes(name));
		const additional = covered.filter((name) => !all.includes(name));
		assert.deepEqual({ missing, additional }, { missing: [], additional: [] });
	});

	for (const operation of OPERATIONS) {
		const [name] = named([operation]);
		if (original.includes(name)) continue;
		test(`beyond the 148: ${name}`, () => {
			const missing = missingOf(operation, operation.operation in (cases[operation.resource] ?? {}));
			if (missing) assert.fail(missing);
		});
	}

	test('in node-descriptor.json', () => {
		const file = new URL('../../node-descriptor.json', import.meta.url);
		/** @type {{ operations: { resource: string, operation: string }[] }} */
		const { operations } = JSON.parse(readFileSync(file, 'utf8'));
		assertAll(named(operations));
	});

	test("in the node's menus", () => {
		const { properties } = host.node.description;
		const menus = properties.filter(({ name }) => name === 'operation');
		const all = menus.flatMap(({ displayOptions, options }) =>
			/** @type {string[]} */ (displayOptions?.show?.resource ?? []).flatMap((resource) =>
				/** @type {{ value: string }[]} */ (options ?? []).map(({ value }) => `${resource}.${value}`),
			),
		);
		assertAll(all);
	});
});

describe('what an operation beyond the 148 is asked for', () => {
	const read = { resource: 'labels', operation: 'getColors', method: 'GET', reads: true, hasExample: true };
	const change = { ...read, operation: 'archiveLabel', method: 'POST', reads: false };

	test('a read with an example: nothing', () => assert.equal(missingOf(read, false), undefined));

	test('a read without one: an example, in its file', () => {
		const missing = missingOf({ ...read, hasExample: false }, false) ?? '';
		for (const part of ["'getColors'", '"examples"', 'descriptor/labels.json'])
			assert.ok(missing.includes(part), missing);
	});

	test('a change: a case, in its file', () => {
		const missing = missingOf(change, false) ?? '';
		for (const part of ["'archiveLabel'", 'tests/node/every-operation/labels.mjs']) {
			assert.ok(missing.includes(part), missing);
		}
		assert.equal(missingOf(change, true), undefined);
	});
});

/** @returns {Promise<Record<string, import('./harness/account.mjs').Cases>>} the cases of each resource; the name of their file is the resource */
async function readCases() {
	const folder = new URL('./every-operation/', import.meta.url);
	const read = readdirSync(folder).map(async (file) => {
		const module = await import(new URL(file, folder).href);
		return [file.replace(/\.mjs$/, ''), module.default];
	});
	return Object.fromEntries(await Promise.all(read));
}

/** @param {string[]} found `resource.operation`, each once: all operations */
function assertAll(found) {
	const wanted = named(OPERATIONS);
	const missing = wanted.filter((name) => !found.includes(name));
	const additional = found.filter((name, index) => !wanted.includes(name) || found.indexOf(name) !== index);
	assert.deepEqual({ missing, additional }, { missing: [], additional: [] });
}

/** @param {{ resource: string, operation: string }[]} operations */
function named(operations) {
	return operations.map(({ resource, operation }) => `${resource}.${operation}`);
}

/**
 * @template T
 * @param {Record<string, T>} resources
 * @param {(ofResource: T) => string[]} operationsOf
 */
function names(resources, operationsOf) {
	return Object.entries(resources).flatMap(([resource, ofResource]) =>
		operationsOf(ofResource).map((operation) => `${resource}.${operation}`),
	);
}
