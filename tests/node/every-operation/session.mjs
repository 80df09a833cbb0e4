// @ts-check
// The WhatsApp session of a number.

import assert from 'node:assert/strict';
import { SALES, SUPPORT, WAREHOUSE } from '../harness/sandbox.mjs';

/** A clock that makes waits short, but not zero. */
const SECONDS_AS_MILLISECONDS = 1000;

/** @param {import('../harness/account.mjs').Account} account @param {string} device */
const health = async (account, device) => (await account.one('deviceHealth', { device })).status;

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async syncSession(account) {
		const { id, status } = await account.one('syncSession', { device: SALES });
		assert.deepEqual({ id, status }, { id: SALES, status: 'online' });
		await account.refused(429, 'syncSession', { device: SALES });
	},

	async startDevice(account) {
		assert.equal(await health(account, SUPPORT), 'offline');
		await account.one('startDevice', { device: SUPPORT, wait: false });
		assert.equal(await health(account, SUPPORT), 'loading');
		await account.letTimePass();
		assert.equal(await health(account, SUPPORT), 'online');
	},

	async scanQR(account) {
		const code = await account.file('scanQR', { device: WAREHOUSE, encoding: 'svg' });
		assert.equal(code.mime, 'image/svg+xml');
		assert.match(code.bytes.toString(), /^<\?xml|^<svg/);
		const picture = await account.file('scanQR', { device: WAREHOUSE, encoding: 'image' });
		assert.equal(picture.mime, 'image/png');
		assert.equal(await health(account, WAREHOUSE), 'authorize');
	},

	async resetDevice(account) {
		const device = SALES;
		assert.notEqual((await account.list('getDeviceChats', { device })).length, 0);
		await account.sandbox.clock(SECONDS_AS_MILLISECONDS);
		const resetOptions = { data: true, wait: true, emptyQueue: true };
		const { status } = await account.one('resetDevice', { device, resetOptions });
		assert.equal(status, 'authorize');
		assert.equal(await health(account, device), 'authorize');
		assert.deepEqual(await account.list('getDeviceChats', { device }), []);
		assert.equal((await account.one('getQueueStatus', { device })).messages, 0);
	},

	async rebootDevice(account) {
		await account.one('rebootDevice', { device: SUPPORT, rebootOptions: { force: true } });
		assert.equal(await health(account, SUPPORT), 'loading');
		await account.sandbox.clock(SECONDS_AS_MILLISECONDS);
		const { status } = await account.one('rebootDevice', {
			device: SUPPORT,
			rebootOptions: { wait: true, sync: true },
		});
		assert.equal(status, 'online');
	},

	async deviceHealth(account) {
		const { id, status } = await account.one('deviceHealth', { device: SUPPORT });
		assert.deepEqual({ id, status }, { id: SUPPORT, status: 'offline' });
	},

	async requestNumberAuthCode(account) {
		const answer = await account.one('requestNumberAuthCode', { device: WAREHOUSE, phone: '+15550100003' });
		assert.equal(answer.phone, '+15550100003');
		assert.match(answer.code, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
		assert.equal(await health(account, WAREHOUSE), 'authorize');
	},
};
