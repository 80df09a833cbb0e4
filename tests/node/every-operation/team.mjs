// @ts-check
// The team: people of the account, and the numbers that they may use.

import assert from 'node:assert/strict';
import { changes, each } from '../harness/account.mjs';
import { SALES, SUPPORT } from '../harness/sandbox.mjs';
import { ADA, JONAS, KIM, LEE, MO, NOOR, SAM } from '../harness/seeds.mjs';

const device = SALES;

/** @param {import('../harness/account.mjs').Account} account */
const everybody = async (account) => each(await account.list('getTeamUsers'), 'id');
/** @param {import('../harness/account.mjs').Account} account */
const membersOfSales = async (account) => each(await account.list('getDeviceTeamMembers', { device }), 'id');
/** @param {import('../harness/account.mjs').Account} account @param {string} id */
const person = async (account, id) => await account.one('getTeamUsers', { filters: { ids: [id] } });

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getTeamUsers(account) {
		assert.deepEqual(await everybody(account), [ADA, SAM, NOOR, KIM, LEE, MO]);
		const filters = { device: SUPPORT, role: ['agent'], status: ['active'] };
		assert.deepEqual(each(await account.list('getTeamUsers', { filters }), 'displayName'), ['Noor Haddad']);
	},

	async updateTeamUser(account) {
		const before = await person(account, KIM);
		const change = { displayName: 'Kim Larsen-Holt', role: 'supervisor' };
		await account.one('updateTeamUser', { id: KIM, updateFields: change });
		assert.deepEqual(changes(before, await person(account, KIM)), change);
	},

	async deleteUsers(account) {
		const userItems = [
			{ identifierType: 'id', id: NOOR, action: 'reassign', assign: KIM, remove: true },
			{ identifierType: 'email', email: 'mo@example.com', action: 'unassign', remove: true },
		];
		await account.one('deleteUsers', { force: true, users: { userItems } });
		assert.deepEqual(await everybody(account), [ADA, SAM, KIM, LEE]);
		const { owner } = await account.one('getDeviceChatDetails', { device, chatId: JONAS.wid });
		assert.equal(owner.agent, KIM, 'the new agent of the chat');
	},

	async getDeviceTeamMembers(account) {
		assert.deepEqual(await membersOfSales(account), [ADA, SAM, NOOR, KIM]);
	},

	async createDeviceUser(account) {
		const user = { displayName: 'Ivo Maier', email: 'ivo@example.com', role: 'supervisor', color: 'teal' };
		const { id } = await account.one('createDeviceUser', {
			device,
			...user,
			password: 'correct horse',
			invite: true,
		});
		const { displayName, email, role, color, status } = await person(account, id);
		assert.deepEqual({ displayName, email, role, color }, user);
		assert.equal(status, 'pending', 'an invited person is pending');
		assert.deepEqual(await membersOfSales(account), [ADA, SAM, NOOR, KIM, id]);
	},

	async grantDeviceUserAccess(account) {
		await account.one('grantDeviceUserAccess', { device, id: MO });
		assert.deepEqual(await membersOfSales(account), [ADA, SAM, NOOR, KIM, MO]);
	},

	async revokeDeviceUserAccess(account) {
		await account.one('revokeDeviceUserAccess', {
			device,
			identifierType: 'email',
			email: 'noor@example.com',
			action: 'resolve',
			remove: false,
		});
		assert.deepEqual(await membersOfSales(account), [ADA, SAM, KIM]);
		assert.ok((await everybody(account)).includes(NOOR), 'the person stays in the account');
		const chat = await account.one('getDeviceChatDetails', { device, chatId: JONAS.wid });
		assert.equal(chat.status, 'resolved', 'the chat of the person is resolved');
	},
};
