// @ts-check
// Campaigns: one message to many recipients. Users create them in the panel; the API starts, stops and deletes them.

import assert from 'node:assert/strict';
import { each } from '../harness/account.mjs';
import { SALES, SUPPORT } from '../harness/sandbox.mjs';
import { NEW_PRICES, OPENING_SALE, SURVEY } from '../harness/seeds.mjs';

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getCampaigns(account) {
		const all = await account.list('getCampaigns');
		assert.deepEqual(each(all, 'id'), [SURVEY, NEW_PRICES, OPENING_SALE], 'the newest is first');
		const stopped = { status: ['stopped'], device: [SALES] };
		assert.deepEqual(each(await account.list('getCampaigns', { filters: stopped }), 'name'), ['Survey']);
		const elsewhere = { ...stopped, device: [SUPPORT] };
		assert.deepEqual(await account.list('getCampaigns', { filters: elsewhere }), []);
	},

	async getCampaign(account) {
		const campaign = await account.one('getCampaign', { campaignId: OPENING_SALE });
		assert.equal(campaign.id, OPENING_SALE);
		assert.equal(campaign.name, 'Opening sale');
		assert.deepEqual(campaign.stats, { total: 4, pending: 0, delivered: 3, failed: 1 });
	},

	async updateCampaign(account) {
		const campaignId = NEW_PRICES;
		const started = await account.one('updateCampaign', { campaignId, action: 'start' });
		assert.equal(started.status, 'processing');
		const stopped = await account.one('updateCampaign', { campaignId, action: 'stop' });
		assert.equal(stopped.status, 'stopped');
		assert.equal((await account.one('getCampaign', { campaignId })).status, 'stopped');
	},

	async getCampaignContacts(account) {
		const all = await account.list('getCampaignContacts', { campaignId: OPENING_SALE });
		assert.deepEqual(each(all, 'status'), ['delivered', 'delivered', 'delivered', 'failed']);
		const groups = await account.list('getCampaignContacts', {
			campaignId: SURVEY,
			contactFilters: { kind: ['group'] },
		});
		assert.deepEqual(each(groups, 'group'), ['120363000000000001@g.us']);
	},

	async deleteCampaign(account) {
		const answer = await account.one('deleteCampaign', { campaignId: SURVEY });
		assert.equal(answer.campaignId, SURVEY);
		assert.deepEqual(each(await account.list('getCampaigns'), 'id'), [NEW_PRICES, OPENING_SALE]);
		await account.refused(404, 'getCampaign', { campaignId: SURVEY });
	},
};
