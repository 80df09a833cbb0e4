// @ts-check
// Contacts: the address book of a number.

import assert from 'node:assert/strict';
import { changes, each } from '../harness/account.mjs';
import { SALES } from '../harness/sandbox.mjs';
import { AMINA, JONAS, MATEO, OLIVIA, PEOPLE, STRANGER } from '../harness/seeds.mjs';

const device = SALES;

/** @param {import('../harness/account.mjs').Account} account @param {{ wid: string }} who */
const contactOf = async (account, { wid }) => await account.one('getDeviceContactDetails', { device, contactId: wid });

/**
 * Runs an operation on a contact, and returns its changes to the contact.
 * @param {import('../harness/account.mjs').Account} account
 * @param {{ wid: string }} who
 * @param {string} operation
 * @param {Record<string, unknown>} parameters
 */
async function changesBy(account, who, operation, parameters) {
	const before = await contactOf(account, who);
	await account.one(operation, { device, contactId: who.wid, ...parameters });
	return changes(before, await contactOf(account, who));
}

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getDeviceContacts(account) {
		const all = await account.list('getDeviceContacts', { device });
		assert.deepEqual(each(all, 'displayName').sort(), PEOPLE.map(({ name }) => name).sort());
		const found = async (/** @type {object} */ filters) =>
			each(await account.list('getDeviceContacts', { device, filters }), 'wid');
		assert.deepEqual(await found({ country: ['ES', 'FR'], sort: 'name:desc' }), [MATEO.wid, AMINA.wid]);
		assert.deepEqual(await found({ type: ['business'] }), [AMINA.wid]);
	},

	async getDeviceContactDetails(account) {
		const contact = await account.one('getDeviceContactDetails', {
			device,
			contactId: OLIVIA.wid,
			include: ['chat'],
		});
		assert.equal(contact.wid, OLIVIA.wid);
		assert.equal(contact.displayName, OLIVIA.name);
		assert.equal(contact.chat.wid, OLIVIA.wid);
	},

	async createContact(account) {
		await account.one('createContact', {
			device,
			phone: STRANGER.phone,
			contactFields: {
				name: 'Carla',
				surname: 'Ruiz',
				email: 'carla@example.com',
				kind: 'business',
				languages: 'es, ca',
				birthday: '1990-05-06T00:00:00.000Z',
			},
			contactMetadata: { metadataValues: [{ key: 'customer_number', value: '1007' }] },
		});
		const { displayName, type, info, metadata } = await contactOf(account, STRANGER);
		assert.equal(displayName, 'Carla Ruiz');
		assert.equal(type, 'business');
		assert.equal(info.email, 'carla@example.com');
		assert.deepEqual(info.languages, ['es', 'ca']);
		assert.match(info.birthday, /^1990-05-06/);
		assert.deepEqual(metadata, [{ key: 'customer_number', value: '1007' }]);
	},

	async updateContact(account) {
		const { info } = await contactOf(account, OLIVIA);
		assert.equal(info.email, 'olivia@example.com');
		const { email, ...others } = info;
		const changed = await changesBy(account, OLIVIA, 'updateContact', {
			contactFields: { city: 'Boston' },
			fieldsToRemove: ['email'],
		});
		assert.deepEqual(changed, { info: { ...others, city: 'Boston' } });
	},

	async updateContactMetadata(account) {
		const metadata = [{ key: 'loyalty', value: 'gold' }];
		const changed = await changesBy(account, OLIVIA, 'updateContactMetadata', {
			metadata: { metadataValues: metadata },
		});
		assert.deepEqual(changed, { metadata }, 'the old metadata is replaced');
	},

	async upsertContactMetadata(account) {
		const { metadata } = await contactOf(account, OLIVIA);
		assert.equal(metadata.length, 1);
		const more = { key: 'loyalty', value: 'gold' };
		const changed = await changesBy(account, OLIVIA, 'upsertContactMetadata', {
			metadata: { metadataValues: [more] },
		});
		assert.deepEqual(changed, { metadata: [...metadata, more] });
	},

	async deleteContact(account) {
		const answer = await account.one('deleteContact', { device, contactId: JONAS.wid });
		assert.equal(answer.device, device);
		assert.equal(answer.contactId, JONAS.wid);
		await account.refused(404, 'getDeviceContactDetails', { device, contactId: JONAS.wid });
		assert.equal((await account.list('getDeviceContacts', { device })).length, PEOPLE.length - 1);
	},

	async bulkCreateContacts(account) {
		const created = await account.list('bulkCreateContacts', {
			device,
			contacts: {
				contactValues: [
					{ phone: STRANGER.phone, name: 'Carla', surname: 'Ruiz' },
					{ phone: AMINA.phone, companyName: 'Diallo Textiles' },
				],
			},
		});
		assert.deepEqual(each(created, 'wid'), [STRANGER.wid, AMINA.wid]);
		assert.equal((await contactOf(account, STRANGER)).displayName, 'Carla Ruiz');
		const amina = await contactOf(account, AMINA);
		assert.equal(amina.info.companyName, 'Diallo Textiles');
		assert.equal(amina.displayName, AMINA.name, 'a field that is not set does not change');
	},

	async blockContacts(account) {
		await account.one('blockContacts', { device, contacts: [OLIVIA.phone, MATEO.phone] });
		assert.equal((await contactOf(account, OLIVIA)).meta.isBlocked, true);
		assert.equal((await contactOf(account, MATEO)).meta.isBlocked, true);
		assert.equal((await contactOf(account, JONAS)).meta.isBlocked, false);
	},

	async unblockContacts(account) {
		await account.one('blockContacts', { device, contacts: `${OLIVIA.phone}, ${MATEO.phone}` });
		await account.one('unblockContacts', { device, contacts: OLIVIA.phone });
		assert.equal((await contactOf(account, OLIVIA)).meta.isBlocked, false);
		assert.equal((await contactOf(account, MATEO)).meta.isBlocked, true);
	},
};
