// @ts-check
// Chats: status, owner, labels, notes and the like.

import assert from 'node:assert/strict';
import { changes, each } from '../harness/account.mjs';
import { SALES } from '../harness/sandbox.mjs';
import {
	AMINA,
	JONAS,
	KIM,
	MATEO,
	NOOR,
	OLIVIA,
	OLIVIAS_NOTE,
	ORDERS,
	PRIYA,
	RECENT_MESSAGE,
	SALES_TEAM,
	YUKI,
} from '../harness/seeds.mjs';

const device = SALES;

/** @param {import('../harness/account.mjs').Account} account @param {{ wid: string }} who */
const chatWith = async (account, { wid }) =>
	await account.one('getDeviceChatDetails', { device, chatId: wid, include: ['notes'] });

/**
 * Runs an operation on the chat with a person, and returns its changes to the chat.
 * @param {import('../harness/account.mjs').Account} account
 * @param {{ wid: string }} who
 * @param {string} operation
 * @param {Record<string, unknown>} [parameters]
 */
async function changesBy(account, who, operation, parameters) {
	const before = await chatWith(account, who);
	await account.one(operation, { device, chatId: who.wid, ...parameters });
	return changes(before, await chatWith(account, who));
}

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getDeviceChats(account) {
		const chats = async (/** @type {object} */ filters) =>
			each(await account.list('getDeviceChats', { device, filters }), 'wid');
		assert.equal((await chats({})).length, 10);
		assert.deepEqual(await chats({ agent: [NOOR] }), [JONAS.wid]);
		assert.deepEqual(await chats({ labels: ['Urgent'] }), [OLIVIA.wid]);
		assert.deepEqual(await chats({ status: ['resolved'] }), [MATEO.wid]);
		assert.deepEqual(await chats({ unread: true, sort: 'unreadCount:desc' }), [AMINA.wid, JONAS.wid]);
	},

	async getDeviceChatDetails(account) {
		const chat = await account.one('getDeviceChatDetails', {
			device,
			chatId: OLIVIA.wid,
			include: ['messages', 'notes'],
		});
		assert.equal(chat.wid, OLIVIA.wid);
		assert.equal(chat.name, OLIVIA.name);
		assert.equal(chat.messages[0].id, RECENT_MESSAGE);
		assert.deepEqual(each(chat.notes, 'id'), [OLIVIAS_NOTE]);
	},

	async sendTypingStatus(account) {
		const answer = await account.one('sendTypingStatus', {
			device,
			targetType: 'group',
			group: SALES_TEAM.wid,
			action: 'recording',
			duration: 5,
		});
		assert.equal(answer.action, 'recording');
		assert.equal(answer.chat, SALES_TEAM.wid);
		assert.equal(answer.duration, 5);
	},

	async syncDeviceChats(account) {
		const { chats, messages } = await account.one('syncDeviceChats', { device, size: 3, messages: 1 });
		assert.deepEqual({ chats, messages }, { chats: 3, messages: 3 });
	},

	async syncDeviceChatMessages(account) {
		const messages = await account.list('syncDeviceChatMessages', { device, chatId: AMINA.wid });
		assert.deepEqual(each(messages, 'id'), [AMINA.answer, AMINA.question]);
		const oldest = { device, chatId: AMINA.wid, size: 1, page: 1 };
		assert.deepEqual(each(await account.list('syncDeviceChatMessages', oldest), 'id'), [AMINA.question]);
	},

	async updateChatReadStatus(account) {
		const read = await changesBy(account, AMINA, 'updateChatReadStatus', { unread: false });
		assert.deepEqual(read, { unreadCount: 0 });
		const unread = await changesBy(account, AMINA, 'updateChatReadStatus', { unread: true });
		assert.deepEqual(unread, { unreadCount: 1 });
	},

	async setChatStatus(account) {
		const changed = await changesBy(account, MATEO, 'setChatStatus', { status: 'pending' });
		assert.deepEqual(changed, { status: 'pending' });
	},

	async getGroupParticipants(account) {
		const group = { device, chatId: SALES_TEAM.wid };
		assert.equal((await account.list('getGroupParticipants', group)).length, 7);
		const admins = await account.list('getGroupParticipants', {
			...group,
			participantFilters: { role: ['admin'], include: ['contact'] },
		});
		assert.deepEqual(each(admins, 'wid'), [OLIVIA.wid]);
		assert.equal(admins[0].contact.displayName, OLIVIA.name);
	},

	async assignChatAgent(account) {
		const { owner, ...others } = await changesBy(account, MATEO, 'assignChatAgent', {
			assignmentType: 'both',
			agent: KIM,
			department: ORDERS,
		});
		assert.deepEqual(others, {});
		assert.equal(owner.agent, KIM);
		assert.equal(owner.department, ORDERS);
	},

	async unassignChatAgent(account) {
		const changed = await changesBy(account, JONAS, 'unassignChatAgent');
		assert.deepEqual(changed, { owner: undefined });
	},

	async createChatNote(account) {
		await account.one('createChatNote', {
			device,
			chatId: OLIVIA.wid,
			message: 'Called her back',
			noteAdvancedOptions: { author: KIM, quote: RECENT_MESSAGE },
		});
		const { notes } = await chatWith(account, OLIVIA);
		assert.equal(notes.length, 2);
		assert.equal(notes[0].id, OLIVIAS_NOTE);
		const { message, author, quote } = notes[1];
		assert.deepEqual({ message, author, quote }, { message: 'Called her back', author: KIM, quote: RECENT_MESSAGE });
	},

	async deleteChatNote(account) {
		const { notes } = await changesBy(account, OLIVIA, 'deleteChatNote', { ids: OLIVIAS_NOTE });
		assert.deepEqual(notes, []);
	},

	async updateChatLabels(account) {
		const update = async (/** @type {object} */ parameters) =>
			(await changesBy(account, OLIVIA, 'updateChatLabels', { ...parameters })).labels;
		assert.deepEqual(await update({ updateType: 'upsert', labels: 'Follow up' }), ['Customer', 'Urgent', 'Follow up']);
		assert.deepEqual(await update({ updateType: 'remove', labels: 'Urgent, Customer' }), ['Follow up']);
		assert.deepEqual(await update({ updateType: 'replace', labels: ['Urgent'] }), ['Urgent']);
	},

	async updateChatMeta(account) {
		const changed = await changesBy(account, OLIVIA, 'updateChatMeta', { attributes: { pinned: false } });
		assert.deepEqual(changed, { isPinned: false });
		const muted = await changesBy(account, OLIVIA, 'updateChatMeta', { attributes: { muted: true } });
		assert.deepEqual(muted, { isMuted: true });
	},

	async archiveChat(account) {
		assert.deepEqual(await changesBy(account, PRIYA, 'archiveChat'), { isArchive: true });
	},

	async unarchiveChat(account) {
		await account.one('archiveChat', { device, chatId: PRIYA.wid });
		assert.deepEqual(await changesBy(account, PRIYA, 'unarchiveChat'), { isArchive: false });
	},

	async deleteDeviceChat(account) {
		const chat = { device, chatId: YUKI.wid };
		const answer = await account.one('deleteDeviceChat', { ...chat, whatsapp: true, force: true });
		assert.equal(answer.device, device);
		assert.equal(answer.chatId, YUKI.wid);
		await account.refused(404, 'getDeviceChatDetails', chat);
		const left = each(await account.list('getDeviceChats', { device }), 'wid');
		assert.equal(left.length, 9);
		await account.one('getDeviceContactDetails', { device, contactId: YUKI.wid });
	},

	async bulkChatsUpdate(account) {
		const chats = [OLIVIA.wid, AMINA.phone];
		await account.one('bulkChatsUpdate', {
			device,
			action: 'labels',
			chats,
			addLabels: 'Follow up',
			removeLabels: 'Urgent',
		});
		await account.one('bulkChatsUpdate', { device, action: 'assign', chats, department: ORDERS });
		const [olivia, amina] = [await chatWith(account, OLIVIA), await chatWith(account, AMINA)];
		assert.deepEqual(olivia.labels, ['Customer', 'Follow up']);
		assert.deepEqual(amina.labels, ['Follow up']);
		assert.equal(olivia.owner.department, ORDERS);
		assert.equal(amina.owner.department, ORDERS);
		assert.deepEqual((await chatWith(account, MATEO)).labels, []);
	},
};
