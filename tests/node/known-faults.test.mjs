// @ts-check
// The known faults of an older node for this platform, by their numbers. This node has none of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NAMELESS, SALES, SUPPORT, WAREHOUSE } from './harness/sandbox.mjs';
import { DEVICE_FROM_ITEM, health, itemsOf, setUp } from './harness/setup.mjs';

const { host, sandbox, credentials } = await setUp();

/** @typedef {import('n8n-workflow').INodeProperties} Property */

/** @type {Property[]} */
const properties = host.node.description.properties;

/**
 * Every property, with those in collections.
 * @param {Property[]} level
 * @param {Property[]} above
 * @returns {{ property: Property, above: Property[] }[]}
 */
function everyProperty(level = properties, above = []) {
	return level.flatMap((property) => {
		const options = /** @type {any[]} */ (property.options ?? []);
		const inside =
			property.type === 'collection'
				? options
				: property.type === 'fixedCollection'
					? options.flatMap(({ values }) => values)
					: [];
		return [{ property, above }, ...everyProperty(inside, [...above, property])];
	});
}

const GROUP = '120363000001000001@g.us';

/** @param {Record<string, unknown>} parameters @param {import('n8n-workflow').INodeExecutionData[]} [items] */
async function run(parameters, items) {
	const outcome = await host.run({ parameters, items, credentials });
	return { ...outcome, journal: await sandbox.journal() };
}

/** @param {Record<string, unknown>} parameters */
async function succeed(parameters) {
	const outcome = await run(parameters);
	assert.equal(outcome.error, undefined, `${outcome.error?.message} ${outcome.error?.description}`);
	return outcome;
}

/** @param {Record<string, unknown>} parameters @param {RegExp} message */
async function refuse(parameters, message) {
	const { error, journal } = await run(parameters);
	assert.match(`${error?.message}`, message);
	assert.deepEqual(journal, [], 'nothing is sent');
}

const groups = (/** @type {string} */ operation, parameters = {}) => ({
	resource: 'groups',
	operation,
	device: SALES,
	groupId: GROUP,
	...parameters,
});
const sendText = (parameters = {}) => ({
	resource: 'send-messages',
	operation: 'sendText',
	device: SALES,
	target: 'phone',
	phone: '+15551100001',
	message: 'Hello',
	...parameters,
});

test('1: a list gives one item for each entry, and each item names its input', async () => {
	const { items } = await run(
		{ resource: 'labels', operation: 'getLabels', device: DEVICE_FROM_ITEM },
		itemsOf([SALES, SALES]),
	);
	assert.ok(items.length >= 4);
	assert.ok(items.every(({ json }) => typeof json.name === 'string'));
	assert.deepEqual([...new Set(items.map(({ pairedItem }) => /** @type {any} */ (pairedItem).item))], [0, 1]);
});

test('2: items run side by side, and a rate limit of the API is reported with its time', async () => {
	await sandbox.fault({ path: '/devices/*', times: 4, delayMs: 300 });
	const started = performance.now();
	await run(health(DEVICE_FROM_ITEM), itemsOf([SALES, SUPPORT, WAREHOUSE, NAMELESS]));
	assert.ok(performance.now() - started < 4 * 300, 'all wait at the same time');
	const entries = await sandbox.journal();
	assert.equal(entries.length, 4);
});

test('3: an error is a sentence, with a code and details', async () => {
	const body = {
		status: 400,
		message: 'The phone is wrong',
		errorCode: 'phone:invalid',
		errors: [{ reason: 'format', message: 'no country code' }],
	};
	await sandbox.fault({ path: '/messages', status: 400, body });
	const { error } = await run(sendText());
	assert.equal(error.message, 'The phone is wrong');
	assert.match(error.description, /no country code/);
	assert.match(error.description, /phone:invalid/);
	assert.doesNotMatch(error.message + error.description, /[{}]/);
});

test('4: parameters in a path are percent-encoded', async () => {
	const { journal } = await run({
		resource: 'chats',
		operation: 'getDeviceChatDetails',
		device: SALES,
		chatId: '../x/y?z=1#a b',
	});
	assert.equal(journal[0].path, `/v1/chat/${SALES}/chats/..%2Fx%2Fy%3Fz%3D1%23a%20b`);
});

test('5: pictures become binary data without a changed byte', async () => {
	const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00, 0xfe, 0x80]);
	await sandbox.fault({
		path: '/devices/*',
		status: 200,
		bodyBase64: png.toString('base64'),
		contentType: 'image/png',
	});
	const { items } = await succeed({ resource: 'session', operation: 'scanQR', device: WAREHOUSE, encoding: 'image' });
	assert.equal(items[0].binary?.data.data, png.toString('base64'));
	assert.equal(items[0].binary?.data.mimeType, 'image/png');
});

test('6: a list in the query is joined with commas', async () => {
	const { journal } = await succeed({
		resource: 'groups',
		operation: 'getDeviceGroupChats',
		device: SALES,
		kind: ['group', 'broadcast'],
		size: 20,
		page: 0,
	});
	assert.match(journal[0].query ?? '', /kind=group%2Cbroadcast/);
});

test('7: Return All returns all', async () => {
	await sandbox.seed({ contacts: 130 });
	const { items } = await succeed({
		resource: 'chat-contacts',
		operation: 'getDeviceContacts',
		device: SALES,
		returnAll: true,
	});
	assert.equal(items.length, 130);
});

test('8: every resource in the menu has operations', () => {
	const menu = /** @type {any} */ (properties.find(({ name }) => name === 'resource'));
	for (const { value } of menu.options) {
		const operations = properties.filter(
			({ name, displayOptions }) => name === 'operation' && displayOptions?.show?.resource?.includes(value),
		);
		assert.ok(/** @type {any} */ (operations[0]?.options)?.length > 0, value);
	}
});

test('9: limits of numbers are where n8n reads them', () => {
	let limited = 0;
	for (const { property } of everyProperty()) {
		const misplaced = Object.keys(property).filter((key) => /^(min|max)/i.test(key));
		assert.deepEqual(misplaced, [], property.name);
		const { minValue, maxValue } = property.typeOptions ?? {};
		if (minValue === undefined && maxValue === undefined) continue;
		limited += 1;
		assert.equal(property.type, 'number', property.name);
	}
	assert.ok(limited > 10);
});

test('10: the key is secret, the base URL can be set, and both can be tested', async () => {
	const credential = host.loader.getCredential('sparkBotApi').type;
	const field = (/** @type {string} */ name) => credential.properties.find((property) => property.name === name);
	assert.equal(field('apiKey')?.typeOptions?.password, true);
	assert.equal(field('baseUrl')?.required, true);
	assert.equal((await host.testCredential(credentials)).status, 'OK');
	assert.equal((await host.testCredential({ ...credentials, apiKey: 'wrong' })).status, 'Error');
});

test('11: only fields that show a list name one', () => {
	let lists = 0;
	for (const { property } of everyProperty()) {
		if (property.typeOptions?.loadOptionsMethod) {
			lists += 1;
			assert.match(property.type, /^(options|multiOptions)$/, property.name);
		}
		const modes = property.modes?.filter(({ type }) => type === 'list') ?? [];
		assert.equal(modes.length, property.type === 'resourceLocator' ? 1 : 0, property.name);
		lists += modes.length;
	}
	assert.ok(lists > 30);
});

test('12: a queue moves from one number to another', async () => {
	const { journal } = await run({ resource: 'queue', operation: 'routeQueue', device: SALES, targetDevice: SUPPORT });
	const [{ path, body }] = journal;
	assert.ok(path.includes(SALES));
	assert.ok(JSON.stringify(body).includes(SUPPORT) && !JSON.stringify(body).includes(SALES));
});

test('13: an empty filter empties and deletes nothing', async () => {
	await refuse(
		{ resource: 'queue', operation: 'emptyQueue', device: SALES, filterType: 'dateRange', dateFilters: {} },
		/would delete all messages in the queue/,
	);
	await refuse(
		{ resource: 'outbound-files', operation: 'deleteFiles', deleteOptions: {} },
		/would delete all stored files/,
	);
	await refuse(
		{ resource: 'user-status', operation: 'deleteUserStatus', device: SALES, deleteMethod: 'status', status: [] },
		/empty/,
	);
});

test('14: an update sends the fields that are set, and no others', async () => {
	const bodyOf = async (/** @type {Record<string, unknown>} */ parameters) => {
		await sandbox.clearJournal();
		return (await run(parameters)).journal.at(-1)?.body;
	};
	assert.deepEqual(await bodyOf(groups('updateGroup', { name: 'Sales' })), { name: 'Sales' });
	const reply = {
		resource: 'quick-replies',
		operation: 'updateQuickReply',
		device: SALES,
		id: '9e0000010000000000000001',
		shortcut: '/hello',
		message: 'Hello there',
	};
	assert.deepEqual(await bodyOf(reply), { id: reply.id, shortcut: reply.shortcut, message: reply.message });
	const webhook = { resource: 'webhooks', operation: 'updateWebhook', webhookId: 'a'.repeat(24), name: 'Orders' };
	assert.deepEqual(await bodyOf(webhook), { name: 'Orders' });
});

test('15: an update can empty a field', async () => {
	await succeed(groups('updateGroup', { description: 'For the sales team' }));
	assert.equal((await succeed(groups('getGroupById'))).items[0].json.description, 'For the sales team');
	await succeed(groups('updateGroup', { clear: ['description'] }));
	assert.ok(!(await succeed(groups('getGroupById'))).items[0].json.description);
});

test('16: every default is one of the choices', () => {
	for (const { property } of everyProperty()) {
		const { type, options, default: value } = property;
		if (type !== 'options' || property.typeOptions?.loadOptionsMethod) continue;
		const values = /** @type {any[]} */ (options).map((option) => option.value);
		assert.ok(value === '' || values.includes(value), `${property.name}: ${value}`);
	}
});

test('17: a list of groups loads in every field that has it', async () => {
	for (const parameters of [
		groups('getGroupById'),
		sendText({ target: 'group' }),
		{ resource: 'chats', operation: 'sendTypingStatus', device: SALES },
	]) {
		const { results } = await host.listSearch('getGroups', { credentials, parameters });
		assert.ok(results.some(({ value }) => value === GROUP));
	}
});

test('18: chat files come from the chats, stored files from the stored files', async () => {
	await host.listSearch('getChatFiles', { credentials, parameters: { device: SALES } });
	await host.listSearch('getFiles', { credentials, parameters: {} });
	const paths = (await sandbox.journal()).map(({ path }) => path);
	assert.deepEqual(paths, [`/v1/chat/${SALES}/files`, '/v1/files']);
});

test('19: a condition inside a collection names an existing field', () => {
	const names = new Set(properties.map(({ name }) => name));
	let conditions = 0;
	for (const { property, above } of everyProperty()) {
		const parent = above.at(-1);
		if (!parent) continue;
		const options = /** @type {any[]} */ (parent.options);
		const beside = parent.type === 'collection' ? options : options.flatMap(({ values }) => values);
		for (const key of Object.keys(property.displayOptions?.show ?? {})) {
			conditions += 1;
			const found = key.startsWith('/') ? names.has(key.slice(1)) : beside.some(({ name }) => name === key);
			assert.ok(found, `${property.name} depends on ${key}`);
		}
	}
	assert.ok(conditions > 10);
});

test('20: an empty list of participants gives a clear error, and Reject Members has its own name', async () => {
	const { error } = await run(groups('addGroupParticipants', { participants: {} }));
	assert.equal(typeof error?.message, 'string');
	assert.doesNotMatch(error.message, /undefined|not iterable|TypeError/);
	const menus = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options }) => /** @type {any[]} */ (options));
	assert.equal(menus.find(({ value }) => value === 'rejectGroupMembers').name, 'Reject Members');
});

test('21: the answer to a meeting has the form of the vendor’s model', async () => {
	await sandbox.fault({ path: '/messages', status: 201, body: { id: '1' } });
	const { journal } = await run({
		...sendText(),
		operation: 'confirmEvent',
		eventMessageId: '3EB0',
		eventResponse: 'accept',
	});
	assert.deepEqual(journal[0].body.attend, { event: '3EB0', confirm: true });
	assert.equal(journal[0].body.confirm, undefined);
});

test('22: empty options are not sent', async () => {
	const options = {
		reference: '',
		label: { mode: 'list', value: '' },
		agent: '',
		enqueue: '',
		quote: '',
		actions: {},
		expiration: {},
	};
	const { journal } = await run(sendText({ options }));
	assert.deepEqual(journal[0].body, { device: SALES, phone: '+15551100001', message: 'Hello' });
});

test('23: Send API Request keeps the key and the base URL', async () => {
	const raw = { resource: 'other', operation: 'sendRaw', httpMethod: 'GET', urlPath: '/devices' };
	for (const key of ['Token', 'authorization', 'HOST']) {
		await refuse({ ...raw, headers: { header: [{ key, value: 'x' }] } }, /cannot be set here/);
	}
	for (const urlPath of ['//evil.example/', 'https://evil.example/', '/../../x', '/%2e%2e/x']) {
		await refuse({ ...raw, urlPath }, /^The path/);
	}
});

test('24: every event of the platform can be chosen, and an existing webhook is reported', async () => {
	const events = everyProperty()
		.filter(({ property }) => property.name === 'events')
		.flatMap(({ property }) => /** @type {any[]} */ (property.options));
	assert.ok(events.some(({ value }) => value === 'message:out:sent'));
	const create = {
		resource: 'webhooks',
		operation: 'createWebhook',
		name: 'Orders',
		url: `${sandbox.origin}/hook`,
		events: ['message:out:sent'],
	};
	await succeed(create);
	const { error } = await run(create);
	assert.equal(error.httpCode, '409');
	assert.match(error.message, /\w+ \w+/);
});
