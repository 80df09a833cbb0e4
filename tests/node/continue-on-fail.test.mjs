// @ts-check
// n8n's "On Error" settings: one item for each input that failed, and no effect on the others.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { closedAddress } from './harness/addresses.mjs';
import { SALES, SUPPORT } from './harness/sandbox.mjs';
import { NO_RETRIES, DEVICE_FROM_ITEM, health, itemsOf, setUp } from './harness/setup.mjs';

const { host, sandbox, credentials } = await setUp();

const UNKNOWN = '6500000000000000000000ff';
const DEVICES = [SALES, UNKNOWN, '', SUPPORT];

const run = async (/** @type {Record<string, unknown>} */ settings) =>
	await host.run({
		parameters: health(DEVICE_FROM_ITEM),
		items: itemsOf(DEVICES),
		credentials,
		settings,
	});

/** @param {import('./harness/engine.mjs').Item} item */
function assertNotFound({ json, pairedItem }) {
	assert.deepEqual(pairedItem, { item: 1 });
	assert.equal(typeof json.error, 'string');
	assert.equal(json.status, 404);
	assert.match(String(json.code), /^[\w:.-]+$/);
}

/** @param {import('./harness/engine.mjs').Item} item */
function assertInvalid({ json, pairedItem }) {
	assert.deepEqual(pairedItem, { item: 2 });
	assert.match(String(json.error), /WhatsApp Number/i);
	assert.equal(json.status, undefined, 'nothing was sent, so there is no status');
	assert.equal(json.code, 'INVALID_PARAMETER');
}

describe('Continue', () => {
	for (const settings of [{ onError: 'continueRegularOutput' }, { continueOnFail: true }]) {
		test(`${JSON.stringify(settings)}: each failed input gives an item with error, status and code, in its place`, async () => {
			const { status, items, errorItems } = await run(settings);
			assert.equal(status, 'success');
			assert.deepEqual(errorItems, []);
			assert.equal(items.length, 4);
			const [sales, notFound, invalid, support] = items;
			assert.equal(sales.json.status, 'online');
			assertNotFound(notFound);
			assertInvalid(invalid);
			assert.equal(support.json.status, 'offline');
			assert.deepEqual([sales.pairedItem, support.pairedItem], [{ item: 0 }, { item: 3 }]);
		});
	}

	test('a network error has its code and no status', async () => {
		const { items } = await host.run({
			parameters: health(SALES),
			credentials: { ...credentials, baseUrl: `${await closedAddress()}/v1` },
			settings: { onError: 'continueRegularOutput' },
		});
		assert.equal(items.length, 1);
		assert.equal(items[0].json.code, 'ECONNREFUSED');
		assert.equal(items[0].json.status, undefined);
		assert.deepEqual(items[0].pairedItem, { item: 0 });
	});

	test('the code is the errorCode of the API', async () => {
		await sandbox.fault({ status: 409, body: { status: 409, message: 'Stopped', errorCode: 'session:stopped' } });
		const { items } = await host.run({
			parameters: health(SALES),
			credentials,
			settings: { onError: 'continueRegularOutput' },
		});
		assert.deepEqual(items[0].json, { error: 'Stopped', status: 409, code: 'session:stopped' });
	});

	test('a list that fails gives one item', async () => {
		await sandbox.fault({ status: 500 });
		const { items } = await host.run({
			parameters: { resource: 'numbers', operation: 'getNumbers', filters: {}, ...NO_RETRIES },
			credentials,
			settings: { onError: 'continueRegularOutput' },
		});
		assert.equal(items.length, 1);
		assert.equal(items[0].json.status, 500);
	});
});

/** @param {Record<string, unknown>} settings */
const send = async (settings) =>
	await host.run({
		parameters: {
			resource: 'send-messages',
			operation: 'sendText',
			device: SALES,
			target: 'phone',
			phone: '+15551100001',
			message: 'Hello',
			...NO_RETRIES,
		},
		credentials,
		settings,
	});

for (const [onError, output] of /** @type {const} */ ([
	['continueRegularOutput', 'items'],
	['continueErrorOutput', 'errorItems'],
])) {
	test(`${onError}: only a message that may have been sent says so`, async () => {
		await sandbox.fault({ path: '/messages', reset: 'after' });
		const [lost] = (await send({ onError }))[output];
		assert.equal(lost.json.mayHaveTakenEffect, true);
		await sandbox.fault({ path: '/messages', status: 429 });
		const [refused] = (await send({ onError }))[output];
		assert.equal(refused.json.mayHaveTakenEffect, undefined);
	});
}

describe('Continue (using error output)', () => {
	test('failed inputs go to the error output, the others to the main output', async () => {
		const { status, items, errorItems } = await run({ onError: 'continueErrorOutput' });
		assert.equal(status, 'success');
		assert.deepEqual(
			items.map(({ json }) => json.status),
			['online', 'offline'],
		);
		assert.equal(errorItems.length, 2);
		assertNotFound(errorItems[0]);
		assertInvalid(errorItems[1]);
	});
});

describe('Stop Workflow', () => {
	test('the first failed input ends the run, with its index', async () => {
		const { status, items, thrown } = await run({});
		assert.equal(status, 'error');
		assert.deepEqual(items, []);
		assert.equal(thrown.context.itemIndex, 1);
	});
});
