// @ts-check
// The queue of a number: its state, and its messages.

import assert from 'node:assert/strict';
import { changes } from '../harness/account.mjs';
import { SALES, SUPPORT } from '../harness/sandbox.mjs';
import { MATEO, OLIVIA, PLANNED_MESSAGE } from '../harness/seeds.mjs';

const device = SALES;

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getQueueStatus(account) {
		const { status, messages, scheduled } = await account.one('getQueueStatus', { device });
		assert.deepEqual({ status, messages, scheduled }, { status: 'active', messages: 1, scheduled: 1 });
	},

	async setQueueStatus(account) {
		const before = await account.one('getQueueStatus', { device });
		await account.one('setQueueStatus', { device, status: 'pause' });
		const after = await account.one('getQueueStatus', { device });
		const { statusUpdatedAt, ...changed } = changes(before, after);
		assert.deepEqual(changed, { status: 'pause' });
		const waits = await account.one('sendText', { device, target: 'phone', phone: OLIVIA.phone, message: 'Hello' });
		await account.letTimePass();
		assert.equal((await account.one('getMessage', { messageId: waits.id })).status, 'queued');
	},

	async routeQueue(account) {
		await account.one('routeQueue', { device, targetDevice: SUPPORT });
		assert.equal((await account.one('getMessage', { messageId: PLANNED_MESSAGE })).device, SUPPORT);
		assert.equal((await account.one('getQueueStatus', { device })).messages, 0);
		assert.equal((await account.one('getQueueStatus', { device: SUPPORT })).messages, 2);
	},

	async emptyQueue(account) {
		const write = async (/** @type {string} */ phone) =>
			(await account.one('sendText', { device, target: 'phone', phone, message: 'Hello' })).id;
		const [toOlivia, toMateo] = [await write(OLIVIA.phone), await write(MATEO.phone)];
		await account.one('emptyQueue', { device, wait: true, filterType: 'phones', phones: OLIVIA.phone });
		await account.refused(404, 'getMessage', { messageId: toOlivia });
		assert.equal((await account.one('getMessage', { messageId: toMateo })).status, 'queued');
		await account.one('emptyQueue', { device, skipScheduled: true, filterType: 'none' });
		await account.refused(404, 'getMessage', { messageId: toMateo });
		assert.equal((await account.one('getMessage', { messageId: PLANNED_MESSAGE })).status, 'queued');
	},
};
