// @ts-check
// Labels: marks for chats. The name of a label is its key.

import assert from 'node:assert/strict';
import { changes, each } from '../harness/account.mjs';
import { SALES } from '../harness/sandbox.mjs';
import { OLIVIA } from '../harness/seeds.mjs';

const device = SALES;
const SEEDS = ['Customer', 'Urgent', 'Follow up', 'New order'];

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getLabels(account) {
		const labels = await account.list('getLabels', { device });
		assert.deepEqual(each(labels, 'name'), SEEDS);
		assert.deepEqual(each(labels, 'scope'), ['chat', 'chat', 'chat', 'wa']);
	},

	async createLabel(account) {
		const label = { name: 'Regular', color: 'raspberry', description: 'Buys every week' };
		const created = await account.one('createLabel', { device, ...label });
		assert.deepEqual(changes({ id: created.id, scope: 'chat', active: true }, created), label);
		assert.deepEqual(each(await account.list('getLabels', { device }), 'name'), [...SEEDS, 'Regular']);
	},

	async updateLabel(account) {
		const before = await account.list('getLabels', { device });
		const updated = await account.one('updateLabel', { device, name: 'Urgent', color: 'sunflower' });
		assert.deepEqual(changes(before[1], updated), { color: 'sunflower' });
		const after = await account.list('getLabels', { device });
		assert.deepEqual(after, [before[0], updated, ...before.slice(2)]);
	},

	async deleteLabel(account) {
		const answer = await account.one('deleteLabel', { device, name: 'Urgent' });
		assert.equal(answer.device, device);
		assert.deepEqual(
			each(await account.list('getLabels', { device }), 'name'),
			SEEDS.filter((name) => name !== 'Urgent'),
		);
		const { labels } = await account.one('getDeviceChatDetails', { device, chatId: OLIVIA.wid });
		assert.deepEqual(labels, ['Customer'], 'the chat does not have the label any more');
	},
};
