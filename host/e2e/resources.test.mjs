// @ts-check
// Each resource in n8n's editor: a user can pick it and one of its operations, and the form then shows the fields that the core
// reads for this operation, and no others.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { LIMIT, startScene } from './scene.mjs';

const SETTLED_AFTER_MS = 20_000;
const POLL_EVERY_MS = 50;

const readJson = (/** @type {string} */ path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const { properties, operations } = readJson('../../node-descriptor.json');

/** The resources that the node began with. */
const ORIGINAL = Object.keys(readJson('../../tests/operations.json'));

/** @typedef {{ name: string, value: string }} Choice an entry of a dropdown */

/** @type {Choice[]} */
const resources = properties.find((/** @type {any} */ { name }) => name === 'resource').options;

/** The run options: every form ends with them. They are not among the fields that the core reads. */
const runOptions = properties.find((/** @type {any} */ { name }) => name === 'runOptions');

/** @type {import('./scene.mjs').Scene} */
let scene;
before(async () => (scene = await startScene()), LIMIT);
after(() => scene?.stop());

test('a user can pick an operation of each resource, and sees its fields', LIMIT, async () => {
	const values = resources.map(({ value }) => value);
	assert.equal(ORIGINAL.length, 23);
	assert.deepEqual(
		ORIGINAL.filter((resource) => !values.includes(resource)),
		[],
	);
	const { id } = await scene.n8n.rest.importWorkflow(WORKFLOW, []);
	const runOptionsSeen = new Set();

	await scene.inEditor(async (page) => {
		await page.goto(`/workflow/${id}`);
		await page.getByTestId('canvas-node').filter({ hasText: 'SparkBot' }).dblclick();

		for (const resource of resources) {
			const { choices, first } = operationsOf(resource);
			await pick(page, 'resource', resource.name, names(resources));
			await showsForm(page, resource, first);

			const operation = operationToPick(resource);
			await pick(page, 'operation', operation.name, names(choices));
			await showsForm(page, resource, operation);
			for (const { label, type, entries } of formOf(operation.value).collections) {
				const add = addButton(page, label, type);
				await add.waitFor();
				const offered = type === 'collection' ? await offeredBy(page, add) : entries;
				const where = `${resource.name} ▸ ${operation.name} ▸ ${label}`;
				assert.deepEqual({ [where]: offered }, { [where]: entries });
			}
			const { entries } = formOf(operation.value).collections.at(-1) ?? assert.fail();
			for (const option of entries) runOptionsSeen.add(option);
		}
	});
	assert.deepEqual([...runOptionsSeen].sort(), ['Concurrency', 'Exactly Once', 'Retries', 'Timeout']);
});

const WORKFLOW = {
	name: 'Resources',
	nodes: [
		{
			id: '6f1d3c5e-0a53-4a64-9c1e-51a7b0000902',
			name: 'SparkBot',
			type: 'n8n-nodes-sparkbot.sparkBot',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
	],
	connections: {},
	settings: {},
};

/**
 * The fields of an operation's form before the user changes it. They come from the fields that the core reads; the editor shows the
 * properties, which have their own conditions.
 *
 * @param {string} operation
 */
function formOf(operation) {
	/** @type {any[]} */
	const read = operations.find((/** @type {any} */ candidate) => candidate.operation === operation).fields;
	const atFirst = read.filter(({ showWhen = [] }) =>
		showWhen.every((/** @type {any} */ condition) => condition.is.includes(condition.default)),
	);
	const fields = new Set();
	const collections = new Map();
	for (const { path, label } of atFirst) {
		const [name, inner] = path.split('/');
		const collection = collectionOf(name, operation);
		fields.add(collection?.displayName ?? label);
		if (collection) collections.set(collection, [...(collections.get(collection) ?? []), inner]);
	}
	fields.add(runOptions.displayName);
	const isFor = (/** @type {any} */ { displayOptions }) =>
		displayOptions?.show['/operation'].includes(operation) ?? true;
	collections.set(
		runOptions,
		runOptions.options.filter(isFor).map((/** @type {any} */ { name }) => name),
	);
	return {
		fields: [...fields].sort(),
		collections: [...collections].map(([{ displayName, type, options }, keys]) => ({
			label: displayName,
			type,
			/** @type {string[]} */
			entries: options
				.filter((/** @type {any} */ { name }) => keys.includes(name))
				.map((/** @type {any} */ entry) => entry.displayName)
				.sort(),
		})),
	};
}

/**
 * @param {string} name
 * @param {string} operation
 */
function collectionOf(name, operation) {
	return properties.find(
		(/** @type {any} */ property) =>
			property.name === name &&
			['collection', 'fixedCollection'].includes(property.type) &&
			property.displayOptions.show.operation.includes(operation),
	);
}

/**
 * The operation with the longest form. Its fields differ from those of the first operation, so a form that does not change fails the
 * test.
 *
 * @param {Choice} resource
 */
function operationToPick(resource) {
	const { choices, first } = operationsOf(resource);
	const atFirst = formOf(first.value).fields;
	const [longest] = choices
		.map((choice) => ({ ...choice, fields: formOf(choice.value).fields }))
		.filter(({ fields }) => !isDeepStrictEqual(fields, atFirst))
		.sort((a, b) => b.fields.length - a.fields.length);
	return longest ?? assert.fail(`All operations of ${resource.name} have the same fields.`);
}

/**
 * @param {Choice} resource
 * @returns {{ choices: Choice[], first: Choice }}
 */
function operationsOf({ value: resource }) {
	const { options, default: first } = properties.find(
		(/** @type {any} */ { name, displayOptions }) =>
			name === 'operation' && displayOptions.show.resource.includes(resource),
	);
	return { choices: options, first: options.find((/** @type {Choice} */ { value }) => value === first) };
}

/** @param {{ name: string }[]} options */
function names(options) {
	return options.map(({ name }) => name).sort();
}

/**
 * Opens a dropdown and clicks one of its names.
 *
 * @param {any} page
 * @param {string} field
 * @param {string} name
 * @param {string[]} all the names that the dropdown must offer
 */
async function pick(page, field, name, all) {
	await page.getByTestId(`parameter-input-${field}`).click();
	const items = page.getByTestId('parameter-input-item').filter({ visible: true });
	await eventually(async () => {
		const offered = (await items.allInnerTexts()).map(firstLine).sort();
		// n8n adds this entry to every node with a credential.
		return offered.filter((/** @type {string} */ text) => text !== 'Custom API Call');
	}, all);
	await items.filter({ has: page.getByText(name, { exact: true }) }).click();
	await items.first().waitFor({ state: 'hidden' });
}

/**
 * @param {any} page
 * @param {string} label
 * @param {'collection' | 'fixedCollection'} type
 */
function addButton(page, label, type) {
	return page
		.getByTestId('parameter-item')
		.filter({ visible: true })
		.filter({ has: page.getByTestId('input-label').getByText(label, { exact: true }) })
		.getByTestId({ collection: 'collection-parameter-add', fixedCollection: 'fixed-collection-add' }[type]);
}

/**
 * The names in the menu of a collection's "add" button.
 *
 * @param {any} page
 * @param {any} add
 */
async function offeredBy(page, add) {
	await add.click();
	const entries = page.getByTestId('collection-parameter-option').filter({ visible: true });
	await entries.first().waitFor();
	const offered = await entries.allInnerTexts();
	await page.keyboard.press('Escape');
	await entries.first().waitFor({ state: 'hidden' });
	return offered.sort();
}

/**
 * The members of a page's element that the test reads. All other files run in Node, so the types of the DOM are not available.
 * @typedef {{ innerText: string, parentElement: PageElement | null, closest: Find, querySelector: Find }} PageElement
 * @typedef {(selector: string) => PageElement | null} Find
 */

/**
 * @param {any} page
 * @param {Choice} resource
 * @param {Choice} operation
 */
async function showsForm(page, resource, operation) {
	const chosen = (/** @type {string} */ field) =>
		page.getByTestId(`parameter-input-${field}`).locator('input').inputValue();
	const labels = async () => {
		const items = page.getByTestId('parameter-item').filter({ visible: true });
		const texts = await items.evaluateAll((/** @type {PageElement[]} */ found) =>
			found
				// An entry of a list has fields of its own.
				.filter((item) => !item.parentElement?.closest('[data-test-id="parameter-item"]'))
				.map((item) => item.querySelector('[data-test-id="input-label"]'))
				.map((label) => label?.innerText ?? ''),
		);
		return texts.map(firstLine).sort();
	};
	await eventually(
		async () => ({
			resource: await chosen('resource'),
			operation: await chosen('operation'),
			fields: await labels(),
		}),
		{
			resource: resource.name,
			operation: operation.name,
			fields: ['Resource', 'Operation', ...formOf(operation.value).fields].sort(),
		},
	);
}

/** @param {string} text */
function firstLine(text) {
	return text.split('\n')[0].trim();
}

/**
 * Reads until the value is as expected: the editor builds a form in several steps.
 *
 * @template T
 * @param {() => Promise<T>} read
 * @param {T} expected
 */
async function eventually(read, expected) {
	let seen = await read();
	for (const limit = Date.now() + SETTLED_AFTER_MS; !isDeepStrictEqual(seen, expected) && Date.now() < limit; ) {
		await sleep(POLL_EVERY_MS);
		seen = await read();
	}
	assert.deepEqual(seen, expected);
}
