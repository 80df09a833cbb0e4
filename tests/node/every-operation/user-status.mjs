// @ts-check
// Status stories: those of contacts, and the number's own, published or planned.

import assert from 'node:assert/strict';
import { each } from '../harness/account.mjs';
import { SALES } from '../harness/sandbox.mjs';
import { NEW_HOURS, ON_HOLIDAY, PLANNED_STATUS, SHOP_FRONT } from '../harness/seeds.mjs';

const device = SALES;

/** @param {import('../harness/account.mjs').Account} account @param {object} [filters] */
const stories = async (account, filters = {}) => each(await account.list('getUserStatus', { device, filters }), 'id');

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getUserStatus(account) {
		assert.deepEqual(await stories(account), [PLANNED_STATUS, NEW_HOURS.id, ON_HOLIDAY]);
		assert.deepEqual(await stories(account, { mine: true, scheduled: false }), [NEW_HOURS.id]);
	},

	async getUserStatusById(account) {
		const status = await account.one('getUserStatusById', { device, statusId: PLANNED_STATUS });
		assert.equal(status.id, PLANNED_STATUS);
		assert.equal(status.message, 'See you at the fair');
		assert.equal(status.status, 'scheduled');
	},

	async updateUserStatus(account) {
		const text = await account.one('updateUserStatus', {
			device,
			contentType: 'text',
			message: 'Fresh bread at seven',
			font: 'serif',
			color: 'light_sky_blue',
			reference: 'bread',
			scheduleStatus: true,
			scheduleType: 'delayTo',
			delayTo: '1d',
		});
		const published = await account.one('updateUserStatus', {
			device,
			contentType: 'media',
			mediaSource: 'file',
			file: SHOP_FRONT,
			mediaMessage: 'Our new shop',
		});
		assert.deepEqual(await stories(account, { reference: 'bread' }), [text.id]);
		const planned = await account.one('getUserStatusById', { device, statusId: text.id });
		assert.equal(planned.status, 'scheduled');
		assert.equal(planned.message, 'Fresh bread at seven');
		const hours = (Date.parse(planned.date) - Date.parse(published.date)) / 3_600_000;
		assert.equal(Math.round(hours), 24);
		assert.equal(planned.font, 'serif');
		assert.equal(planned.color, 'light_sky_blue');
		const picture = await account.one('getUserStatusById', { device, statusId: published.id });
		assert.equal(picture.status, 'published');
		assert.equal(picture.type, 'image');
		assert.deepEqual(picture.media, { file: SHOP_FRONT, message: 'Our new shop' });
	},

	async deleteUserStatus(account) {
		await account.one('deleteUserStatus', { device, deleteMethod: 'scheduled', scheduled: PLANNED_STATUS });
		assert.deepEqual(await stories(account), [NEW_HOURS.id, ON_HOLIDAY]);
		await account.one('deleteUserStatus', { device, deleteMethod: 'status', status: [NEW_HOURS.wid] });
		assert.deepEqual(await stories(account), [ON_HOLIDAY]);
		await account.refused(404, 'getUserStatusById', { device, statusId: PLANNED_STATUS });
	},
};
