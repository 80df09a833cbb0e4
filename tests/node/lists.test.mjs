// @ts-check
// Lists: all entries, entries up to a limit, or one page, and the lists of the editor's dropdowns.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SALES } from './harness/sandbox.mjs';
import { setUp } from './harness/setup.mjs';

const { host, sandbox, credentials } = await setUp();

/** @param {Record<string, unknown>} parameters */
async function run(parameters) {
	const outcome = await host.run({ parameters, credentials });
	return { ...outcome, queries: (await sandbox.journal()).map(({ query }) => query) };
}

const contacts = (/** @type {object} */ parameters) => ({
	resource: 'chat-contacts',
	operation: 'getDeviceContacts',
	device: SALES,
	...parameters,
});

describe('a list of 250 entries', () => {
	test('Return All: every entry once, page by page until a page is not full', async () => {
		await sandbox.seed({ contacts: 250 });
		const { items, queries, error } = await run(contacts({ returnAll: true }));
		assert.equal(error, undefined, error?.message);
		assert.equal(new Set(items.map(({ json }) => json.wid)).size, 250);
		assert.equal(items.length, 250);
		assert.deepEqual(queries, ['size=100', 'size=100&page=1', 'size=100&page=2']);
		assert.ok(items.every(({ pairedItem }) => /** @type {any} */ (pairedItem).item === 0));
	});

	for (const [limit, expected] of /** @type {[number, (string | null)[]][]} */ ([
		[20, [null]],
		[7, ['size=7']],
		[100, ['size=100']],
		[130, ['size=100', 'size=100&page=1']],
	])) {
		test(`Limit ${limit}`, async () => {
			await sandbox.seed({ contacts: 250 });
			const { items, queries } = await run(contacts({ returnAll: false, limit }));
			assert.equal(items.length, limit);
			assert.deepEqual(queries, expected);
		});
	}

	test('without a limit: the page that the API returns by default', async () => {
		await sandbox.seed({ contacts: 250 });
		const { items, queries } = await run(contacts({}));
		assert.equal(items.length, 20);
		assert.deepEqual(queries, [null]);
	});

	test('Page: only this page', async () => {
		await sandbox.seed({ contacts: 250 });
		const { items, queries } = await run(contacts({ filters: { size: 30, page: 8 } }));
		assert.equal(items.length, 10);
		assert.deepEqual(queries, ['page=8&size=30']);
	});

	test('Return All overrides Page', async () => {
		await sandbox.seed({ contacts: 250 });
		const { items } = await run(contacts({ returnAll: true, filters: { size: 30, page: 8 } }));
		assert.equal(items.length, 250);
	});

	test('a limit of 0 is rejected, and nothing is sent', async () => {
		const { error, queries } = await run(contacts({ returnAll: false, limit: 0 }));
		assert.match(error.message, /'Limit' must be a whole number above 0/);
		assert.deepEqual(queries, []);
	});
});

test('a page that fails makes the item fail, also after earlier pages', async () => {
	await sandbox.seed({ contacts: 250 });
	await sandbox.fault({ path: '/chat/*', after: 1, status: 500 });
	const { error, items } = await run(contacts({ returnAll: true, runOptions: { retries: 0 } }));
	assert.equal(error.httpCode, '500');
	assert.deepEqual(items, []);
});

test('more entries than the API returns: an error that says so, and what to do', async () => {
	await sandbox.seed({ contacts: 5200 });
	const { error, queries } = await run(contacts({ returnAll: true }));
	assert.match(error.message, /more entries than SparkBot gives out/);
	assert.match(error.description, /after 5100 entries.*'Limit' to 5100/);
	assert.equal(queries.length, 51);

	const most = await run(contacts({ returnAll: false, limit: 5100 }));
	assert.equal(most.items.length, 5100);
});

test('webhook logs skip entries instead of counting pages', async () => {
	const created = await run({
		resource: 'webhooks',
		operation: 'createWebhook',
		name: 'Logs',
		url: `${sandbox.origin}/nowhere`,
		events: ['message:in:new'],
	});
	const [{ json }] = created.items;
	const full = Array.from({ length: 100 }, (_, index) => ({ id: `log ${index}` }));
	await sandbox.fault({ path: '/webhooks/*', body: full, status: 200, times: 2 });
	const { items, queries } = await run({
		resource: 'webhooks',
		operation: 'getWebhookLogs',
		webhookId: json.id,
		returnAll: true,
	});
	assert.deepEqual(queries.slice(1), ['size=100', 'size=100&skip=100', 'size=100&skip=200']);
	assert.ok(items.length >= 200);
});

test('every other list with Limit 1,000 comes page by page too', async () => {
	await sandbox.seed({ groups: 620 });
	const { items, queries } = await run({
		resource: 'groups',
		operation: 'getDeviceGroupChats',
		device: SALES,
		returnAll: true,
	});
	assert.equal(items.length, 620);
	assert.deepEqual(queries, ['size=500', 'size=500&page=1']);
});

describe('a list with a search in the editor', () => {
	/** @param {string} method @param {object} [options] */
	const search = async (method, options) =>
		await host.listSearch(method, { credentials, parameters: { device: SALES }, ...options });

	for (const method of [
		'getCampaigns',
		'getChannels',
		'getChatFiles',
		'getChats',
		'getContacts',
		'getDepartments',
		'getFiles',
		'getGroups',
		'getLabels',
		'getQuickReplies',
		'getTeam',
		'getTeamAgents',
		'getWebhooks',
	]) {
		test(`${method}: entries with a name and a value`, async () => {
			if (method === 'getWebhooks') {
				await run({
					resource: 'webhooks',
					operation: 'createWebhook',
					name: 'Mine',
					url: `${sandbox.origin}/nowhere`,
					events: ['message:in:new'],
				});
			}
			if (method === 'getCampaigns') await sandbox.seed({ campaigns: 3 });
			const { results } = await search(method);
			assert.ok(results.length > 0, 'the list has entries');
			for (const { name, value } of results) {
				assert.equal(typeof value, 'string');
				assert.ok(value !== '' && name !== '' && !name.includes('undefined'), name);
			}
			assert.equal(new Set(results.map(({ value }) => value)).size, results.length);
		});
	}

	test('the API searches where it can', async () => {
		await sandbox.seed({ contacts: 250 });
		const all = await search('getContacts');
		const wanted = all.results[3];
		const { results } = await search('getContacts', { filter: wanted.name.split(' (')[0] });
		const [, { query }] = await sandbox.journal();
		assert.match(query ?? '', /&search=/);
		assert.ok(results.some(({ value }) => value === wanted.value));
	});

	test('elsewhere the search covers all pages, and ignores upper and lower case', async () => {
		await sandbox.seed({ groups: 620 });
		const all = await search('getGroups', { paginationToken: '1' });
		const last = all.results.at(-1);
		const { results } = await search('getGroups', { filter: last?.name.toUpperCase() });
		assert.deepEqual(results, [last]);
	});

	test('a long list comes page by page, each entry once', async () => {
		await sandbox.seed({ contacts: 250 });
		const values = new Set();
		let token;
		let pages = 0;
		do {
			const page = await search('getContacts', { paginationToken: token });
			for (const { value } of page.results) values.add(value);
			token = /** @type {string | undefined} */ (page.paginationToken);
			pages += 1;
		} while (token !== undefined);
		assert.equal(values.size, 250);
		assert.equal(pages, 3);
	});

	test('without a number: an error message, and no request', async () => {
		await assert.rejects(search('getGroups', { parameters: {} }), /Choose a WhatsApp number first/);
		assert.deepEqual(await sandbox.journal(), []);
	});

	test('a wrong key gives an error of one sentence', async () => {
		const wrong = { ...credentials, apiKey: 'wrong' };
		await assert.rejects(search('getGroups', { credentials: wrong }), /did not accept the API key/);
	});
});
