// @ts-check
// Meeting links: addresses of calls.

import assert from 'node:assert/strict';
import { each } from '../harness/account.mjs';
import { SALES } from '../harness/sandbox.mjs';
import { VIDEO_CALL, VOICE_CALL } from '../harness/seeds.mjs';

const device = SALES;

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getMeetingLinks(account) {
		const all = await account.list('getMeetingLinks', { device });
		assert.deepEqual(each(all, 'id'), [VOICE_CALL, VIDEO_CALL]);
		const video = await account.list('getMeetingLinks', { device, filters: { kind: ['video'] } });
		assert.deepEqual(each(video, 'id'), [VIDEO_CALL]);
	},

	async createMeetingLink(account) {
		const created = await account.one('createMeetingLink', {
			device,
			kind: 'video',
			message: 'Quarterly review',
			expiration: '12h',
		});
		const lifetime = Date.parse(created.expiresAt) - Date.parse(created.createdAt);
		assert.equal(lifetime, 12 * 3600 * 1000);
		const found = await account.one('getMeetingLinks', { device, filters: { search: 'quarterly' } });
		assert.deepEqual(found, created);
		assert.equal(found.kind, 'video');
		assert.match(found.url, /^https:.*video/);
	},

	async deleteMeetingLinks(account) {
		const answer = await account.one('deleteMeetingLinks', { device, deleteMethod: 'specific', ids: VIDEO_CALL });
		assert.equal(answer.deleted, 1);
		assert.deepEqual(each(await account.list('getMeetingLinks', { device }), 'id'), [VOICE_CALL]);
	},
};
