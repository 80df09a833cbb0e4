// @ts-check
// The public profile of a number.

import assert from 'node:assert/strict';
import { changes } from '../harness/account.mjs';
import { SALES } from '../harness/sandbox.mjs';
import { PIXEL } from '../harness/seeds.mjs';

const device = SALES;

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async deviceProfile(account) {
		const profile = await account.one('deviceProfile', { device });
		assert.deepEqual(profile, { name: 'Profile 1', isBusiness: true, phone: '+15550100001' });
	},

	async deviceProfileUpdate(account) {
		const before = await account.one('deviceProfile', { device });
		await account.one('deviceProfileUpdate', {
			device,
			status: 'Open from 9 to 17',
			updateBusinessProfile: true,
			businessProfile: {
				email: 'shop@example.com',
				websites: 'https://example.com, https://example.org',
				categories: ['grocery'],
			},
			setBusinessHours: true,
			timezone: 'Europe/Madrid',
		});
		assert.deepEqual(changes(before, await account.one('deviceProfile', { device })), {
			status: 'Open from 9 to 17',
			businessProfile: {
				email: 'shop@example.com',
				websites: ['https://example.com', 'https://example.org'],
				categories: ['grocery'],
				businessHours: { timezone: 'Europe/Madrid' },
			},
		});
	},

	async deviceProfileImage(account) {
		const picture = await account.file('deviceProfileImage', { device });
		assert.equal(picture.mime, 'image/jpeg');
		assert.deepEqual(picture.bytes.subarray(0, 3), Buffer.from('ffd8ff', 'hex'));
		assert.deepEqual(picture.bytes.subarray(-2), Buffer.from('ffd9', 'hex'));
	},

	async updateProfileImage(account) {
		const { image } = await account.one('updateProfileImage', { device, imageSource: 'base64', image: PIXEL });
		assert.equal((await account.one('deviceProfile', { device })).image, image);
		const picture = await account.file('deviceProfileImage', { device });
		assert.equal(picture.mime, 'image/png');
		assert.deepEqual(picture.bytes, Buffer.from(PIXEL, 'base64'));
	},
};
