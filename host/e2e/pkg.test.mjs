// @ts-check
// The core without n8n, in two places that the other tests do not cover: in a page, and in the newest Node.js that n8n runs on.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { installN8n } from '../install.mjs';
import { startSandbox } from '../sandbox.mjs';
import { LIMIT, built, launchBrowser, openPage } from './scene.mjs';

const ROOT = new URL('../../', import.meta.url);

/** @type {import('../install.mjs').Installation} */
let installation;
before(async () => {
	installation = await installN8n();
}, LIMIT);

test('pkg/ runs in a page: it loads the numbers and reboots a session', LIMIT, async () => {
	const sandbox = await startSandbox({ program: built('SPARKBOT_SANDBOX'), clock: 100 });
	after(sandbox.stop);
	// The API does not answer pages of another origin, so the page's own server forwards its requests.
	const server = createServer(async ({ url = '', method, headers }, response) => {
		if (url === '/') return response.setHeader('content-type', 'text/html').end('<title>pkg</title>');
		if (url.startsWith('/pkg/')) {
			return response.setHeader('content-type', 'text/javascript').end(readFileSync(new URL(`.${url}`, ROOT)));
		}
		const answer = await fetch(new URL(url, sandbox.url), { method, headers: { token: String(headers.token) } });
		response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
		return response.end(Buffer.from(await answer.arrayBuffer()));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	after(() => server.close());
	const origin = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;

	const browser = await launchBrowser(installation);
	try {
		const page = await openPage(browser, origin);
		await page.goto('/');
		const { numbers, items } = await page.evaluate(
			async (/** @type {object} */ credentials) => {
				// @ts-expect-error a path of the page's server
				const { execute, loadOptions } = await import('/pkg/index.js');
				const numbers = await loadOptions('getDevices', { credentials });
				const parameters = { device: numbers[0].value, rebootOptions: { wait: true } };
				const items = await execute([{}], { resource: 'session', operation: 'rebootDevice', parameters, credentials });
				return { numbers, items };
			},
			{ baseUrl: `${origin}/v1`, apiKey: sandbox.key },
		);
		assert.equal(numbers.length, 4);
		assert.equal(numbers[0].name, 'Sales (+15550100001)');
		assert.equal(items[0].json.status, 'online');
		assert.deepEqual(items[0].pairedItem, { item: 0 });
	} finally {
		await browser.close();
	}
});

test("the tests without n8n also pass on n8n's own Node.js", LIMIT, () => {
	const tests = fileURLToPath(new URL('tests/node/without-n8n.test.mjs', ROOT));
	// With this variable, the inner test runner reports to the outer one.
	const { NODE_TEST_CONTEXT: _, ...env } = process.env;
	const { status, stdout } = spawnSync(installation.node, ['--test', tests], { env, encoding: 'utf8' });
	assert.equal(status, 0, stdout);
	assert.match(stdout, /(?:#|ℹ) pass [1-9]/);
});
