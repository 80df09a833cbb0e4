// @ts-check
// Messages of a number's chats, in both directions.

import assert from 'node:assert/strict';
import { changes, each } from '../harness/account.mjs';
import { SALES } from '../harness/sandbox.mjs';
import { MATEO, OLIVIA, RECENT_MESSAGE } from '../harness/seeds.mjs';

const device = SALES;
const RECENT = { device, messageId: RECENT_MESSAGE };

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getChatMessages(account) {
		const messages = async (/** @type {object} */ filters) =>
			each(await account.list('getChatMessages', { device, filters }), 'id');
		const texts = { chat: OLIVIA.wid, kind: ['text'] };
		const sorted = await messages({ ...texts, sort: 'date:asc' });
		assert.deepEqual(sorted, [OLIVIA.question, OLIVIA.answer, RECENT_MESSAGE]);
		assert.deepEqual(await messages({ ...texts, flow: 'inbound' }), [OLIVIA.question]);
		assert.deepEqual(await messages({ reference: 'order-1001' }), [RECENT_MESSAGE]);
	},

	async getDeviceMessageDetails(account) {
		const message = await account.one('getDeviceMessageDetails', { device, messageId: OLIVIA.question });
		assert.equal(message.id, OLIVIA.question);
		assert.equal(message.body, 'Hello, is my order on its way?');
		assert.equal(message.from, OLIVIA.wid);
	},

	async getMessageAckInfo(account) {
		const info = await account.one('getMessageAckInfo', { device, messageId: MATEO.answer });
		assert.equal(info.id, MATEO.answer);
		assert.equal(info.ack, 'read');
		assert.deepEqual(each(info.read, 'wid'), [MATEO.wid]);
	},

	async editMessage(account) {
		const before = await account.one('getDeviceMessageDetails', RECENT);
		await account.one('editMessage', { ...RECENT, message: 'Shall I call you tomorrow?' });
		const after = await account.one('getDeviceMessageDetails', RECENT);
		// For the sandbox, this message is always a minute old, so its date changes.
		const { date, timestamp, editedAt, ...changed } = changes(before, after);
		assert.deepEqual(changed, { body: 'Shall I call you tomorrow?' });
		assert.ok(editedAt);
	},

	async deleteDeviceMessage(account) {
		const answer = await account.one('deleteDeviceMessage', { ...RECENT, deleteOptions: { revoke: true } });
		assert.equal(answer.device, device);
		assert.equal(answer.messageId, RECENT_MESSAGE);
		const trace = await account.one('getDeviceMessageDetails', RECENT);
		assert.equal(trace.status, 'deleted', 'a message that is deleted for everyone stays as deleted');
		await account.one('deleteDeviceMessage', { ...RECENT, deleteOptions: { revoke: true, clean: true } });
		await account.refused(404, 'getDeviceMessageDetails', RECENT);
	},
};
