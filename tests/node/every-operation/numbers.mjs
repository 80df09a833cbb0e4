// @ts-check
// The account's WhatsApp numbers.

import assert from 'node:assert/strict';
import { changes, each } from '../harness/account.mjs';
import { NAMELESS, SALES, SUPPORT, WAREHOUSE } from '../harness/sandbox.mjs';
import { JONAS, MATEO, NOOR, OLIVIA, STRANGER, WEBHOOK } from '../harness/seeds.mjs';

const SEEDS = [SALES, SUPPORT, WAREHOUSE, NAMELESS];

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getNumbers(account) {
		assert.deepEqual(each(await account.list('getNumbers'), 'id'), SEEDS);
		const found = async (/** @type {object} */ filters) => each(await account.list('getNumbers', { filters }), 'id');
		assert.deepEqual(await found({ sessionStatus: 'offline' }), [SUPPORT]);
		assert.deepEqual(await found({ status: 'pending' }), [WAREHOUSE]);
	},

	async getNumberById(account) {
		const number = await account.one('getNumberById', {
			device: SALES,
			includeOptions: { include: ['agents'], exclude: ['profile'] },
		});
		assert.equal(number.id, SALES);
		assert.equal(number.alias, 'Sales');
		assert.equal(number.agents.length, 1);
		assert.equal('profile' in number, false);
	},

	async createNumber(account) {
		const { id } = await account.one('createNumber', {
			alias: 'Pop-up shop',
			billingPlan: 'io-business',
			additionalOptions: { description: 'Only in summer', agents: [NOOR] },
		});
		assert.deepEqual(each(await account.list('getNumbers'), 'id'), [...SEEDS, id]);
		const number = await account.one('getNumberById', { device: id, includeOptions: { include: ['agents'] } });
		assert.equal(number.alias, 'Pop-up shop');
		assert.equal(number.description, 'Only in summer');
		assert.equal(number.billing.subscription.plan, 'io-business');
		assert.deepEqual(each(number.agents, 'id'), [NOOR]);
	},

	async updateNumber(account) {
		const device = SALES;
		const before = await account.one('getNumberById', { device });
		await account.one('updateNumber', {
			device,
			updateFields: { alias: 'Shop', webhooks: [WEBHOOK], rebootPolicy: '6h', deliverySpeed: 0.5 },
		});
		const after = await account.one('getNumberById', { device });
		assert.deepEqual(changes(before, after), {
			alias: 'Shop',
			webhooks: [WEBHOOK],
			settings: { ...before.settings, rebootPolicy: '6h', deliverySpeed: 0.5 },
		});
	},

	async deleteNumber(account) {
		const answer = await account.one('deleteNumber', { device: NAMELESS });
		assert.equal(answer.device, NAMELESS);
		assert.deepEqual(each(await account.list('getNumbers'), 'id'), [SALES, SUPPORT, WAREHOUSE]);
		await account.refused(404, 'getNumberById', { device: NAMELESS });
	},

	async deleteChats(account) {
		const device = SALES;
		const phoneNumbers = [OLIVIA.phone, MATEO.phone, STRANGER.phone];
		const answer = await account.one('deleteChats', { device, phoneNumbers });
		assert.deepEqual(answer.deleted, [OLIVIA.phone, MATEO.phone]);
		await account.refused(404, 'getDeviceChatDetails', { device, chatId: OLIVIA.wid });
		await account.refused(404, 'getDeviceChatDetails', { device, chatId: MATEO.wid });
		await account.one('getDeviceChatDetails', { device, chatId: JONAS.wid });
		await account.one('getDeviceContactDetails', { device, contactId: OLIVIA.wid });
	},
};
