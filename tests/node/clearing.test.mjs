// @ts-check
// Updates that empty a field on purpose, and deletes that report what they deleted.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SALES } from './harness/sandbox.mjs';
import { setUp } from './harness/setup.mjs';

const { host, sandbox, credentials } = await setUp({ clock: 0.001 });

const GROUP = '120363000001000001@g.us';
const CHANNEL = '120363000001000003@newsletter';
const DEPARTMENT = 'de0000010000000000000001';
const REPLY = '9e0000010000000000000001';

/** @param {Record<string, unknown>} parameters */
async function run(parameters) {
	return await host.run({ parameters: { device: SALES, ...parameters }, credentials });
}

/** The first item of an operation that succeeds. @param {Record<string, unknown>} parameters */
async function one(parameters) {
	const { items, error } = await run(parameters);
	assert.equal(error, undefined, `${error?.message} ${error?.description}`);
	return items[0].json;
}

/**
 * Objects with fields that can be emptied: the update, the read, and the fields with a value each.
 * @type {Record<string, { update: Record<string, unknown>, read: Record<string, unknown>, into?: string, find?: [string, string], fields: Record<string, unknown> }>}
 */
const UPDATES = {
	'numbers.updateNumber': {
		update: { resource: 'numbers', operation: 'updateNumber' },
		read: { resource: 'numbers', operation: 'getNumberById' },
		into: 'updateFields',
		fields: { alias: 'Sales', description: 'For sales' },
	},
	'groups.updateGroup': {
		update: { resource: 'groups', operation: 'updateGroup', groupId: GROUP },
		read: { resource: 'groups', operation: 'getGroupById', groupId: GROUP },
		fields: { description: 'For sales' },
	},
	'channels.updateChannel': {
		update: { resource: 'channels', operation: 'updateChannel', channelId: CHANNEL, name: 'News' },
		read: { resource: 'channels', operation: 'getChannelById', channelId: CHANNEL },
		fields: { description: 'All the news' },
	},
	'departments.updateDepartment': {
		update: { resource: 'departments', operation: 'updateDepartment', department: DEPARTMENT },
		read: { resource: 'departments', operation: 'getDepartments' },
		find: ['id', DEPARTMENT],
		fields: { description: 'Takes orders' },
	},
	'labels.updateLabel': {
		update: { resource: 'labels', operation: 'updateLabel', name: 'Urgent', color: 'ruby' },
		read: { resource: 'labels', operation: 'getLabels' },
		find: ['name', 'Urgent'],
		fields: { description: 'Do it now' },
	},
	'quick-replies.updateQuickReply': {
		update: {
			resource: 'quick-replies',
			operation: 'updateQuickReply',
			id: REPLY,
			shortcut: '/hello',
			message: 'Hello there',
			permission: 'public',
		},
		read: { resource: 'quick-replies', operation: 'getQuickReplies' },
		find: ['id', REPLY],
		fields: { keywords: ['greeting'] },
	},
	'profile.deviceProfileUpdate': {
		update: { resource: 'profile', operation: 'deviceProfileUpdate' },
		read: { resource: 'profile', operation: 'deviceProfile' },
		fields: { status: 'At your service' },
	},
};

const isEmpty = (/** @type {unknown} */ value) =>
	value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

describe('Fields to Clear', () => {
	for (const [name, { update, read, into, find, fields }] of Object.entries(UPDATES)) {
		const withFields = (/** @type {object} */ values) => ({ ...update, ...(into ? { [into]: values } : values) });
		const state = async () => {
			const { items } = await run(read);
			const found = items.map(({ json }) => json).find((json) => !find || json[find[0]] === find[1]);
			assert.ok(found, 'the entry exists');
			return /** @type {Record<string, unknown>} */ (found);
		};

		test(`${name}: ${Object.keys(fields).join(', ')}`, async () => {
			await one(withFields(fields));
			const before = await state();
			for (const field of Object.keys(fields)) assert.ok(!isEmpty(before[field]), `${field} is filled`);

			await one(withFields({ clear: Object.keys(fields) }));
			const after = await state();
			for (const field of Object.keys(fields)) assert.ok(isEmpty(after[field]), `${field} is empty`);
			for (const field of Object.keys(before)) {
				if (!(field in fields) && !/at$/i.test(field)) assert.deepEqual(after[field], before[field], field);
			}
		});

		test(`${name}: a field that is not set is not sent`, async () => {
			await run(withFields({ clear: [] }));
			const body = (await sandbox.journal()).at(-1)?.body ?? {};
			for (const field of Object.keys(fields)) assert.ok(!(field in body), field);
		});
	}

	test('a stored file, its tags and its reference', async () => {
		const upload = {
			resource: 'outbound-files',
			operation: 'uploadFile',
			uploadMethod: 'url',
			url: 'https://example.com/a.png',
		};
		const { id } = await one({ ...upload, fileOptions: { reference: 'r', tags: ['t'] } });
		const file = await one({
			resource: 'outbound-files',
			operation: 'updateFile',
			fileId: id,
			updateFields: { clear: ['reference', 'tags'] },
		});
		assert.ok(isEmpty(file.reference) && isEmpty(file.tags));
	});

	test('a webhook becomes one for all numbers again', async () => {
		const { id } = await one({
			resource: 'webhooks',
			operation: 'createWebhook',
			name: 'Mine',
			url: `${sandbox.origin}/x`,
			events: ['message:in:new'],
			device: SALES,
		});
		const webhook = await one({
			resource: 'webhooks',
			operation: 'updateWebhook',
			webhookId: id,
			device: '',
			clear: ['device'],
		});
		assert.ok(isEmpty(webhook.device));
	});

	test('a contact, by the API’s own member', async () => {
		const contact = { resource: 'chat-contacts', contactId: '15551100004@c.us' };
		await one({ ...contact, operation: 'updateContact', contactFields: { email: 'amina@example.com' } });
		await one({ ...contact, operation: 'updateContact', fieldsToRemove: ['email'] });
		const { info } = /** @type {any} */ (await one({ ...contact, operation: 'getDeviceContactDetails' }));
		assert.ok(isEmpty(info.email));
	});

	test('a field that is both set and cleared is rejected, and nothing is sent', async () => {
		const { error } = await run({
			resource: 'groups',
			operation: 'updateGroup',
			groupId: GROUP,
			description: 'x',
			clear: ['description'],
		});
		assert.match(error.message, /'Fields to Clear' names 'description', which is filled in as well/);
		assert.deepEqual(await sandbox.journal(), []);
	});
});

describe('a delete with an empty answer', () => {
	test('reports the ID in the path', async () => {
		const contactId = '15551100004@c.us';
		const deleted = await one({ resource: 'chat-contacts', operation: 'deleteContact', contactId });
		assert.deepEqual(deleted, { deleted: true, device: SALES, contactId });
	});

	test('reports the IDs in the body', async () => {
		const deleted = await one({ resource: 'labels', operation: 'deleteLabel', name: 'Urgent' });
		assert.deepEqual(deleted, { deleted: true, device: SALES, name: 'Urgent' });
	});

	test('any other empty answer is a success', async () => {
		await sandbox.fault({ path: '/chat/*', status: 204 });
		const done = await one({ resource: 'chats', operation: 'unarchiveChat', chatId: '15551100001@c.us' });
		assert.deepEqual(done, { success: true, status: 204, device: SALES, chatId: '15551100001@c.us' });
	});
});
