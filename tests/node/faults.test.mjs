// @ts-check
// Faults of the API and of the network, and the message that the user reads.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { closedAddress } from './harness/addresses.mjs';
import { SALES } from './harness/sandbox.mjs';
import { NO_RETRIES, health, reboot, setUp } from './harness/setup.mjs';

const { host, sandbox, credentials } = await setUp();

/**
 * Runs one item and expects that the node throws.
 * @param {{ parameters?: Record<string, unknown>, [key: string]: unknown }} [request]
 */
async function failure({ parameters = reboot(SALES), ...request } = {}) {
	const outcome = await host.run({ parameters: { ...parameters, ...NO_RETRIES }, credentials, ...request });
	assert.equal(outcome.status, 'error', JSON.stringify(outcome.items));
	assert.equal(outcome.thrown.name, 'NodeApiError', outcome.thrown.message);
	assert.equal(outcome.thrown.context.itemIndex, 0);
	return outcome.thrown;
}

/**
 * The code of the same fault with Continue On Fail.
 * @param {{ parameters?: Record<string, unknown>, [key: string]: unknown }} [request]
 */
async function code({ parameters = reboot(SALES), ...request } = {}) {
	const { items } = await host.run({
		parameters: { ...parameters, ...NO_RETRIES },
		credentials,
		settings: { onError: 'continueRegularOutput' },
		...request,
	});
	return items[0].json.code;
}

/** A sentence: it starts with a capital letter, and is not a dump of data. */
function assertSentence(/** @type {string} */ message) {
	assert.match(message, /^[A-Z][^{}<>\n]{10,}$/, message);
}

describe('an error of the API', () => {
	for (const [status, message, errorCode] of /** @type {[number, string, string][]} */ ([
		[400, 'The query is invalid', 'error:query'],
		[401, 'The API key was revoked', 'error:unauthorized'],
		[403, 'This plan has no reboot', 'error:forbidden'],
		[404, 'Number 7 is unknown here', 'error:notfound'],
		[409, 'The session is stopped', 'error:conflict'],
		[429, 'Slow down a little', 'error:ratelimit'],
		[500, 'Something broke inside', 'error:internal'],
	])) {
		test(`${status}: its message, its code, its status`, async () => {
			await sandbox.fault({ status, body: { status, message, errorCode } });
			const error = await failure();
			assert.equal(error.message, message);
			assert.equal(error.httpCode, String(status));
			assert.match(error.description, new RegExp(errorCode));
		});
	}

	test('400 with errors[]: each of them is in the description', async () => {
		await sandbox.fault({
			status: 400,
			body: {
				status: 400,
				message: 'The query is invalid',
				errorCode: 'error:query',
				errors: [
					{ code: 'query:wait', reason: 'type', message: 'wait must be true or false' },
					{ reason: 'unknown', message: 'spin is no known parameter' },
				],
			},
		});
		const { description } = await failure();
		assert.match(description, /wait must be true or false/);
		assert.match(description, /spin is no known parameter/);
	});

	for (const [status, advice] of /** @type {[number, RegExp][]} */ ([
		[401, /key|credential/i],
		[403, /key|permission|plan/i],
		[404, /number|id/i],
		[429, /wait|later|slow/i],
		[500, /again|later/i],
	])) {
		test(`${status}: the description says what to do next`, async () => {
			await sandbox.fault({ status, body: { status, message: 'Nothing but a message' } });
			const { description } = await failure();
			assert.match(description ?? '', advice);
		});
	}

	test('an error body of another shape: the node finds the message', async () => {
		await sandbox.fault({ status: 418, body: { error: 'I am a teapot' } });
		const error = await failure();
		assert.match(`${error.message} ${error.description}`, /I am a teapot/);
		assert.equal(error.httpCode, '418');
	});

	test('an error without a body: a sentence with the status', async () => {
		await sandbox.fault({ status: 503, bodyText: '' });
		const error = await failure();
		assertSentence(error.message);
		assert.match(`${error.message} ${error.description}`, /503/);
	});

	test('502 with an HTML page: a sentence without the page', async () => {
		await sandbox.fault({
			status: 502,
			bodyText: '<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>',
			contentType: 'text/html',
		});
		const error = await failure();
		assertSentence(error.message);
		assert.equal(error.httpCode, '502');
		assert.doesNotMatch(`${error.message} ${error.description}`, /<|nginx/);
	});
});

describe('a request that may have taken effect is not sent again', () => {
	for (const [name, fault] of /** @type {[string, object][]} */ ([
		['500', { status: 500 }],
		['a reset after the effect', { reset: 'after' }],
		['an answer that is cut off', { truncate: 5 }],
	])) {
		test(name, async () => {
			await sandbox.fault({ ...fault, times: 0 });
			await failure();
			assert.equal((await sandbox.journal()).length, 1);
		});
	}
});

describe('a connection that fails', () => {
	test('refused: ECONNREFUSED, and a sentence that names the base URL', async () => {
		const request = { credentials: { ...credentials, baseUrl: `${await closedAddress()}/v1` } };
		const error = await failure(request);
		assertSentence(error.message);
		assert.match(`${error.message} ${error.description}`, /base URL/i);
		assert.equal(await code(request), 'ECONNREFUSED');
	});

	for (const reset of ['before', 'after']) {
		test(`reset ${reset} the effect: ECONNRESET, and a sentence that the request may have taken effect`, async () => {
			await sandbox.fault({ reset, times: 0 });
			const error = await failure();
			assertSentence(error.message);
			assert.match(`${error.message} ${error.description}`, /may have|check whether|might have/i);
			assert.equal(await code(), 'ECONNRESET');
		});
	}
});

describe('an answer that cannot be read', () => {
	test('JSON that ends in the middle', async () => {
		await sandbox.fault({ status: 200, bodyText: '{"status":"onl', contentType: 'application/json', times: 0 });
		assertSentence((await failure()).message);
		assert.equal(await code(), 'INVALID_ANSWER');
	});

	test('a body that is shorter than its Content-Length', async () => {
		await sandbox.fault({ truncate: 5, times: 0 });
		assertSentence((await failure()).message);
		assert.match(String(await code()), /^(ECONNRESET|INVALID_ANSWER)$/);
	});

	test('bytes that are not UTF-8', async () => {
		await sandbox.fault({
			status: 200,
			bodyBase64: Buffer.from('7b22616c696173223a22fffe227d', 'hex').toString('base64'),
			contentType: 'application/json',
			times: 0,
		});
		assertSentence((await failure()).message);
		assert.equal(await code(), 'INVALID_ANSWER');
	});

	test('an HTML page instead of JSON, with status 200', async () => {
		await sandbox.fault({ status: 200, bodyText: '<!doctype html><p>Hi', contentType: 'text/html', times: 0 });
		assertSentence((await failure()).message);
		assert.equal(await code(), 'INVALID_ANSWER');
	});
});

describe('an answer of 20 MB', () => {
	const MEGABYTES_20 = 20 * 1024 * 1024;

	test('a list: every entry is an item', async () => {
		await sandbox.fault({ bodySize: MEGABYTES_20, status: 200, times: 2 });
		const direct = await fetch(`${sandbox.url}/devices`, { headers: { token: sandbox.key } });
		const entries = /** @type {unknown[]} */ (await direct.json());
		const outcome = await host.run({
			parameters: { resource: 'numbers', operation: 'getNumbers', filters: { size: 100 } },
			credentials,
		});
		assert.equal(outcome.error, undefined, outcome.error?.message);
		assert.equal(outcome.items.length, entries.length);
		assert.deepEqual(outcome.items.at(-1)?.json, entries.at(-1));
	});

	test('an error page: the message stays short', async () => {
		await sandbox.fault({ status: 500, bodyText: `<p>${'x'.repeat(1024 * 1024)}`, contentType: 'text/html' });
		const error = await failure({ parameters: health(SALES) });
		assert.ok(error.message.length < 500);
		assert.ok((error.description ?? '').length < 2000);
	});
});
