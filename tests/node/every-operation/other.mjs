// @ts-check
// Checks of phone numbers, and requests of the user's own.

import assert from 'node:assert/strict';
import { each } from '../harness/account.mjs';
import { SALES } from '../harness/sandbox.mjs';
import { STRANGER } from '../harness/seeds.mjs';

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async verifyNumberExists(account) {
		const known = await account.one('verifyNumberExists', { phone: STRANGER.phone });
		assert.equal(known.exists, true);
		assert.equal(known.wid, STRANGER.wid);
		assert.equal(known.country.code, 'ES');
		const unknown = await account.one('verifyNumberExists', { phone: '+34600000404' });
		assert.equal(unknown.exists, false);
	},

	async validateNumbers(account) {
		const reports = await account.list('validateNumbers', {
			country: 'ES',
			phoneNumbers: { numbers: [{ phone: '600 00 00 01' }, { phone: '+1 (555) 010-0001' }, { phone: 'ask her' }] },
		});
		assert.deepEqual(each(reports, 'valid'), [true, true, false]);
		assert.deepEqual(each(reports, 'e164'), [STRANGER.phone, '+15550100001', undefined]);
	},

	async sendRaw(account) {
		const numbers = await account.list('sendRaw', {
			httpMethod: 'GET',
			urlPath: '/devices',
			urlParams: { param: [{ key: 'sessionStatus', value: 'online' }] },
		});
		assert.deepEqual(each(numbers, 'id'), [SALES]);
		const label = { name: 'Regular', color: 'raspberry' };
		const created = await account.one('sendRaw', {
			httpMethod: 'POST',
			urlPath: `/devices/${SALES}/labels`,
			body: JSON.stringify(label),
		});
		assert.equal(created.color, 'raspberry');
		const names = each(await account.list('getLabels', { device: SALES }), 'name');
		assert.equal(names.at(-1), 'Regular');
	},
};
