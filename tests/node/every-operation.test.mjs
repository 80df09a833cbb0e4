// @ts-check
// All operations of the node. Each runs against the sandbox with the parameters of a workflow, and the test checks its items and its
// effect. `tests/operations.json` lists the operations; each resource has a file of cases in `every-operation/`.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Account, OPERATIONS, STANDING } from './harness/account.mjs';
import { setUp } from './harness/setup.mjs';

const { host, sandbox } = await setUp({ clock: STANDING });
const cases = await readCases();

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

describe('no operation is missing, and none is new', () => {
	test('in the list: 148 operations of 23 resources', () => {
		assert.equal(Object.keys(OPERATIONS).length, 23);
		assert.equal(new Set(Object.values(OPERATIONS).flat()).size, 148);
	});

	test('in the cases', () => assertAll(names(cases, Object.keys)));

	test('in node-descriptor.json', () => {
		const file = new URL('../../node-descriptor.json', import.meta.url);
		/** @type {{ operations: { resource: string, operation: string }[] }} */
		const { operations } = JSON.parse(readFileSync(file, 'utf8'));
		assertAll(operations.map(({ resource, operation }) => `${resource}.${operation}`));
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

/** @returns {Promise<Record<string, import('./harness/account.mjs').Cases>>} the cases of each resource; the name of their file is the resource */
async function readCases() {
	const folder = new URL('./every-operation/', import.meta.url);
	const read = readdirSync(folder).map(async (file) => {
		const module = await import(new URL(file, folder).href);
		return [file.replace(/\.mjs$/, ''), module.default];
	});
	return Object.fromEntries(await Promise.all(read));
}

/** @param {string[]} found `resource.operation`, each once */
function assertAll(found) {
	const wanted = names(OPERATIONS, (operations) => operations);
	const missing = wanted.filter((name) => !found.includes(name));
	const additional = found.filter((name, index) => !wanted.includes(name) || found.indexOf(name) !== index);
	assert.deepEqual({ missing, additional }, { missing: [], additional: [] });
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
