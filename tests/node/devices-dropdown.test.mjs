// @ts-check
// The list of "WhatsApp Number" in the editor, loaded as n8n's server loads it.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { closedAddress } from './harness/addresses.mjs';
import { NAMELESS, SALES, SUPPORT, WAREHOUSE } from './harness/sandbox.mjs';
import { setUp } from './harness/setup.mjs';

const { host, sandbox, credentials } = await setUp();

const load = async (/** @type {typeof credentials | null} */ chosen = credentials) =>
	await host.loadOptions('getDevices', { credentials: chosen });

/**
 * The message that the editor shows when the list cannot be loaded.
 * @param {typeof credentials | null} chosen
 */
async function refusal(chosen) {
	try {
		await load(chosen);
	} catch (/** @type {any} */ error) {
		assert.match(error.name, /^Node(Api|Operation)Error$/);
		return /** @type {{ message: string, description?: string }} */ (error);
	}
	return assert.fail('the list loaded');
}

describe('the list', () => {
	test('has a readable name, the ID as value, and the state of the session', async () => {
		const options = await load();
		assert.deepEqual(
			options.map(({ value }) => value),
			[SALES, SUPPORT, WAREHOUSE, NAMELESS],
		);
		const [sales, support] = options;
		assert.match(sales.name, /Sales/);
		assert.match(sales.name, /\+15550100001/);
		assert.match(sales.description ?? '', /online/i);
		assert.match(support.description ?? '', /offline/i);
	});

	test('numbers without alias, without phone, or without both still have a readable name', async () => {
		await sandbox.devices([
			{ id: WAREHOUSE, alias: 'Warehouse', phone: null },
			{ id: NAMELESS, alias: null, phone: '+15550100004' },
			{ id: SALES, alias: '', phone: null },
		]);
		const [withoutPhone, withoutAlias, withoutBoth] = await load();
		assert.match(withoutPhone.name, /^Warehouse\b/);
		assert.match(withoutAlias.name, /^\+15550100004/);
		assert.match(withoutBoth.name, new RegExp(SALES));
		for (const { name } of [withoutPhone, withoutAlias, withoutBoth]) {
			assert.doesNotMatch(name, /undefined|null|\(\)|^\s*$/);
		}
	});

	for (const count of [0, 1, 99, 100, 101, 200, 250]) {
		test(`of ${count} numbers is complete`, async () => {
			await sandbox.devices({ count });
			const options = await load();
			assert.equal(options.length, count);
			assert.equal(new Set(options.map(({ value }) => value)).size, count);
			for (const { query } of await sandbox.journal()) {
				const size = Number(new URLSearchParams(query ?? '').get('size'));
				assert.ok(size >= 1 && size <= 100, `page size ${size}`);
			}
		});
	}

	test('ends, even when the server answers every request with the same full page', async () => {
		const page = Array.from({ length: 100 }, (_, index) => ({
			id: String(index).padStart(24, '0'),
			alias: `No. ${index}`,
		}));
		await sandbox.fault({ path: '/devices', times: 0, status: 200, body: page });
		await load();
		assert.ok((await sandbox.journal()).length <= 51, 'the API has pages 0 to 50');
	});
});

describe('when the list cannot be loaded', () => {
	test('no credential is chosen', async () => {
		const { message } = await refusal(null);
		assert.match(message, /credential/i);
	});

	test('the credential has no key', async () => {
		const { message } = await refusal({ ...credentials, apiKey: '' });
		assert.match(message, /key/i);
	});

	test('the key is wrong', async () => {
		const { message, description } = await refusal({ ...credentials, apiKey: 'not-the-key' });
		assert.match(message, /key/i);
		assert.doesNotMatch(`${message} ${description}`, /not-the-key/);
	});

	test('the server is unreachable', async () => {
		const baseUrl = `${await closedAddress()}/v1`;
		const { message, description } = await refusal({ ...credentials, baseUrl });
		assert.match(`${message} ${description}`, /reach|connect|refused/i);
		assert.match(`${message} ${description}`, /base URL/i);
	});

	for (const baseUrl of ['', 'api.example', 'ftp://127.0.0.1/v1']) {
		test(`the base URL is "${baseUrl}"`, async () => {
			const { message } = await refusal({ ...credentials, baseUrl });
			assert.match(message, /base URL/i);
		});
	}

	test('another server answers with an HTML page', async () => {
		await sandbox.fault({ status: 200, bodyText: '<!doctype html><title>Welcome</title>', contentType: 'text/html' });
		const { message } = await refusal(credentials);
		assert.doesNotMatch(message, /</);
	});

	test('each reason has a sentence of its own', async () => {
		const sentences = await Promise.all([
			refusal(null),
			refusal({ ...credentials, apiKey: '' }),
			refusal({ ...credentials, apiKey: 'not-the-key' }),
			refusal({ ...credentials, baseUrl: `${await closedAddress()}/v1` }),
			refusal({ ...credentials, baseUrl: 'api.example' }),
		]);
		assert.equal(new Set(sentences.map(({ message }) => message)).size, sentences.length);
	});
});
