// @ts-check
// Sending messages: each message is queued and sent, and the test then reads it from the API.

import assert from 'node:assert/strict';
import { each } from '../harness/account.mjs';
import { SALES } from '../harness/sandbox.mjs';
import { JONAS, MATEO, NOOR, OLIVIA, SALES_TEAM, SHOP_NEWS, STRANGER } from '../harness/seeds.mjs';

const device = SALES;
const TO_MATEO = { device, target: 'phone', phone: MATEO.phone };
const TO_TEAM = { device, target: 'group', groupId: SALES_TEAM.wid };
const TO_NEWS = { device, target: 'channel', channel: SHOP_NEWS.wid };

/**
 * Queues a message, waits until it is sent, and returns it.
 * @param {import('../harness/account.mjs').Account} account
 * @param {string} operation
 * @param {Record<string, unknown>} parameters
 */
async function send(account, operation, parameters) {
	const queued = await account.one(operation, parameters);
	assert.equal(queued.status, 'queued');
	await account.letTimePass();
	const message = await account.one('getMessage', { messageId: queued.id });
	assert.equal(message.status, 'processed');
	assert.equal(message.device, device);
	return message;
}

/** @param {import('../harness/account.mjs').Account} account @param {Record<string, unknown>} target */
const sendPoll = async (account, target) =>
	await send(account, 'sendPoll', {
		...target,
		pollQuestion: 'When shall we meet?',
		pollOptions: { options: [{ option: 'Monday' }, { option: 'Tuesday' }] },
	});

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async sendText(account) {
		const message = await send(account, 'sendText', {
			...TO_MATEO,
			message: 'Your parcel waits at the counter.',
			options: {
				priority: 'high',
				reference: 'parcel-7',
				agent: NOOR,
				expiration: { values: { type: 'duration', duration: '2h' } },
				actions: { actions: [{ action: 'labels:add', labels: 'Customer' }] },
			},
		});
		assert.equal(message.phone, MATEO.phone);
		assert.equal(message.message, 'Your parcel waits at the counter.');
		assert.equal(message.priority, 'high');
		assert.equal(message.agent, NOOR);
		assert.deepEqual(message.expiration, { duration: '2h' });
		assert.deepEqual(message.actions, [{ action: 'labels:add', params: { labels: ['Customer'] } }]);
		const filters = { chat: MATEO.wid, reference: 'parcel-7' };
		const found = await account.list('getChatMessages', { device, filters });
		assert.deepEqual(each(found, 'body'), ['Your parcel waits at the counter.'], 'the chat has the message');
	},

	async sendMedia(account) {
		const mediaUrl = 'https://example.com/pictures/offer.png';
		const message = await send(account, 'sendMedia', { ...TO_TEAM, message: 'This week', mediaUrl });
		assert.equal(message.type, 'image');
		assert.equal(message.wid, SALES_TEAM.wid);
		assert.equal(message.media.url, mediaUrl);
		assert.equal(message.message, 'This week');
	},

	async sendScheduled(account) {
		const { id } = await account.one('sendScheduled', {
			...TO_MATEO,
			message: 'A happy new year!',
			deliverAt: '2099-12-31T23:00:00.000Z',
		});
		await account.letTimePass();
		const message = await account.one('getMessage', { messageId: id });
		assert.equal(message.status, 'queued');
		assert.equal(message.message, 'A happy new year!');
		assert.equal(Date.parse(message.deliverAt), Date.parse('2099-12-31T23:00:00.000Z'));
	},

	async sendPoll(account) {
		const message = await sendPoll(account, TO_NEWS);
		assert.equal(message.wid, SHOP_NEWS.wid);
		assert.deepEqual(message.poll, { name: 'When shall we meet?', options: ['Monday', 'Tuesday'] });
	},

	async sendPollVote(account) {
		const { waId } = await sendPoll(account, TO_TEAM);
		const message = await send(account, 'sendPollVote', {
			...TO_TEAM,
			pollMessageId: waId,
			voteOptions: {
				options: [
					{ optionType: 'value', value: 'Monday' },
					{ optionType: 'id', id: 1 },
				],
			},
		});
		assert.deepEqual(message.vote, { poll: waId, options: [{ value: 'Monday' }, { id: 1 }] });
	},

	async deletePollVote(account) {
		const { waId } = await sendPoll(account, TO_TEAM);
		const message = await send(account, 'deletePollVote', { ...TO_TEAM, pollMessageId: waId });
		assert.deepEqual(message.vote, { poll: waId, options: [] });
	},

	async sendEvent(account) {
		const message = await send(account, 'sendEvent', {
			...TO_TEAM,
			eventName: 'Stock-taking',
			eventDescription: 'We count everything',
			eventDate: '2030-01-02T08:00:00.000Z',
			eventLocation: 'Warehouse 2',
			eventCoordinates: { coordinates: { latitude: 41.38, longitude: 2.17 } },
			eventCallType: 'voice',
		});
		const { date, ...event } = message.event;
		assert.equal(Date.parse(date), Date.parse('2030-01-02T08:00:00.000Z'));
		assert.deepEqual(event, {
			name: 'Stock-taking',
			description: 'We count everything',
			location: 'Warehouse 2',
			latitude: 41.38,
			longitude: 2.17,
			call: 'voice',
		});
	},

	async confirmEvent(account) {
		const invitation = await send(account, 'sendEvent', {
			...TO_TEAM,
			eventName: 'Stock-taking',
			eventDate: '2030-01-02T08:00:00.000Z',
		});
		const answer = { ...TO_TEAM, eventMessageId: invitation.waId, eventResponse: 'decline' };
		const message = await send(account, 'confirmEvent', answer);
		assert.deepEqual(message.attend, { event: invitation.waId, confirm: false });
	},

	async sendLocation(account) {
		const message = await send(account, 'sendLocation', {
			...TO_MATEO,
			locationType: 'coordinates',
			locationLatitude: 41.38,
			locationLongitude: 2.17,
			locationName: 'The shop',
		});
		assert.deepEqual(message.location, { coordinates: [41.38, 2.17], name: 'The shop' });
	},

	async sendContacts(account) {
		const contacts = [
			{ phone: JONAS.phone, name: JONAS.name },
			{ phone: STRANGER.phone, name: 'The carrier' },
		];
		const message = await send(account, 'sendContacts', { ...TO_MATEO, contactsList: { contacts } });
		assert.equal(message.type, 'contacts');
		assert.deepEqual(message.contacts, contacts);
	},

	async sendReaction(account) {
		const message = await send(account, 'sendReaction', {
			...TO_MATEO,
			reactionMessageId: MATEO.question,
			reactionEmoji: '👍',
		});
		assert.equal(message.reaction, '👍');
		assert.equal(message.reactionMessage, MATEO.question);
	},

	async sendProduct(account) {
		const [bread] = await account.list('getCatalog', { device });
		const message = await send(account, 'sendProduct', { ...TO_MATEO, productId: bread.id });
		assert.equal(message.type, 'product');
		assert.equal(message.product, bread.id);
	},

	async forwardMessage(account) {
		const message = await send(account, 'forwardMessage', {
			...TO_MATEO,
			forwardMessageId: OLIVIA.question,
			forwardChatId: OLIVIA.wid,
		});
		assert.equal(message.phone, MATEO.phone);
		assert.deepEqual(message.forward, { message: OLIVIA.question, chat: OLIVIA.wid });
	},
};
