// @ts-check
// Quick replies: prepared texts with a shortcut.

import assert from 'node:assert/strict';
import { changes, each } from '../harness/account.mjs';
import { SALES } from '../harness/sandbox.mjs';
import { HELLO, HOURS, PRICE_LIST } from '../harness/seeds.mjs';

const device = SALES;

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getQuickReplies(account) {
		const all = await account.list('getQuickReplies', { device });
		assert.deepEqual(each(all, 'id'), [HELLO, HOURS]);
		assert.deepEqual(each(all, 'shortcut'), ['/hello', '/hours']);
		const readonly = await account.list('getQuickReplies', { device, filters: { permissions: ['readonly'] } });
		assert.deepEqual(each(readonly, 'id'), [HOURS]);
	},

	async createQuickReply(account) {
		const reply = {
			shortcut: '/prices',
			message: 'Our prices are in the file.',
			permission: 'private',
			file: PRICE_LIST,
		};
		const { id } = await account.one('createQuickReply', {
			device,
			...reply,
			includeFile: true,
			keywords: 'price, cost',
		});
		const all = await account.list('getQuickReplies', { device });
		assert.deepEqual(each(all, 'id'), [HELLO, HOURS, id]);
		const { shortcut, message, permission, file, keywords } = all[2];
		assert.deepEqual({ shortcut, message, permission, file }, reply);
		assert.deepEqual(keywords, ['price', 'cost']);
	},

	async updateQuickReply(account) {
		const before = await account.list('getQuickReplies', { device });
		const change = { message: 'We are here from 8 to 18 o’clock.' };
		const updated = await account.one('updateQuickReply', { device, shortcut: '/hours', ...change });
		assert.deepEqual(changes(before[1], updated), change, 'only these members change');
		assert.deepEqual(await account.list('getQuickReplies', { device }), [before[0], updated]);
	},

	async deleteQuickReplies(account) {
		const items = [{ type: 'shortcut', shortcut: '/hello' }];
		const answer = await account.one('deleteQuickReplies', {
			device,
			deleteMethod: 'specific',
			deleteItems: { items },
		});
		assert.equal(answer.deleted, 1);
		assert.deepEqual(each(await account.list('getQuickReplies', { device }), 'id'), [HOURS]);
	},
};
