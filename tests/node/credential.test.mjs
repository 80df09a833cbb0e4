// @ts-check
// The credential's test, sent as n8n's server sends it when the user saves the credential.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closedAddress } from './harness/addresses.mjs';
import { setUp } from './harness/setup.mjs';

const { host, sandbox, credentials } = await setUp();

test('a valid key: one cheap request, and success', async () => {
	assert.equal((await host.testCredential(credentials)).status, 'OK');
	const journal = await sandbox.journal();
	assert.equal(journal.length, 1);
	assert.equal(journal[0].method, 'GET');
	assert.equal(journal[0].headers.token, '[key]');
});

for (const status of [401, 403]) {
	test(`a key that the API answers with ${status}: the message names the key`, async () => {
		// n8n sends the request again after a 401.
		await sandbox.fault({ status, times: 0 });
		const { status: verdict, message } = await host.testCredential(credentials);
		assert.equal(verdict, 'Error');
		assert.match(message, /key/i);
	});
}

test('a wrong key: an error', async () => {
	const { status } = await host.testCredential({ ...credentials, apiKey: 'not-the-key' });
	assert.equal(status, 'Error');
});

test('a base URL where nothing listens: an error', async () => {
	const { status } = await host.testCredential({ ...credentials, baseUrl: `${await closedAddress()}/v1` });
	assert.equal(status, 'Error');
});

test('a base URL that ends with a slash: success', async () => {
	const { status, message } = await host.testCredential({ ...credentials, baseUrl: `${credentials.baseUrl}/` });
	assert.equal(status, 'OK', message);
});

test('the key is a secret field, and the base URL is required', () => {
	const { properties } = host.loader.getCredential('sparkBotApi').type;
	const find = (/** @type {string} */ name) => properties.find((property) => property.name === name);
	assert.equal(find('apiKey')?.typeOptions?.password, true);
	assert.equal(find('apiKey')?.required, true);
	assert.equal(find('baseUrl')?.required, true);
});
