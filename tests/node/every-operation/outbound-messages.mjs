// @ts-check
// Messages that are sent, or wait in the queue.

import assert from 'node:assert/strict';
import { changes, each } from '../harness/account.mjs';
import { SALES } from '../harness/sandbox.mjs';
import { FAILED_MESSAGE, NOOR, PLANNED_MESSAGE, READ_MESSAGE } from '../harness/seeds.mjs';

const device = SALES;

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async searchMessages(account) {
		const search = async (/** @type {object} */ filters) =>
			each(await account.list('searchMessages', { filters: { device, ...filters } }), 'id');
		assert.equal((await search({})).length, 5);
		assert.deepEqual(await search({ status: ['queued', 'failed'], sort: 'date:asc' }), [
			FAILED_MESSAGE,
			PLANNED_MESSAGE,
		]);
		assert.deepEqual(await search({ search: 'on its way' }), [READ_MESSAGE]);
	},

	async getMessage(account) {
		const message = await account.one('getMessage', { messageId: READ_MESSAGE, include: ['device'] });
		assert.equal(message.id, READ_MESSAGE);
		assert.equal(message.message, 'Your order is on its way');
		assert.equal(message.deliveryStatus, 'read');
		assert.equal(message.device.alias, 'Sales');
	},

	async updateMessage(account) {
		const messageId = PLANNED_MESSAGE;
		const before = await account.one('getMessage', { messageId });
		const change = { message: 'Happy birthday', priority: 'high', agent: NOOR };
		await account.one('updateMessage', { messageId, updateFields: { ...change, remove: ['reference'] } });
		const after = await account.one('getMessage', { messageId });
		assert.deepEqual(changes(before, after), { ...change, reference: undefined });
	},

	async deleteMessage(account) {
		await account.one('deleteMessage', { messageId: PLANNED_MESSAGE });
		await account.refused(404, 'getMessage', { messageId: PLANNED_MESSAGE });
		await account.one('getMessage', { messageId: READ_MESSAGE });
	},
};
