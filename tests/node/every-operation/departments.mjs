// @ts-check
// Departments: parts of the team.

import assert from 'node:assert/strict';
import { changes, each } from '../harness/account.mjs';
import { SALES } from '../harness/sandbox.mjs';
import { COMPLAINTS, KIM, MATEO, NOOR, ORDERS, SAM } from '../harness/seeds.mjs';

const device = SALES;

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getDepartments(account) {
		const departments = await account.list('getDepartments', { device });
		assert.deepEqual(each(departments, 'id'), [ORDERS, COMPLAINTS]);
		assert.deepEqual(each(departments, 'name'), ['Orders', 'Complaints']);
	},

	async createDepartment(account) {
		const department = {
			name: 'Delivery',
			color: 'violet',
			icon: 'rocket',
			description: 'Brings it to your door',
			agents: [NOOR, KIM],
		};
		const { id } = await account.one('createDepartment', { device, ...department });
		const departments = await account.list('getDepartments', { device });
		assert.deepEqual(each(departments, 'id'), [ORDERS, COMPLAINTS, id]);
		const { name, color, icon, description, agents } = departments[2];
		assert.deepEqual({ name, color, icon, description, agents }, department);
	},

	async updateDepartment(account) {
		const before = await account.list('getDepartments', { device });
		const change = { name: 'Complaints and returns', agents: [SAM] };
		const updated = await account.one('updateDepartment', { device, department: COMPLAINTS, ...change });
		assert.deepEqual(changes(before[1], updated), change);
		assert.deepEqual(await account.list('getDepartments', { device }), [before[0], updated]);
	},

	async deleteDepartment(account) {
		const chat = { device, chatId: MATEO.wid };
		await account.one('assignChatAgent', { ...chat, assignmentType: 'department', department: ORDERS });
		const answer = await account.one('deleteDepartment', { device, department: ORDERS });
		assert.equal(answer.device, device);
		assert.deepEqual(each(await account.list('getDepartments', { device }), 'id'), [COMPLAINTS]);
		const { owner } = await account.one('getDeviceChatDetails', chat);
		assert.equal(owner, undefined, 'its chat has no owner');
	},
};
