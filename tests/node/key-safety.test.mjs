// @ts-check
// The API key is only in the request. It is not in items, errors, logs or output, whether the request succeeds or fails.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { closedAddress, listener } from './harness/addresses.mjs';
import { logLines, outputOf } from './harness/logs.mjs';
import { SALES } from './harness/sandbox.mjs';
import { findText } from './harness/find-text.mjs';
import { health, reboot, setUp } from './harness/setup.mjs';

const KEY = 'k3y/with+signs=and-letters-0123456789abcdef';
const { host, sandbox, credentials } = await setUp({ key: KEY });

/** @param {unknown} value */
function assertKeyless(value, /** @type {string} */ where) {
	for (const form of [KEY, encodeURIComponent(KEY), Buffer.from(KEY).toString('base64').slice(0, -4)]) {
		assert.deepEqual(findText(value, form), [], `the key is in ${where}`);
	}
}

/**
 * Runs the node with each "On Error" setting and searches the result for the key.
 * @param {() => Promise<unknown>} prepare
 * @param {{ credentials: import('./harness/engine.mjs').Credentials, parameters?: Record<string, unknown> }} request
 */
async function assertNothingLeaks(prepare, request) {
	for (const onError of ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput']) {
		logLines.length = 0;
		await prepare();
		const output = await outputOf(async () => {
			const outcome = await host.run({
				parameters: reboot(SALES),
				settings: { onError: /** @type {any} */ (onError) },
				...request,
			});
			assertKeyless(outcome.items, 'the items');
			assertKeyless(outcome.errorItems, 'the items of the error output');
			assertKeyless(outcome.thrown, 'the thrown error');
			assertKeyless(outcome.run, 'the data of the execution');
		});
		assertKeyless(output, 'the output of the process');
		assertKeyless(logLines, "n8n's log");
	}
}

test('the search finds a key in a cause, a symbol, a map, bytes and a getter, so the tests below can fail', () => {
	const places = [
		new Error('x', { cause: { config: { headers: { Token: KEY } } } }),
		{ [Symbol('hidden')]: KEY },
		new Map([[{ [KEY]: 1 }, 2]]),
		Buffer.from(`Token: ${KEY}`),
		{
			get late() {
				return KEY;
			},
		},
		Object.defineProperty({}, 'hidden', { value: KEY, enumerable: false }),
	];
	for (const place of places) assert.throws(() => assertKeyless(place, 'here'));
	assertKeyless({ token: '[key]' }, 'here');
});

for (const connection of /** @type {const} */ (['n8n', 'keepAlive'])) {
	const connected = { ...credentials, connection };
	/** @param {() => Promise<unknown>} prepare @param {object} [request] */
	const nothingLeaks = (prepare, request) => assertNothingLeaks(prepare, { credentials: connected, ...request });
	describe(`with the connection '${connection}' the key leaks nowhere`, () => {
		test('when the request succeeds', async () => {
			await nothingLeaks(async () => {});
		});

		for (const status of [400, 401, 403, 404, 429, 500]) {
			test(`when the API answers ${status}`, async () => {
				await nothingLeaks(async () => await sandbox.fault({ status }));
			});
		}

		test('when the API repeats the key in an error', async () => {
			await nothingLeaks(
				async () =>
					await sandbox.fault({
						status: 401,
						body: {
							status: 401,
							message: `The key ${KEY} is unknown`,
							errorCode: `key:${KEY}`,
							errors: [{ code: KEY, reason: KEY, message: `Not ${KEY}` }],
							meta: { key: KEY },
						},
					}),
			);
		});

		test('when an HTML page repeats the key', async () => {
			await nothingLeaks(
				async () => await sandbox.fault({ status: 502, bodyText: `<p>${KEY}</p>`, contentType: 'text/html' }),
			);
		});

		test('when an invalid answer repeats the key', async () => {
			await nothingLeaks(
				async () => await sandbox.fault({ status: 200, bodyText: `{"key": "${KEY}`, contentType: 'application/json' }),
			);
		});

		for (const reset of ['before', 'after']) {
			test(`when the connection is reset ${reset} the effect`, async () => {
				await nothingLeaks(async () => await sandbox.fault({ reset }));
			});
		}

		test('when the answer is cut off', async () => {
			await nothingLeaks(async () => await sandbox.fault({ truncate: 5 }));
		});

		test('when the connection is refused', async () => {
			const baseUrl = `${await closedAddress()}/v1`;
			await nothingLeaks(async () => {}, { credentials: { ...connected, baseUrl } });
		});

		test('when the base URL is invalid', async () => {
			await nothingLeaks(async () => {}, { credentials: { ...connected, baseUrl: 'nonsense' } });
		});

		test('when a parameter is rejected', async () => {
			await nothingLeaks(async () => {}, { parameters: health('={{ ".." }}') });
		});

		test('when the workflow is cancelled', async () => {
			await sandbox.clock(1);
			const execution = host.start({ parameters: reboot(SALES, { wait: true }), credentials: connected });
			await sandbox.journal({ wait: 1 });
			execution.cancel();
			const outcome = await execution.outcome;
			assertKeyless(outcome.thrown, 'the thrown error');
			assertKeyless(outcome.run, 'the data of the execution');
		});

		test('when the key cannot be sent in a header', async () => {
			const apiKey = `${KEY}\nX: y`;
			await nothingLeaks(async () => {}, { credentials: { ...connected, apiKey } });
		});
	});

	describe(`with the connection '${connection}' the key goes to no other host`, () => {
		for (const status of [301, 302, 307, 308]) {
			test(`a redirect with status ${status} is not followed`, async () => {
				const stranger = await listener();
				await sandbox.fault({ status, headers: { location: stranger.url } });
				const { thrown } = await host.run({ parameters: health(SALES), credentials: connected });
				await stranger.close();
				assert.equal(stranger.requests, 0);
				assert.equal(thrown.name, 'NodeApiError');
				assert.match(`${thrown.message} ${thrown.description}`, /base URL/);
			});
		}
	});

	describe(`with the connection '${connection}' the dropdown does not leak the key`, () => {
		/** @type {[string, () => Promise<unknown>, object][]} */
		const cases = [
			['when the list loads', async () => {}, {}],
			[
				'when the key is rejected',
				async () => await sandbox.fault({ status: 401, body: { message: `No: ${KEY}` } }),
				{},
			],
			['when the connection is reset', async () => await sandbox.fault({ reset: 'before' }), {}],
			['when the base URL is invalid', async () => {}, { baseUrl: 'nonsense' }],
		];
		for (const [name, prepare, changes] of cases) {
			test(name, async () => {
				logLines.length = 0;
				await prepare();
				const output = await outputOf(async () => {
					const result = await host
						.loadOptions('getDevices', { credentials: { ...connected, ...changes } })
						.catch((error) => error);
					assertKeyless(result, 'the answer');
				});
				assertKeyless(output, 'the output of the process');
				assertKeyless(logLines, "n8n's log");
			});
		}
	});
}

test('the sandbox has no key in its journal', async () => {
	await host.run({ parameters: health(SALES), credentials });
	await host.run({ parameters: health(SALES), credentials: { ...credentials, apiKey: 'another-key' } });
	const journal = await sandbox.journal();
	assertKeyless(journal, 'the journal');
	assert.deepEqual(findText(journal, 'another-key'), []);
});
