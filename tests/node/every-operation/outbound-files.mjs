// @ts-check
// Stored files: uploads for sending.

import assert from 'node:assert/strict';
import { changes, each } from '../harness/account.mjs';
import { OPENING_HOURS, PRICE_LIST, SHOP_FRONT } from '../harness/seeds.mjs';

const SEEDS = [OPENING_HOURS, SHOP_FRONT, PRICE_LIST];

/** @param {import('../harness/account.mjs').Account} account */
const stored = async (account) => each(await account.list('searchFiles'), 'id');

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async searchFiles(account) {
		assert.deepEqual(await stored(account), SEEDS, 'the newest is first');
		const found = async (/** @type {object} */ filters) => each(await account.list('searchFiles', { filters }), 'id');
		assert.deepEqual(await found({ kind: ['document'], ext: ['pdf', 'png'] }), [PRICE_LIST]);
		assert.deepEqual(await found({ tags: 'summer, winter' }), []);
	},

	async uploadFile(account) {
		const uploaded = await account.one('uploadFile', {
			uploadMethod: 'url',
			url: 'https://example.com/flyer.png',
			fileOptions: { filename: 'summer.png', reference: 'campaign-3', permission: 'private', tags: 'shop, summer' },
		});
		assert.deepEqual(await stored(account), [uploaded.id, ...SEEDS]);
		const file = await account.one('getFile', { fileId: uploaded.id });
		assert.equal(file.filename, 'summer.png');
		assert.equal(file.reference, 'campaign-3');
		assert.equal(file.permission, 'private');
		assert.deepEqual(file.tags, ['shop', 'summer']);
	},

	async deleteFiles(account) {
		const answer = await account.one('deleteFiles', {
			deleteOptions: { kind: ['image'], ids: [SHOP_FRONT, PRICE_LIST] },
		});
		assert.equal(answer.deleted, 1);
		assert.deepEqual(await stored(account), [OPENING_HOURS, PRICE_LIST]);
	},

	async previewFile(account) {
		const picture = await account.file('previewFile', { fileId: SHOP_FRONT });
		assert.equal(picture.mime, 'image/png');
		assert.deepEqual(picture.bytes.subarray(0, 8), Buffer.from('89504e470d0a1a0a', 'hex'));
		assert.equal(picture.bytes.subarray(-8, -4).toString('latin1'), 'IEND');
	},

	async downloadFile(account) {
		const { size } = await account.one('getFile', { fileId: OPENING_HOURS });
		const file = await account.file('downloadFile', { fileId: OPENING_HOURS });
		assert.match(file.name ?? '', /\.txt$/);
		assert.equal(file.mime, 'text/plain');
		assert.equal(file.bytes.length, size);
		assert.match(file.bytes.toString(), /opening-hours\.txt/);
	},

	async getFile(account) {
		const file = await account.one('getFile', { fileId: PRICE_LIST });
		assert.equal(file.id, PRICE_LIST);
		assert.equal(file.filename, 'price-list.pdf');
		assert.equal(file.mime, 'application/pdf');
	},

	async updateFile(account) {
		const fileId = PRICE_LIST;
		const before = await account.one('getFile', { fileId });
		await account.one('updateFile', { fileId, updateFields: { filename: 'prices-2030.pdf', tags: 'shop, prices' } });
		assert.deepEqual(changes(before, await account.one('getFile', { fileId })), {
			filename: 'prices-2030.pdf',
			tags: ['shop', 'prices'],
		});
	},

	async deleteFile(account) {
		const answer = await account.one('deleteFile', { fileId: SHOP_FRONT });
		assert.equal(answer.fileId, SHOP_FRONT);
		assert.deepEqual(await stored(account), [OPENING_HOURS, PRICE_LIST]);
		await account.refused(404, 'getFile', { fileId: SHOP_FRONT });
	},
};
