// @ts-check
// Groups: their settings, members, applicants and invitations.

import assert from 'node:assert/strict';
import { changes, each } from '../harness/account.mjs';
import { SALES, SUPPORT } from '../harness/sandbox.mjs';
import {
	APPLICANTS,
	CUSTOMERS,
	JONAS,
	MATEO,
	OLIVIA,
	PEOPLE,
	SALES_TEAM,
	STRANGER,
	SUPPLIERS,
	WORKSHOPS,
} from '../harness/seeds.mjs';

const device = SALES;
const TEAM = { device, groupId: SALES_TEAM.wid };
const OWN_PHONE = '+15550100001';
const MEMBERS = [OWN_PHONE, ...PEOPLE.map(({ phone }) => phone)];

/**
 * Runs an operation, and returns its changes to the sales team's group.
 * @param {import('../harness/account.mjs').Account} account
 * @param {string} operation
 * @param {Record<string, unknown>} parameters
 */
async function changesBy(account, operation, parameters) {
	const before = await account.one('getGroupById', TEAM);
	await account.one(operation, { ...TEAM, ...parameters });
	return changes(before, await account.one('getGroupById', TEAM));
}

/** @param {import('../harness/account.mjs').Account} account */
async function members(account) {
	const { participants } = await account.one('getGroupById', TEAM);
	return participants;
}

/** @param {import('../harness/account.mjs').Account} account */
const applicants = async (account) => each(await account.list('getGroupPendingMembers', TEAM), 'phone');

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getDeviceGroupChats(account) {
		const all = await account.list('getDeviceGroupChats', { device });
		assert.deepEqual(each(all, 'wid'), [SALES_TEAM.wid, SUPPLIERS.wid, CUSTOMERS.wid]);
		assert.deepEqual(each(all, 'name'), [SALES_TEAM.name, SUPPLIERS.name, CUSTOMERS.name]);
		const lists = await account.list('getDeviceGroupChats', { device, kind: ['broadcast'] });
		assert.deepEqual(each(lists, 'wid'), [CUSTOMERS.wid]);
	},

	async getGroupById(account) {
		const group = await account.one('getGroupById', TEAM);
		assert.equal(group.wid, SALES_TEAM.wid);
		assert.equal(group.name, SALES_TEAM.name);
		assert.deepEqual(each(group.participants, 'phone'), MEMBERS);
	},

	async createGroup(account) {
		const permissions = { edit: 'admins', send: 'all', invite: 'admins', approval: true };
		const { wid } = await account.one('createGroup', {
			device,
			name: 'Opening day',
			description: 'Who does what',
			permissions,
			ephemeral: '7d',
			participants: { participantValues: [{ phone: OLIVIA.phone, admin: true }, { phone: STRANGER.phone }] },
		});
		const group = await account.one('getGroupById', { device, groupId: wid });
		assert.equal(group.name, 'Opening day');
		assert.equal(group.description, 'Who does what');
		assert.deepEqual(group.permissions, permissions);
		assert.equal(group.ephemeral, '7d');
		assert.deepEqual(each(group.participants, 'phone'), [OWN_PHONE, OLIVIA.phone, STRANGER.phone]);
		assert.deepEqual(each(group.participants, 'isAdmin'), [true, true, false]);
	},

	async updateGroup(account) {
		const { permissions } = await account.one('getGroupById', TEAM);
		const changed = await changesBy(account, 'updateGroup', {
			name: 'Sales and service',
			permissions: { send: 'admins' },
			ephemeral: '24h',
		});
		assert.deepEqual(changed, {
			name: 'Sales and service',
			permissions: { ...permissions, send: 'admins' },
			ephemeral: '24h',
		});
		const renamed = await changesBy(account, 'updateGroup', { name: SALES_TEAM.name });
		assert.deepEqual(renamed, { name: SALES_TEAM.name }, 'the time after which messages disappear is the same');
	},

	async groupUpdateImage(account) {
		const url = 'https://example.com/team.png';
		const changed = await changesBy(account, 'groupUpdateImage', { imageSource: 'url', url });
		assert.deepEqual(changed, { imageUrl: url });
	},

	async addGroupParticipants(account) {
		const participants = { participantValues: [{ phone: STRANGER.phone, admin: true }] };
		await account.one('addGroupParticipants', { ...TEAM, participants });
		const after = await members(account);
		assert.deepEqual(each(after, 'phone'), [...MEMBERS, STRANGER.phone]);
		assert.equal(after.at(-1).isAdmin, true);
	},

	async updateParticipantsPermissions(account) {
		const before = each(await members(account), 'isAdmin');
		assert.deepEqual(before, [true, true, false, false, false, false, false]);
		const participantValues = [
			{ phone: OLIVIA.phone, admin: false },
			{ phone: JONAS.phone, admin: true },
		];
		await account.one('updateParticipantsPermissions', { ...TEAM, participants: { participantValues } });
		const after = each(await members(account), 'isAdmin');
		assert.deepEqual(after, [true, false, false, true, false, false, false]);
	},

	async removeGroupParticipants(account) {
		const phones = [OLIVIA.phone, MATEO.phone];
		await account.one('removeGroupParticipants', { ...TEAM, phones });
		const left = MEMBERS.filter((phone) => !phones.includes(phone));
		assert.deepEqual(each(await members(account), 'phone'), left);
	},

	async getGroupPendingMembers(account) {
		const pending = await account.list('getGroupPendingMembers', TEAM);
		assert.deepEqual(each(pending, 'phone'), APPLICANTS);
	},

	async approveGroupMembers(account) {
		const [first, ...others] = APPLICANTS;
		await account.one('approveGroupMembers', { ...TEAM, all: false, phones: first });
		assert.deepEqual(await applicants(account), others);
		assert.deepEqual(each(await members(account), 'phone'), [...MEMBERS, first]);
	},

	async rejectGroupMembers(account) {
		await account.one('rejectGroupMembers', { ...TEAM, all: true });
		assert.deepEqual(await applicants(account), []);
		assert.deepEqual(each(await members(account), 'phone'), MEMBERS);
	},

	async getGroupInviteCode(account) {
		const { inviteCode, inviteLink } = await account.one('getGroupInviteCode', TEAM);
		const group = await account.one('getGroupById', TEAM);
		assert.ok(inviteCode);
		assert.equal(inviteCode, group.inviteCode);
		assert.equal(inviteLink, `https://chat.whatsapp.com/${inviteCode}`);
	},

	async revokeGroupInvite(account) {
		const { inviteCode, inviteLink } = await changesBy(account, 'revokeGroupInvite', {});
		assert.ok(inviteCode, 'the group has a new invite code');
		assert.equal(inviteLink, `https://chat.whatsapp.com/${inviteCode}`);
	},

	async joinGroup(account) {
		const groupId = WORKSHOPS.wid;
		await account.refused(404, 'getGroupById', { device, groupId });
		const { inviteLink } = await account.one('getGroupInviteCode', { device: SUPPORT, groupId });
		await account.one('joinGroup', { device, joinMethod: 'url', url: inviteLink });
		const { name, participants } = await account.one('getGroupById', { device, groupId });
		assert.equal(name, WORKSHOPS.name);
		assert.ok(each(participants, 'phone').includes(OWN_PHONE));
	},

	async leaveGroup(account) {
		await account.one('leaveGroup', { device, id: SALES_TEAM.wid, remove: false });
		const { isReadOnly, participants } = await account.one('getGroupById', TEAM);
		assert.equal(isReadOnly, true);
		assert.deepEqual(each(participants, 'phone'), MEMBERS.slice(1));
		await account.one('leaveGroup', { device, id: SUPPLIERS.wid, remove: true });
		const left = await account.list('getDeviceGroupChats', { device });
		assert.deepEqual(each(left, 'wid'), [SALES_TEAM.wid, CUSTOMERS.wid]);
		await account.refused(404, 'getDeviceChatDetails', { device, chatId: SUPPLIERS.wid });
	},
};
