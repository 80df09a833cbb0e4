// @ts-check
// Operations through n8n-core: the exact request on the wire, and the items.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NAMELESS, SALES, SUPPORT, WAREHOUSE } from './harness/sandbox.mjs';
import { DEVICE_FROM_ITEM, health, itemsOf, reboot, setUp } from './harness/setup.mjs';
import { assertSameRequest, readVectors } from './harness/vectors.mjs';

const { host, sandbox, credentials } = await setUp();

const session = (/** @type {string} */ operation, /** @type {object} */ parameters) => ({
	resource: 'session',
	operation,
	...parameters,
});
const numbers = (/** @type {string} */ operation, /** @type {object} */ parameters) => ({
	resource: 'numbers',
	operation,
	...parameters,
});

/**
 * Runs one item and expects success.
 * @param {Record<string, unknown>} parameters
 */
async function succeed(parameters) {
	const outcome = await host.run({ parameters, credentials });
	assert.equal(outcome.error, undefined, outcome.error?.message);
	return outcome.items;
}

/** @param {Record<string, unknown>} parameters */
async function succeedWithOne(parameters) {
	const items = await succeed(parameters);
	assert.equal(items.length, 1);
	assert.deepEqual(items[0].pairedItem, { item: 0 });
	return items[0];
}

/** n8n fills an empty entry with the defaults of its fields before the node sees it. */
const FILLED_BY_N8N = /** @type {Record<string, object>} */ ({
	'team.deleteUsers#min': { force: false, users: [{ action: 'unassign', remove: false }] },
});

describe('the request on the wire', () => {
	for (const { id, parameters, request: observed } of readVectors()) {
		const request = id in FILLED_BY_N8N ? { ...observed, body: FILLED_BY_N8N[id] } : observed;
		test(id, async () => {
			await sandbox.devices([{ id: '507f1f77bcf86cd799439011', phone: '+15550100009' }]);
			await host.run({ parameters, credentials, settings: { onError: 'continueRegularOutput' } });
			const journal = await sandbox.journal();
			assert.equal(journal.length, 1, 'one request for one item');
			assertSameRequest(journal[0], request);
			assert.equal(journal[0].headers.token, '[key]');
			if (request.body === undefined) assert.equal(journal[0].bodyBytes, 0, 'no body');
		});
	}

	test('flags are sent as the text `true`, and nothing is added', async () => {
		await succeed(reboot(SALES, { force: true, wait: true, sync: true }));
		const [{ path, query, bodyBytes }] = await sandbox.journal();
		assert.equal(path, `/v1/devices/${SALES}/reboot`);
		assert.deepEqual(query?.split('&').sort(), ['force=true', 'sync=true', 'wait=true']);
		assert.equal(bodyBytes, 0);
	});

	test('flags that are off are not in the query', async () => {
		await succeed(reboot(SALES, { force: false, wait: false, sync: false }));
		const [{ query }] = await sandbox.journal();
		assert.equal(query, null);
	});

	test("a time without a zone is a time in the workflow's zone", async () => {
		const parameters = {
			resource: 'send-messages',
			operation: 'sendScheduled',
			device: SALES,
			target: 'phone',
			phone: '+15550100009',
		};
		await host.run({ parameters: { ...parameters, deliverAt: '2030-07-01T10:00:00' }, credentials });
		const [{ body }] = await sandbox.journal();
		// n8n's default time zone.
		assert.equal(body.deliverAt, '2030-07-01T10:00:00.000-04:00');
	});

	test('a base URL that ends with a slash makes the same path', async () => {
		const outcome = await host.run({
			parameters: reboot(SALES),
			credentials: { ...credentials, baseUrl: `${credentials.baseUrl}/` },
		});
		assert.equal(outcome.error, undefined, outcome.error?.message);
		const [{ path }] = await sandbox.journal();
		assert.equal(path, `/v1/devices/${SALES}/reboot`);
	});

	test('one request for each item, with the parameters of that item', async () => {
		const devices = [SALES, SUPPORT, NAMELESS];
		const outcome = await host.run({
			parameters: health(DEVICE_FROM_ITEM),
			items: itemsOf(devices),
			credentials,
		});
		assert.equal(outcome.error, undefined, outcome.error?.message);
		assert.deepEqual(
			outcome.items.map(({ pairedItem }) => pairedItem),
			[{ item: 0 }, { item: 1 }, { item: 2 }],
		);
		const paths = (await sandbox.journal()).map(({ path }) => path).sort();
		assert.deepEqual(paths, devices.map((device) => `/v1/devices/${device}/health`).sort());
	});
});

describe('the items', () => {
	test('Sync session: the state', async () => {
		const { json } = await succeedWithOne(session('syncSession', { device: SALES }));
		assert.equal(json.status, 'online');
	});

	test('Start session with Wait For Session: the state when the session is up', async () => {
		const { json } = await succeedWithOne(session('startDevice', { device: SUPPORT, wait: true }));
		assert.equal(json.status, 'online');
	});

	test('Reboot session: the answer at once', async () => {
		const { json } = await succeedWithOne(reboot(SALES));
		assert.equal(json.id, SALES);
		assert.equal(json.status, 'loading');
	});

	test('Reboot session with Wait For Session: the state when the session is up', async () => {
		const { json } = await succeedWithOne(reboot(SALES, { wait: true }));
		assert.equal(json.status, 'online');
	});

	test('Reset session with Wait For Session: the number must be linked again', async () => {
		const { json } = await succeedWithOne(session('resetDevice', { device: SALES, resetOptions: { wait: true } }));
		assert.equal(json.status, 'authorize');
	});

	test('Get session health: the state', async () => {
		const { json } = await succeedWithOne(health(SUPPORT));
		assert.equal(json.status, 'offline');
	});

	test('Request Authentication Code: the pairing code', async () => {
		const { json } = await succeedWithOne(
			session('requestNumberAuthCode', { device: WAREHOUSE, phone: '+15550100003' }),
		);
		assert.ok(JSON.stringify(json).length > 2, 'the answer of the API');
		assert.deepEqual((await sandbox.journal())[0].body, { phone: '+15550100003' });
	});

	test('Scan QR as SVG: binary data', async () => {
		const item = await succeedWithOne(session('scanQR', { device: WAREHOUSE, encoding: 'svg' }));
		assert.equal(item.binary?.data.mimeType, 'image/svg+xml');
		assert.match(item.binary?.data.fileName ?? '', /\.svg$/);
		const svg = Buffer.from(item.binary?.data.data ?? '', 'base64').toString('utf8');
		assert.match(svg, /<svg[\s>]/);
		assert.ok(JSON.stringify(item.json).length < 500, 'the picture is not also in the JSON');
	});

	test('Scan QR as image: binary data, byte for byte', async () => {
		const item = await succeedWithOne(session('scanQR', { device: WAREHOUSE, encoding: 'image' }));
		assert.equal(item.binary?.data.mimeType, 'image/png');
		assert.match(item.binary?.data.fileName ?? '', /\.png$/);
		const png = Buffer.from(item.binary?.data.data ?? '', 'base64');
		assert.deepEqual(png.subarray(0, 8), Buffer.from('89504e470d0a1a0a', 'hex'));
		assert.equal(png.subarray(-8, -4).toString('latin1'), 'IEND');
	});

	for (const encoding of ['json', 'base64', 'base64_uri', 'uri']) {
		test(`Scan QR as ${encoding}: JSON`, async () => {
			const item = await succeedWithOne(session('scanQR', { device: WAREHOUSE, encoding }));
			assert.equal(item.binary, undefined);
			assert.ok(
				Object.values(item.json).some((value) => typeof value === 'string' && value.length > 10),
				'the code is in the JSON',
			);
		});
	}

	test('Get Numbers: one item for each number', async () => {
		const items = await succeed(numbers('getNumbers', { filters: {} }));
		assert.deepEqual(
			items.map(({ json }) => json.id),
			[SALES, SUPPORT, WAREHOUSE, NAMELESS],
		);
		assert.ok(items.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}'));
	});

	test('Get Numbers with a filter: only the numbers that match', async () => {
		const items = await succeed(numbers('getNumbers', { filters: { sessionStatus: 'online' } }));
		assert.deepEqual(
			items.map(({ json }) => json.id),
			[SALES],
		);
	});

	test('Get Numbers without a match: no items, and no error', async () => {
		const items = await succeed(numbers('getNumbers', { filters: { search: 'nobody' } }));
		assert.deepEqual(items, []);
	});

	test('Get Numbers for two items: each entry is paired with its input item', async () => {
		const outcome = await host.run({
			parameters: numbers('getNumbers', { filters: { search: '={{ $json.search }}' } }),
			items: [{ json: { search: 'Sales' } }, { json: { search: '+1555' } }],
			credentials,
		});
		assert.equal(outcome.error, undefined, outcome.error?.message);
		assert.deepEqual(
			outcome.items.map(({ json, pairedItem }) => [json.id, pairedItem]),
			[
				[SALES, { item: 0 }],
				[SALES, { item: 1 }],
				[SUPPORT, { item: 1 }],
				[NAMELESS, { item: 1 }],
			],
		);
	});

	test('Get Number by ID: the number', async () => {
		const { json } = await succeedWithOne(numbers('getNumberById', { device: SALES }));
		assert.equal(json.id, SALES);
		assert.equal(json.alias, 'Sales');
	});

	test('Get Number by ID without the session: the answer has no session', async () => {
		const { json } = await succeedWithOne(
			numbers('getNumberById', { device: SALES, includeOptions: { exclude: ['session'] } }),
		);
		assert.equal(json.id, SALES);
		assert.equal('session' in json, false);
	});

	for (const status of [204, 200]) {
		test(`an empty answer with status ${status}: an item that says so`, async () => {
			await sandbox.fault({ status, bodyText: '' });
			const { json } = await succeedWithOne(reboot(SALES));
			assert.deepEqual(json, { success: true, status, device: SALES });
		});
	}

	for (const [name, body] of /** @type {[string, unknown][]} */ ([
		['a text', 'done'],
		['a number', 42],
		['true', true],
		['a list of texts', ['one', 'two']],
		['null', null],
	])) {
		test(`an answer that is ${name}: items whose json is an object`, async () => {
			await sandbox.fault({ status: 200, bodyText: JSON.stringify(body), contentType: 'application/json' });
			const items = await succeed(health(SALES));
			assert.equal(items.length, Array.isArray(body) ? body.length : 1);
			for (const { json } of items) {
				assert.ok(typeof json === 'object' && json !== null && !Array.isArray(json), JSON.stringify(json));
			}
		});
	}

	test('an answer with a member `error` is a success, so Retry On Fail sends nothing twice', async () => {
		await sandbox.fault({ status: 200, body: { status: 'online', error: 'battery low' } });
		const outcome = await host.run({
			parameters: reboot(SALES),
			credentials,
			settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		});
		assert.equal(outcome.error, undefined, outcome.error?.message);
		assert.equal((await sandbox.journal()).length, 1);
		assert.ok(!outcome.items[0].json.error, 'no truthy member `error`');
		assert.match(JSON.stringify(outcome.items[0].json), /battery low/);
	});
});
