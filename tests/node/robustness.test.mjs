// @ts-check
// Conditions in which n8n must not hang, crash or become slow: cancelled workflows, unusual items, very many items, a panic in the
// core.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SALES, SUPPORT } from './harness/sandbox.mjs';
import { DEVICE_FROM_ITEM, health, itemsOf, reboot, setUp } from './harness/setup.mjs';

const { host, sandbox, credentials } = await setUp();

describe('a workflow cancelled while Wait For Session is pending', () => {
	for (const onError of ['stopWorkflow', 'continueRegularOutput']) {
		test(`${onError}: the node stops within a second and the request is aborted`, async () => {
			await sandbox.clock(1);
			const execution = host.start({
				parameters: reboot(SALES, { wait: true }),
				credentials,
				settings: { onError: /** @type {any} */ (onError) },
			});
			await sandbox.journal({ wait: 1 });
			const cancelledAt = performance.now();
			execution.cancel();
			const { status } = await execution.outcome;
			assert.ok(performance.now() - cancelledAt < 1000, 'the node stops within a second');
			assert.equal(status, 'canceled');
			const [{ outcome }] = await sandbox.journal({ wait: 1, outcome: 'aborted' });
			assert.equal(outcome, 'aborted');
		});
	}

	test('items that have not started are not sent', async () => {
		await sandbox.clock(1);
		const execution = host.start({
			parameters: reboot(DEVICE_FROM_ITEM, { wait: true }),
			items: itemsOf([SALES, SALES, SALES]),
			credentials,
			settings: { onError: 'continueRegularOutput' },
		});
		await sandbox.journal({ wait: 1 });
		execution.cancel();
		await execution.outcome;
		assert.equal((await sandbox.journal({ wait: 1, outcome: 'aborted' })).length, 1);
	});

	test('another execution goes on', async () => {
		await sandbox.fault({ path: `/devices/${SUPPORT}/health`, delayMs: 500 });
		const other = host.run({ parameters: health(SUPPORT), credentials });
		await sandbox.journal({ wait: 1 });
		await sandbox.clock(1);
		const execution = host.start({ parameters: reboot(SALES, { wait: true }), credentials });
		await sandbox.journal({ wait: 2 });
		execution.cancel();
		await execution.outcome;
		assert.equal((await other).items[0].json.status, 'offline');
	});
});

describe('items', () => {
	test('none: n8n does not run the node, and nothing is sent', async () => {
		const outcome = await host.run({ parameters: health(SALES), items: [], credentials });
		assert.deepEqual(outcome.items, []);
		assert.deepEqual(await sandbox.journal(), []);
	});

	test('empty ones: they run like any other', async () => {
		const outcome = await host.run({
			parameters: health(SALES),
			items: [{ json: {} }, { json: {} }],
			credentials,
		});
		assert.deepEqual(
			outcome.items.map(({ json }) => json.status),
			['online', 'online'],
		);
	});

	test('10,000 at once: each has its own result, in order', async () => {
		const devices = Array.from({ length: 10_000 }, (_, index) => (index % 2 === 0 ? SALES : SUPPORT));
		const outcome = await host.run({ parameters: health(DEVICE_FROM_ITEM), items: itemsOf(devices), credentials });
		assert.equal(outcome.error, undefined, outcome.error?.message);
		assert.equal(outcome.items.length, devices.length);
		for (const [index, { json, pairedItem }] of outcome.items.entries()) {
			assert.equal(json.status, index % 2 === 0 ? 'online' : 'offline');
			assert.deepEqual(pairedItem, { item: index });
		}
	});

	test('10,000 invalid ones: each has its own message, and nothing is sent', async () => {
		const outcome = await host.run({
			parameters: health(DEVICE_FROM_ITEM),
			items: itemsOf(Array(10_000).fill('')),
			credentials,
			settings: { onError: 'continueRegularOutput' },
		});
		assert.equal(outcome.items.length, 10_000);
		assert.ok(outcome.items.every(({ json }) => json.code === 'INVALID_PARAMETER'));
		assert.deepEqual(await sandbox.journal(), []);
	});

	test('that refer to themselves: they run like any other, and do not change', async () => {
		/** @type {any} */
		const json = { device: SALES };
		json.self = json;
		json.list = [json, { json }];
		const outcome = await host.run({ parameters: health(DEVICE_FROM_ITEM), items: [{ json }], credentials });
		assert.equal(outcome.error, undefined, outcome.error?.message);
		assert.equal(outcome.items[0].json.status, 'online');
		assert.equal(json.self, json);
	});

	for (const [name, value] of /** @type {[string, unknown][]} */ ([
		['a big integer', 2n ** 70n],
		['a date', new Date(0)],
		['a date that is none', new Date(NaN)],
		['a map', new Map([[{}, new Set([1])]])],
		['bytes', Buffer.from([0, 255])],
		['a function', () => 1],
		['a symbol', Symbol('x')],
		['NaN', NaN],
		['an object without a prototype', Object.create(null)],
		['half a surrogate pair', '\ud800'],
		[
			'a getter that throws',
			{
				get trap() {
					throw new Error('touched');
				},
			},
		],
		[
			'a proxy that throws',
			new Proxy(
				{},
				{
					ownKeys() {
						throw new Error('touched');
					},
				},
			),
		],
	])) {
		test(`that hold ${name}: they run like any other`, async () => {
			const item = { json: /** @type {any} */ ({ value }) };
			const outcome = await host.run({ parameters: health(SALES), items: [item], credentials });
			assert.equal(outcome.error, undefined, outcome.error?.message);
			assert.equal(outcome.items[0].json.status, 'online');
			assert.equal(item.json.value, value);
		});
	}
});

describe('an answer keeps everything that JSON can hold', () => {
	test('the order of keys, deep nesting, texts in every script', async () => {
		/** @type {any} */
		let deep = { leaf: true };
		for (let level = 0; level < 500; level++) deep = { deep };
		const body = { zebra: 1, apple: [null, -0.5, 1e300, ''], 'naïve ключ 😀': '\u2028"\\', deep };
		await sandbox.fault({ status: 200, bodyText: JSON.stringify(body), contentType: 'application/json' });
		const { items } = await host.run({ parameters: health(SALES), credentials });
		assert.deepEqual(items[0].json, body);
		assert.deepEqual(Object.keys(items[0].json), Object.keys(body));
	});

	test('a member named __proto__ is data, and changes no other object', async () => {
		await sandbox.fault({
			status: 200,
			bodyText: '{"__proto__":{"polluted":true},"constructor":"x"}',
			contentType: 'application/json',
		});
		await host.run({ parameters: health(SALES), credentials });
		assert.equal(/** @type {any} */ ({}).polluted, undefined);
	});
});

describe('executions side by side', () => {
	test('do not affect each other', async () => {
		const outcomes = await Promise.all(
			Array.from({ length: 20 }, (_, index) =>
				host.run({
					parameters: health(DEVICE_FROM_ITEM),
					items: itemsOf(index % 2 === 0 ? [SALES, SUPPORT] : [SUPPORT, SALES]),
					credentials,
				}),
			),
		);
		for (const [index, { items }] of outcomes.entries()) {
			const expected = index % 2 === 0 ? ['online', 'offline'] : ['offline', 'online'];
			assert.deepEqual(
				items.map(({ json }) => json.status),
				expected,
			);
		}
	});
});
