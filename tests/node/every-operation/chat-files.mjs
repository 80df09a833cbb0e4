// @ts-check
// Files of received and sent messages.

import assert from 'node:assert/strict';
import { each } from '../harness/account.mjs';
import { SALES } from '../harness/sandbox.mjs';
import { OLIVIA, RECEIPT, VOICE_MESSAGE } from '../harness/seeds.mjs';

const device = SALES;

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getDeviceFiles(account) {
		const files = async (/** @type {object} */ filters) =>
			each(await account.list('getDeviceFiles', { device, filters }), 'filename');
		assert.deepEqual(await files({ sort: 'date:asc' }), [
			'receipt.jpg',
			'invoice.pdf',
			'voice.ogg',
			'sticker.webp',
			'factory-tour.mp4',
		]);
		assert.deepEqual(await files({ flow: 'out', type: ['document', 'ptt', 'image'] }), ['invoice.pdf', 'voice.ogg']);
		assert.deepEqual(await files({ chat: OLIVIA.wid }), ['receipt.jpg']);
	},

	async getDeviceFileDetails(account) {
		const file = await account.one('getDeviceFileDetails', { device, fileId: VOICE_MESSAGE });
		assert.equal(file.id, VOICE_MESSAGE);
		assert.equal(file.filename, 'voice.ogg');
		assert.equal(file.size, 2000);
	},

	async downloadDeviceFileDetails(account) {
		const { size } = await account.one('getDeviceFileDetails', { device, fileId: RECEIPT });
		const file = await account.file('downloadDeviceFileDetails', { device, fileId: RECEIPT });
		assert.match(file.name ?? '', /\.jpg$/);
		assert.equal(file.mime, 'image/jpeg');
		assert.equal(file.bytes.length, size);
		assert.deepEqual(file.bytes.subarray(0, 3), Buffer.from('ffd8ff', 'hex'));
		assert.deepEqual(file.bytes.subarray(-2), Buffer.from('ffd9', 'hex'));
	},
};
