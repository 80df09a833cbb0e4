// @ts-check
// Webhooks: addresses that get events.

import assert from 'node:assert/strict';
import { changes, each } from '../harness/account.mjs';
import { SALES, SUPPORT } from '../harness/sandbox.mjs';
import { FAILED_WEBHOOK, WEBHOOK } from '../harness/seeds.mjs';

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getWebhooks(account) {
		const all = await account.list('getWebhooks');
		assert.deepEqual(each(all, 'id'), [WEBHOOK, FAILED_WEBHOOK]);
		const found = async (/** @type {object} */ filters) => each(await account.list('getWebhooks', { filters }), 'id');
		assert.deepEqual(await found({ status: ['active', 'pending'] }), [WEBHOOK]);
		assert.deepEqual(await found({ devices: [SUPPORT] }), [FAILED_WEBHOOK]);
	},

	async createWebhook(account) {
		const webhook = {
			name: 'Orders',
			url: 'https://example.com/orders',
			events: ['message:in:new', 'message:reaction'],
			device: SALES,
		};
		const { id } = await account.one('createWebhook', webhook);
		const { name, url, events, device, status } = await account.one('getWebhook', { webhookId: id });
		assert.deepEqual({ name, url, events, device }, webhook);
		assert.equal(status, 'active');
	},

	async getWebhook(account) {
		const webhook = await account.one('getWebhook', { webhookId: FAILED_WEBHOOK });
		assert.equal(webhook.id, FAILED_WEBHOOK);
		assert.equal(webhook.name, 'Webhook 2');
		assert.equal(webhook.device, SUPPORT);
	},

	async updateWebhook(account) {
		const webhookId = WEBHOOK;
		const before = await account.one('getWebhook', { webhookId });
		await account.one('updateWebhook', { webhookId, name: 'Inbox', events: ['message:in:new'] });
		const after = await account.one('getWebhook', { webhookId });
		assert.deepEqual(changes(before, after), { name: 'Inbox', events: ['message:in:new'] });
	},

	async deleteWebhook(account) {
		await account.one('deleteWebhook', { webhookId: WEBHOOK });
		assert.deepEqual(each(await account.list('getWebhooks'), 'id'), [FAILED_WEBHOOK]);
		await account.refused(404, 'getWebhook', { webhookId: WEBHOOK });
	},

	async enableWebhook(account) {
		const webhookId = FAILED_WEBHOOK;
		const before = await account.one('getWebhook', { webhookId });
		assert.equal(before.status, 'failed');
		await account.one('enableWebhook', { webhookId });
		const after = await account.one('getWebhook', { webhookId });
		assert.deepEqual(changes(before, after), { status: 'active', retries: 0 });
	},

	async getWebhookLogs(account) {
		const [log, ...more] = await account.list('getWebhookLogs', { webhookId: FAILED_WEBHOOK, options: { size: 10 } });
		assert.deepEqual(more, []);
		assert.equal(log.webhook, FAILED_WEBHOOK);
		assert.equal(log.event, 'error');
		assert.equal(log.responseStatus, 500);
		const skipped = { webhookId: FAILED_WEBHOOK, options: { skip: 1 } };
		assert.deepEqual(await account.list('getWebhookLogs', skipped), []);
	},
};
