// @ts-check
// Channels: those that the number owns, follows, or can find.

import assert from 'node:assert/strict';
import { changes, each } from '../harness/account.mjs';
import { SALES } from '../harness/sandbox.mjs';
import { PIXEL, SCIENCE_NEWS, SHOP_NEWS, TRAIN_TIMES } from '../harness/seeds.mjs';

const device = SALES;
const NEWS = { device, channelId: SHOP_NEWS.wid };

/**
 * Runs an operation, and returns its changes to the shop's channel.
 * @param {import('../harness/account.mjs').Account} account
 * @param {string} operation
 * @param {Record<string, unknown>} parameters
 */
async function changesBy(account, operation, parameters) {
	const before = await account.one('getChannelById', NEWS);
	await account.one(operation, { ...NEWS, ...parameters });
	return changes(before, await account.one('getChannelById', NEWS));
}

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getDeviceChannels(account) {
		const all = await account.list('getDeviceChannels', { device });
		assert.deepEqual(each(all, 'wid'), [SHOP_NEWS.wid, SCIENCE_NEWS.wid]);
		assert.deepEqual(each(all, 'name'), [SHOP_NEWS.name, SCIENCE_NEWS.name]);
		const own = await account.list('getDeviceChannels', { device, permission: 'owner' });
		assert.deepEqual(each(own, 'wid'), [SHOP_NEWS.wid]);
	},

	async getChannelById(account) {
		const channel = await account.one('getChannelById', NEWS);
		assert.equal(channel.wid, SHOP_NEWS.wid);
		assert.equal(channel.name, SHOP_NEWS.name);
		assert.equal(channel.permission, 'owner');
	},

	async createChannel(account) {
		const imageUrl = 'https://example.com/recipe.png';
		const { wid } = await account.one('createChannel', {
			device,
			name: 'Recipes',
			description: 'One a day',
			uploadImage: true,
			imageSource: 'url',
			imageUrl,
		});
		const channel = await account.one('getChannelById', { device, channelId: wid });
		assert.equal(channel.name, 'Recipes');
		assert.equal(channel.description, 'One a day');
		assert.equal(channel.imageUrl, imageUrl);
	},

	async updateChannel(account) {
		const change = { name: 'News of the shop', description: 'Every Monday' };
		assert.deepEqual(await changesBy(account, 'updateChannel', change), change);
	},

	async channelUpdateImage(account) {
		const changed = await changesBy(account, 'channelUpdateImage', { imageSource: 'base64', image: PIXEL });
		assert.deepEqual(Object.keys(changed), ['imageUrl']);
		assert.match(changed.imageUrl, /^https:.*\.png$/);
	},

	async deleteChannel(account) {
		const answer = await account.one('deleteChannel', NEWS);
		assert.equal(answer.device, device);
		assert.equal(answer.channelId, SHOP_NEWS.wid);
		await account.refused(404, 'getChannelById', NEWS);
		assert.deepEqual(each(await account.list('getDeviceChannels', { device }), 'wid'), [SCIENCE_NEWS.wid]);
	},

	async joinChannel(account) {
		await account.one('joinChannel', { device, joinMethod: 'code', code: TRAIN_TIMES.inviteCode });
		const channel = await account.one('getChannelById', { device, channelId: TRAIN_TIMES.wid });
		assert.equal(channel.name, TRAIN_TIMES.name);
		assert.equal(channel.permission, 'subscriber');
	},

	async searchChannels(account) {
		const popular = await account.list('searchChannels', {
			device,
			category: 'popular',
			countries: ['GB', 'US'],
			sortField: 'creation_time',
			sort: 'asc',
		});
		assert.deepEqual(each(popular, 'name'), ['Football Today', SCIENCE_NEWS.name]);
		const named = await account.list('searchChannels', { device, search: 'to', category: 'new' });
		assert.deepEqual(each(named, 'name'), ['Startup Stories']);
	},
};
