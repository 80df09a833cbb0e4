// @ts-check
// The catalogue of products: the number's own, and that of another business.

import assert from 'node:assert/strict';
import { each } from '../harness/account.mjs';
import { SALES } from '../harness/sandbox.mjs';
import { STRANGER } from '../harness/seeds.mjs';

const device = SALES;

/** @type {import('../harness/account.mjs').Cases} */
export default {
	async getCatalog(account) {
		const products = await account.list('getCatalog', { device });
		assert.deepEqual(each(products, 'name'), ['Bread', 'Rolls', 'Pretzel']);
		assert.ok(products.every((product) => product.device === device));
		const second = await account.list('getCatalog', { device, pagination: { page: 1, size: 2 } });
		assert.deepEqual(each(second, 'name'), ['Pretzel']);
	},

	async queryCatalog(account) {
		const { phone, wid } = STRANGER;
		const products = await account.list('queryCatalog', { device, phone, size: 2 });
		assert.deepEqual(each(products, 'name'), ['Tea', 'Coffee']);
		assert.deepEqual(each(products, 'wid'), [wid, wid]);
	},
};
