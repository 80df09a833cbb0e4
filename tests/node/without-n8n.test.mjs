// @ts-check
// The package in plain Node, without n8n: only the core and the platform's fetch.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, beforeEach, describe, test } from 'node:test';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { closedAddress, listener } from './harness/addresses.mjs';
import { findText } from './harness/find-text.mjs';
import { PACKAGE_NAME, unpack } from './harness/package.mjs';
import { SALES, SUPPORT, WAREHOUSE, startSandbox } from './harness/sandbox.mjs';

// As `import 'n8n-nodes-sparkbot'` finds it.
const entry = pathToFileURL(createRequire(`${dirname(unpack())}/`).resolve(PACKAGE_NAME)).href;
/** @type {{ execute: (items: any[], params: any) => Promise<any[]>, loadOptions: (method: string, params: any) => Promise<any[]> }} */
const { execute, loadOptions } = await import(entry);

const sandbox = await startSandbox();
beforeEach(async () => await sandbox.restart());
after(async () => await sandbox.stop());

/**
 * @param {string} operation
 * @param {object | ((index: number) => object)} parameters
 * @param {object} [more]
 */
const params = (operation, parameters, more = {}) => ({
	resource: operation.startsWith('get') ? 'numbers' : 'session',
	operation,
	parameters,
	credentials: sandbox.credentials,
	...more,
});

const oneItem = [{ json: {} }];

describe('execute', () => {
	test('reboots a session and waits for it', async () => {
		const items = await execute(oneItem, params('rebootDevice', { device: SALES, rebootOptions: { wait: true } }));
		assert.equal(items.length, 1);
		assert.equal(items[0].json.status, 'online');
		assert.deepEqual(items[0].pairedItem, { item: 0 });
		const [{ method, path, query, headers }] = await sandbox.journal();
		assert.deepEqual([method, path, query], ['POST', `/v1/devices/${SALES}/reboot`, 'wait=true']);
		assert.equal(headers.token, '[key]');
	});

	test('takes the parameters of each item from a function of its index', async () => {
		const devices = [SALES, SUPPORT];
		const items = await execute(
			[{ json: {} }, { json: {} }],
			params('deviceHealth', (/** @type {number} */ index) => ({ device: devices[index] })),
		);
		assert.deepEqual(
			items.map(({ json }) => json.status),
			['online', 'offline'],
		);
	});

	test('a list gives an item for each entry', async () => {
		const items = await execute(oneItem, params('getNumbers', { filters: {} }));
		assert.equal(items.length, 4);
	});

	test('a picture is returned as bytes with its type', async () => {
		const [{ binary }] = await execute(oneItem, params('scanQR', { device: WAREHOUSE, encoding: 'image' }));
		assert.equal(binary.data.mimeType, 'image/png');
	});

	test('no items: no requests', async () => {
		assert.deepEqual(await execute([], params('deviceHealth', { device: SALES })), []);
		assert.deepEqual(await sandbox.journal(), []);
	});

	test('an error of the API rejects, with message, status, code and the index of the item', async () => {
		await sandbox.fault({ status: 409, body: { status: 409, message: 'Stopped', errorCode: 'session:stopped' } });
		await assert.rejects(execute(oneItem, params('deviceHealth', { device: SALES })), (/** @type {any} */ error) => {
			assert.ok(error instanceof Error);
			assert.equal(error.message, 'Stopped');
			assert.match(JSON.stringify({ ...error }), /409/);
			assert.match(JSON.stringify({ ...error }), /session:stopped/);
			return true;
		});
	});

	test('with continueOnFail each failed input gives an item', async () => {
		const devices = [SALES, '', SUPPORT];
		const items = await execute(
			devices.map(() => ({ json: {} })),
			params('deviceHealth', (/** @type {number} */ index) => ({ device: devices[index] }), { continueOnFail: true }),
		);
		assert.deepEqual(
			items.map(({ pairedItem }) => pairedItem),
			[{ item: 0 }, { item: 1 }, { item: 2 }],
		);
		assert.equal(items[1].json.code, 'INVALID_PARAMETER');
	});

	test('a refused connection gives a clear error', async () => {
		const credentials = { ...sandbox.credentials, baseUrl: `${await closedAddress()}/v1` };
		await assert.rejects(
			execute(oneItem, params('deviceHealth', { device: SALES }, { credentials })),
			/reach|connect/i,
		);
	});

	test('an error never holds the key', async () => {
		await sandbox.fault({ status: 401, body: { message: `${sandbox.key} is unknown` } });
		const error = await execute(oneItem, params('deviceHealth', { device: SALES })).catch((reason) => reason);
		assert.ok(error instanceof Error);
		assert.deepEqual(findText(error, sandbox.key), []);
	});

	test('a redirect is not followed: the key goes to no other host', async () => {
		const stranger = await listener();
		await sandbox.fault({ status: 307, headers: { location: stranger.url } });
		await assert.rejects(execute(oneItem, params('deviceHealth', { device: SALES })));
		await stranger.close();
		assert.equal(stranger.requests, 0);
	});

	test('an operation that does not exist is rejected', async () => {
		await assert.rejects(execute(oneItem, params('explode', {})), /explode/);
	});
});

describe('loadOptions', () => {
	test('getDevices lists all numbers', async () => {
		await sandbox.devices({ count: 250 });
		const options = await loadOptions('getDevices', { credentials: sandbox.credentials });
		assert.equal(options.length, 250);
		assert.deepEqual(Object.keys(options[0]).sort(), ['description', 'name', 'value']);
	});

	test('a method that does not exist is rejected', async () => {
		await assert.rejects(loadOptions('getTeapots', { credentials: sandbox.credentials }), /getTeapots/);
	});
});

test('a process that uses it ends by itself, and its globals do not change', () => {
	const program = `
		const before = Object.getOwnPropertyNames(globalThis).sort().join();
		const { execute } = await import(${JSON.stringify(entry)});
		const [item] = await execute([{ json: {} }], ${JSON.stringify(params('deviceHealth', { device: SALES }))});
		if (Object.getOwnPropertyNames(globalThis).sort().join() !== before) throw new Error('globals changed');
		console.log(item.json.status);
	`;
	const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
		encoding: 'utf8',
		timeout: 20_000,
	});
	assert.equal(output.trim(), 'online');
});
