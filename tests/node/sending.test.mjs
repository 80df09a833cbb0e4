// @ts-check
// Safe sending: which requests are retried and which are not, messages that are sent exactly once, n8n's own retries, cancelling.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SALES, SUPPORT } from './harness/sandbox.mjs';
import { DEVICE_FROM_ITEM, health, itemsOf, reboot, setUp } from './harness/setup.mjs';

const { host, sandbox, credentials } = await setUp();

const PHONES = ['+15551100001', '+15551100002', '+15551100003', '+15551100004', '+15551100005'];
const toPhones = PHONES.map((phone) => ({ json: { phone } }));

const sendText = (runOptions = {}, parameters = {}) => ({
	resource: 'send-messages',
	operation: 'sendText',
	device: SALES,
	target: 'phone',
	phone: '={{ $json.phone }}',
	message: 'Hello',
	runOptions,
	...parameters,
});

/** @param {Record<string, unknown>} parameters @param {Partial<Parameters<typeof host.run>[0]>} [request] */
async function run(parameters, request = {}) {
	return await host.run({ parameters, credentials, ...request });
}

/** The receivers of the messages that the API has. */
async function sent() {
	const response = await fetch(`${sandbox.url}/messages?size=100`, { headers: { token: sandbox.key } });
	const messages = /** @type {any[]} */ (await response.json());
	return messages
		.filter(({ message }) => message === 'Hello')
		.map(({ phone }) => phone)
		.sort();
}

/** The requests that the API got, as method and path. */
async function requests() {
	return (await sandbox.journal()).map(({ method, path }) => `${method} ${path.replace('/v1', '')}`);
}

describe('a request that is retried', () => {
	for (const [name, fault] of Object.entries({
		429: { status: 429 },
		503: { status: 503 },
	})) {
		test(`a message, after ${name}`, async () => {
			await sandbox.fault({ path: '/messages', ...fault });
			const { error, hints } = await run(sendText(), { items: toPhones.slice(0, 1) });
			assert.equal(error, undefined, error?.message);
			assert.deepEqual(await sent(), PHONES.slice(0, 1));
			assert.match(hints[0], /1 of 1 requests was retried/);
		});
	}

	for (const [name, fault] of Object.entries({
		500: { status: 500 },
		502: { status: 502 },
		'a reset': { reset: 'after' },
		'half an answer': { truncate: 5 },
		429: { status: 429 },
	})) {
		test(`a read, after ${name}`, async () => {
			await sandbox.fault({ path: '/devices/*', ...fault });
			const { error } = await run(health(SALES));
			assert.equal(error, undefined, error?.message);
			assert.equal((await sandbox.journal()).length, 2);
		});
	}

	test('an update without an answer', async () => {
		await sandbox.fault({ path: '/devices/*', reset: 'after' });
		const { error } = await run({
			resource: 'numbers',
			operation: 'updateNumber',
			device: SALES,
			updateFields: { alias: 'Retail' },
		});
		assert.equal(error, undefined, error?.message);
		assert.equal((await sandbox.journal()).length, 2);
	});

	test('a delete without an answer: a 404 of the retry is a success', async () => {
		await sandbox.fault({ path: '/chat/*', reset: 'after' });
		const contactId = '15551100004@c.us';
		const { error, items } = await run({
			resource: 'chat-contacts',
			operation: 'deleteContact',
			device: SALES,
			contactId,
		});
		assert.equal(error, undefined, error?.message);
		assert.deepEqual(items[0].json, { deleted: true, device: SALES, contactId });
	});

	test('at most as often as Retries allows', async () => {
		await sandbox.fault({ path: '/devices/*', status: 500, times: 0 });
		const { error } = await run({ ...health(SALES), runOptions: { retries: 1 } });
		assert.equal(error.httpCode, '500');
		assert.equal((await sandbox.journal()).length, 2);
	});

	test('Retry-After, in seconds: no request before', async () => {
		await sandbox.fault({ path: '/messages', status: 429, headers: { 'retry-after': '1' } });
		const started = performance.now();
		const { error, hints } = await run(sendText(), { items: toPhones });
		const took = performance.now() - started;
		assert.equal(error, undefined, error?.message);
		assert.ok(took >= 1000, `${took} ms`);
		assert.match(hints[0], /slow down once/);
		assert.deepEqual(await sent(), PHONES);
	});

	test('Retry-After, as a date', async () => {
		const date = new Date(Date.now() + 2000).toUTCString();
		await sandbox.fault({ path: '/messages', status: 503, headers: { 'retry-after': date } });
		const { error } = await run(sendText(), { items: toPhones.slice(0, 1) });
		assert.equal(error, undefined, error?.message);
		assert.ok(Date.now() >= Date.parse(date), 'no request before the date');
	});

	test('a Retry-After that is too long is an error with its time', async () => {
		await sandbox.fault({ path: '/messages', status: 429, headers: { 'retry-after': '3600' } });
		const { error } = await run(sendText(), { items: toPhones.slice(0, 1) });
		assert.match(error.description, /3600 seconds/);
		assert.equal((await sandbox.journal()).length, 1);
	});
});

describe('a request that is never retried blindly', () => {
	for (const [name, fault] of Object.entries({
		'a reset after the effect': { reset: 'after' },
		'half an answer': { truncate: 5 },
		500: { status: 500 },
		502: { status: 502 },
	})) {
		test(`a message, after ${name}`, async () => {
			await sandbox.fault({ path: '/messages', ...fault });
			const { error } = await run(sendText(), { items: toPhones.slice(0, 1) });
			assert.match(error.description, /may have taken effect/);
			assert.equal((await sandbox.journal()).length, 1);
		});
	}

	test('a message without an answer in time', async () => {
		await sandbox.fault({ path: '/messages', delayMs: 60_000 });
		const { error } = await run(sendText({ timeout: 1 }), { items: toPhones.slice(0, 1) });
		assert.match(error.message, /did not answer in time/);
		assert.match(error.description, /may have taken effect/);
		assert.equal((await sandbox.journal()).length, 1);
	});

	test('a session that is rebooted', async () => {
		await sandbox.fault({ path: '/devices/*', reset: 'after' });
		const { error } = await run(reboot(SALES));
		assert.match(error.description, /may have taken effect/);
		assert.equal((await sandbox.journal()).length, 1);
	});

	test('a deletion by count', async () => {
		await sandbox.fault({ path: '/files', reset: 'after' });
		await run({ resource: 'outbound-files', operation: 'deleteFiles', deleteOptions: { limit: 2 } });
		assert.equal((await sandbox.journal()).length, 1);
	});
});

describe('Exactly Once', () => {
	const once = { exactlyOnce: true };

	for (const [name, fault] of Object.entries({
		'a reset after the effect': { reset: 'after' },
		'a reset before the effect': { reset: 'before' },
		'half an answer': { truncate: 5 },
		'500 without an effect': { status: 500 },
		'no answer in time': { delayMs: 30_000 },
	})) {
		test(`after ${name}: the message is sent once, and the item succeeds`, async () => {
			await sandbox.fault({ method: 'POST', path: '/messages', ...fault });
			const { error, items } = await run(sendText({ ...once, timeout: 1 }), { items: toPhones });
			assert.equal(error, undefined, `${error?.message} ${error?.description}`);
			assert.deepEqual(await sent(), PHONES);
			assert.deepEqual(
				items.map(({ json }) => json.phone),
				PHONES,
			);
			assert.deepEqual(
				items.map(({ pairedItem }) => /** @type {any} */ (pairedItem).item),
				[0, 1, 2, 3, 4],
			);
		});
	}

	test('one lookup for all messages before the first one', async () => {
		await run(sendText(once), { items: toPhones });
		const asked = await requests();
		assert.equal(asked[0], 'GET /messages');
		assert.deepEqual(
			asked.slice(1),
			PHONES.map(() => 'POST /messages'),
		);
	});

	test('an execution that runs again sends only the missing messages', async () => {
		await run(sendText(once), { items: toPhones.slice(0, 3), executionId: '77' });
		const { items, hints } = await run(sendText(once), { items: toPhones, executionId: '77' });
		assert.deepEqual(await sent(), PHONES);
		assert.equal(items.length, 5);
		assert.match(hints[0], /3 messages were there already/);
	});

	test('an execution that the user retries sends only the missing messages', async () => {
		await run(sendText(once), { items: toPhones.slice(0, 3), executionId: '78' });
		await run(sendText(once), { items: toPhones, executionId: '79', retryOf: '78' });
		assert.deepEqual(await sent(), PHONES);
	});

	test('a failed message is not sent after a later message to the same chat', async () => {
		const items = [PHONES[0], PHONES[0], PHONES[1]].map((phone) => ({ json: { phone } }));
		const again = { items, executionId: '82', settings: { onError: /** @type {const} */ ('continueRegularOutput') } };
		await sandbox.fault({ method: 'POST', path: '/messages', status: 400 });
		await run(sendText(once), again);
		const outcome = await run(sendText(once), again);
		assert.deepEqual(
			outcome.items.map(({ json }) => json.code),
			['OVERTAKEN', undefined, undefined],
		);
		assert.deepEqual(await sent(), PHONES.slice(0, 2));
	});

	test('another execution sends all messages', async () => {
		await run(sendText(once), { items: toPhones, executionId: '80' });
		await run(sendText(once), { items: toPhones, executionId: '81' });
		assert.deepEqual(await sent(), [...PHONES, ...PHONES].sort());
	});

	test('the user’s own reference is kept, and identifies a message to its receiver', async () => {
		const parameters = sendText(once, { options: { reference: 'newsletter 7' } });
		await run(parameters, { items: toPhones.slice(0, 2) });
		const { items } = await run(parameters, { items: toPhones });
		assert.deepEqual(await sent(), PHONES);
		assert.ok(items.every(({ json }) => json.reference === 'newsletter 7'));
	});

	test('a reference that cannot be looked up is rejected, and nothing is sent', async () => {
		const { error } = await run(sendText(once, { options: { reference: 'a,b' } }), { items: toPhones.slice(0, 1) });
		assert.match(error.message, /comma/);
		assert.deepEqual(await sent(), []);
	});

	test('when the lookup fails, nothing is sent', async () => {
		await sandbox.fault({ method: 'GET', path: '/messages', status: 500, times: 0 });
		const { error } = await run(sendText({ ...once, retries: 0 }), { items: toPhones });
		assert.equal(error.httpCode, '500');
		assert.deepEqual(
			(await requests()).filter((request) => request.startsWith('POST')),
			[],
		);
	});

	test('a lookup waits too while the API throttles', async () => {
		await sandbox.fault({ method: 'POST', path: '/messages', status: 429, headers: { 'retry-after': '1' } });
		await sandbox.fault({ method: 'POST', path: '/messages', delayMs: 100, reset: 'after' });
		const started = performance.now();
		const running = run(sendText({ ...once, concurrency: 2 }), { items: toPhones.slice(0, 2) });
		// After the first lookup and two messages.
		await sandbox.journal({ wait: 4 });
		const took = performance.now() - started;
		const { error } = await running;
		assert.equal(error, undefined, error?.message);
		assert.ok(took >= 1000, `${took} ms`);
		assert.deepEqual(await sent(), PHONES.slice(0, 2));
	});

	test('without Exactly Once messages have no reference', async () => {
		await run(sendText(), { items: toPhones.slice(0, 1) });
		const [{ body }] = await sandbox.journal();
		assert.equal(body.reference, undefined);
	});
});

describe('n8n’s Retry On Fail', () => {
	const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };

	test('runs the node again, and sends only the messages that were not sent', async () => {
		await sandbox.fault({ path: '/messages', after: 2, status: 400 });
		const { error, items } = await run(sendText({ concurrency: 1 }), { items: toPhones, settings });
		assert.equal(error, undefined, error?.message);
		assert.equal((await sandbox.journal()).length, 6);
		assert.deepEqual(await sent(), PHONES);
		assert.deepEqual(
			items.map(({ json }) => json.phone),
			PHONES,
		);
	});

	test('with Continue On Fail, when the first item failed', async () => {
		await sandbox.fault({ path: '/messages', status: 400 });
		const continues = { ...settings, onError: /** @type {const} */ ('continueRegularOutput') };
		const { items } = await run(sendText({ concurrency: 1 }), { items: toPhones, settings: continues });
		assert.deepEqual(await sent(), PHONES);
		assert.deepEqual(
			items.map(({ json }) => json.phone),
			PHONES,
		);
	});

	test('with Exactly Once, a message that was sent is a success, also when a later one has overtaken it', async () => {
		// The answer to the second item is lost, and its lookup fails until the third one is sent.
		await sandbox.fault({ method: 'POST', path: '/messages', after: 1, reset: 'after' });
		await sandbox.fault({ method: 'GET', path: '/messages', after: 1, status: 500 });
		const items = ['+1', PHONES[0], PHONES[0]].map((phone) => ({ json: { phone } }));
		const outcome = await run(sendText({ exactlyOnce: true, concurrency: 1, retries: 0 }), {
			items,
			settings: { ...settings, onError: /** @type {const} */ ('continueRegularOutput') },
		});
		assert.deepEqual(
			outcome.items.map(({ json }) => Boolean(json.error)),
			[true, false, false],
		);
		assert.deepEqual(await sent(), [PHONES[0], PHONES[0]]);
	});

	test('a message that may have been sent fails again, and is not sent', async () => {
		await sandbox.fault({ path: '/messages', reset: 'after' });
		const { error } = await run(sendText(), { items: toPhones.slice(0, 1), settings: { ...settings, maxTries: 2 } });
		assert.match(error.description, /may have taken effect/);
		assert.deepEqual(await sent(), PHONES.slice(0, 1));
	});

	test('a message that a later one to the same chat has overtaken is not sent', async () => {
		// The first item fails, so n8n counts the whole run as failed; the second fails without an effect, the third is sent.
		await sandbox.fault({ path: '/messages', times: 2, status: 400 });
		const items = [{ json: { phone: 'nobody' } }, { json: { phone: PHONES[0] } }, { json: { phone: PHONES[0] } }];
		const continues = { ...settings, maxTries: 2, onError: /** @type {const} */ ('continueRegularOutput') };
		const outcome = await run(sendText({ concurrency: 1 }), { items, settings: continues });
		assert.deepEqual(await sent(), [PHONES[0]]);
		assert.equal(outcome.items[1].json.code, 'OVERTAKEN');
		assert.equal(outcome.items[2].json.phone, PHONES[0]);
	});

	test('a later run of the same workflow sends again', async () => {
		await run(sendText(), { items: toPhones, settings });
		await run(sendText(), { items: toPhones, settings });
		assert.equal((await sent()).length, 10);
	});
});

describe('errors at volume', () => {
	const many = Array.from({ length: 40 }, (_, index) => ({ json: { phone: `+1555110${1000 + index}` } }));

	test('the first failure stops the items that have not started, and says how many are done', async () => {
		await sandbox.fault({ path: '/messages', after: 20, status: 400 });
		const { error } = await run(sendText(), { items: many });
		const done = (await sent()).length;
		assert.ok(done >= 20 && done < 40, `${done} sent`);
		assert.match(error.description, new RegExp(`${done} of 40 items had been done`));
		assert.equal(typeof error.context.itemIndex, 'number');
	});

	test('the error names the item that failed, not one that waits for its retry', async () => {
		await sandbox.fault({ path: `/devices/${SALES}/reboot`, status: 503, times: 0 });
		await sandbox.fault({ path: `/devices/${SUPPORT}/reboot`, status: 400 });
		const { error } = await run(reboot(DEVICE_FROM_ITEM), { items: itemsOf([SALES, SUPPORT]) });
		assert.equal(error.context.itemIndex, 1);
		assert.equal(error.httpCode, '400');
	});

	test('with Continue On Fail each item has one outcome', async () => {
		await sandbox.fault({ path: '/messages', after: 5, times: 7, status: 400 });
		const { items } = await run(sendText(), { items: many, settings: { onError: 'continueRegularOutput' } });
		assert.deepEqual(
			items.map(({ pairedItem }) => /** @type {any} */ (pairedItem).item),
			many.map((_, index) => index),
		);
		assert.equal(items.filter(({ json }) => json.error).length, 7);
		assert.equal((await sent()).length, 33);
	});
});

describe('cancelling', () => {
	test('a wait for the API ends at once, and nothing more is sent', async () => {
		await sandbox.fault({ path: '/messages', status: 429, headers: { 'retry-after': '60' }, times: 0 });
		const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
		const before = timers();
		const execution = host.start({ parameters: sendText(), items: toPhones, credentials });
		await sandbox.journal({ wait: 5 });
		const started = performance.now();
		execution.cancel();
		const { status } = await execution.outcome;
		assert.ok(performance.now() - started < 1000);
		assert.equal(status, 'canceled');
		assert.equal((await sandbox.journal()).length, 5);
		assert.equal(timers(), before, 'it leaves no timer behind');
	});
});

describe('a connection that is kept alive', () => {
	const keepAlive = { ...credentials, connection: /** @type {const} */ ('keepAlive') };

	test('sends the same request, with the key, and reads the same answer', async () => {
		const viaN8n = await run(sendText(), { items: toPhones });
		const alive = await run(sendText(), { items: toPhones, credentials: keepAlive });
		assert.equal(alive.error, undefined, alive.error?.message);
		assert.deepEqual(
			alive.items.map(({ json }) => json.phone),
			viaN8n.items.map(({ json }) => json.phone),
		);
		assert.ok((await sandbox.journal()).every(({ headers }) => headers.token === '[key]'));
	});

	test('files can be sent and received', async () => {
		const bytes = Buffer.from('hello');
		const item = {
			json: {},
			binary: { data: { data: bytes.toString('base64'), fileName: 'a.txt', mimeType: 'text/plain' } },
		};
		const upload = { resource: 'outbound-files', operation: 'uploadFile', uploadMethod: 'binary' };
		const [{ json }] = (await run(upload, { items: [item], credentials: keepAlive })).items;
		assert.equal(json.filename, 'a.txt');
		const download = { resource: 'outbound-files', operation: 'downloadFile', fileId: json.id };
		const [{ binary }] = (await run(download, { credentials: keepAlive })).items;
		assert.equal(Buffer.from(binary?.data.data ?? '', 'base64').toString(), 'hello');
	});

	test('after a reset the message may have been sent', async () => {
		await sandbox.fault({ path: '/messages', reset: 'after' });
		const { error } = await run(sendText(), { items: toPhones.slice(0, 1), credentials: keepAlive });
		assert.match(error.description, /may have taken effect/);
		assert.deepEqual(await sent(), PHONES.slice(0, 1));
	});

	test('cancelling ends the running requests', async () => {
		await sandbox.fault({ path: '/messages', delayMs: 60_000, times: 0 });
		const execution = host.start({ parameters: sendText(), items: toPhones, credentials: keepAlive });
		await sandbox.journal({ wait: 5 });
		execution.cancel();
		const { status } = await execution.outcome;
		assert.equal(status, 'canceled');
		assert.equal(
			(await sandbox.journal({ wait: 5, outcome: 'aborted' })).filter(({ outcome }) => outcome === 'aborted').length,
			5,
		);
	});

	test('the key is in no error', async () => {
		await sandbox.fault({
			path: '/messages',
			status: 401,
			body: { status: 401, message: `The key ${sandbox.key} was revoked` },
		});
		const { error } = await run(sendText(), { items: toPhones.slice(0, 1), credentials: keepAlive });
		assert.doesNotMatch(JSON.stringify([error.message, error.description]), new RegExp(sandbox.key));
	});
});
