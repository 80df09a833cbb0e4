// @ts-check
// Invalid and unusual parameters: the node rejects them before it sends anything, or it sends them without a change of the path.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SALES } from './harness/sandbox.mjs';
import { DEVICE_FROM_ITEM, itemsOf, reboot, setUp } from './harness/setup.mjs';

const { host, sandbox, credentials } = await setUp();

/**
 * Expects that the node rejects the parameters and sends nothing.
 * @param {Record<string, unknown>} parameters
 * @param {any[]} [items]
 */
async function assertRefused(parameters, items) {
	const outcome = await host.run({ parameters, items, credentials });
	assert.equal(outcome.status, 'error');
	assert.equal(outcome.thrown?.name, 'NodeOperationError', outcome.error?.message);
	assert.deepEqual(await sandbox.journal(), []);
	return outcome.thrown;
}

describe('an invalid device ID', () => {
	for (const [name, json] of /** @type {[string, object][]} */ ([
		['empty', { device: '' }],
		['only spaces', { device: '   ' }],
		['missing', {}],
		['null', { device: null }],
		['an object', { device: { id: SALES } }],
		['a list', { device: [SALES] }],
		['true', { device: true }],
		['"."', { device: '.' }],
		['".."', { device: '..' }],
	])) {
		test(`${name}: rejected, nothing is sent`, async () => {
			const error = await assertRefused(reboot(DEVICE_FROM_ITEM), [{ json }]);
			assert.match(error.message, /WhatsApp Number/i, 'the message names the field');
			assert.equal(error.context.itemIndex, 0);
		});
	}

	test('left empty in the node: nothing is sent', async () => {
		await assert.rejects(async () => {
			const { error } = await host.run({ parameters: reboot(''), credentials });
			throw error;
		});
		assert.deepEqual(await sandbox.journal(), []);
	});
});

describe('a device ID with characters that have a meaning in a URL', () => {
	for (const device of [
		'a/b',
		'../b',
		'a/../b',
		'a?b',
		'a?wait=true',
		'a#b',
		'a b',
		'a&b=c',
		'a;b',
		'a:b@c',
		'a\\b',
		'a%2Fb',
		'%2e%2e',
		'a\nb',
		'naïve',
		'ключ',
		'𝕬😀',
		'a+b',
		'"\'<>`{}|^[]',
	]) {
		test(`${JSON.stringify(device)}: percent-encoded, the path keeps its segments`, async () => {
			await host.run({
				parameters: reboot(DEVICE_FROM_ITEM),
				items: itemsOf([device]),
				credentials,
				settings: { onError: 'continueRegularOutput' },
			});
			const [{ path, query }] = await sandbox.journal();
			const segments = path.split('/');
			assert.equal(segments.length, 5, path);
			assert.deepEqual(segments.map(decodeURIComponent), ['', 'v1', 'devices', device, 'reboot']);
			assert.equal(query, null);
		});
	}

	test('half a surrogate pair: an error of this item, no crash', async () => {
		const outcome = await host.run({
			parameters: reboot(DEVICE_FROM_ITEM),
			items: itemsOf(['a\ud800b', SALES]),
			credentials,
			settings: { onError: 'continueRegularOutput' },
		});
		assert.equal(outcome.items.length, 2);
		assert.ok(outcome.items[0].json.error);
		assert.equal(outcome.items[1].json.id, SALES);
	});
});

describe('other parameters', () => {
	test('a flag that is neither true nor false: rejected', async () => {
		const error = await assertRefused(reboot(SALES, { wait: '={{ "perhaps" }}' }));
		assert.match(error.message, /Wait/);
	});

	test('a list as text: split at the commas', async () => {
		const outcome = await host.run({
			parameters: {
				resource: 'numbers',
				operation: 'getNumberById',
				device: SALES,
				includeOptions: { exclude: '={{ "session,profile" }}' },
			},
			credentials,
		});
		assert.equal(outcome.error, undefined, outcome.error?.message);
		assert.equal(decodeURIComponent((await sandbox.journal())[0].query ?? ''), 'exclude=session,profile');
	});

	test('an operation that does not exist: rejected, with its name', async () => {
		const error = await assertRefused({ resource: 'session', operation: 'explode', device: SALES });
		assert.match(error.message, /explode/);
	});

	test('a resource that does not exist: rejected, with its name', async () => {
		const error = await assertRefused({ resource: 'teapots', operation: 'rebootDevice', device: SALES });
		assert.match(error.message, /teapots/);
	});

	test('names that every JavaScript object has: rejected as well', async () => {
		for (const name of ['constructor', '__proto__', 'toString']) {
			await assertRefused({ resource: name, operation: name, device: SALES });
		}
	});
});
