// @ts-check
// The editor's messages for a wrong credential: in the credential's own test, and in the list of WhatsApp numbers.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { LIMIT, startScene } from './scene.mjs';

/** @type {import('./scene.mjs').Scene} */
let scene;
before(async () => (scene = await startScene()), LIMIT);
after(() => scene?.stop());

test('the list of numbers says what is wrong with the credential', LIMIT, async () => {
	const { sandbox, n8n, inEditor } = scene;
	const { rest } = n8n;
	const unreachable = await closedAddress();

	await inEditor(async (page) => {
		const list = page.getByTestId('parameter-input-device');
		const openNode = async (/** @type {{ id: string, name: string } | undefined} */ credential) => {
			const { id } = await rest.importWorkflow(rebootWith(credential), credential ? [credential] : []);
			await page.goto(`/workflow/${id}`);
			await page.getByTestId('canvas-node').filter({ hasText: 'Reboot session' }).dblclick();
		};
		const sentence = async (/** @type {{ baseUrl: string, apiKey: string }} */ data) => {
			await openNode(await rest.createCredential('SparkBot account', data));
			await list.locator('[value^="Error fetching options"]').waitFor();
			await list.getByTestId('parameter-issues').locator('svg').hover();
			return await page.getByTestId('tooltip-content').innerText();
		};

		// First, because n8n chooses a credential by itself as soon as one exists. The sentence is n8n's own.
		await openNode(undefined);
		await list.locator('[value="Set up credential to see options"]').waitFor();

		const { url, key } = sandbox;
		assert.match(await sentence({ baseUrl: url, apiKey: '' }), /holds no API key/);
		assert.match(await sentence({ baseUrl: url, apiKey: 'not-the-key' }), /did not accept the API key/);
		assert.match(await sentence({ baseUrl: unreachable, apiKey: key }), /cannot be reached.*refuses connections/);
	});
});

test("the credential's test distinguishes a wrong key from a missing server", LIMIT, async () => {
	const { sandbox, n8n, inEditor } = scene;
	const unreachable = await closedAddress();

	await inEditor(async (page) => {
		const { id } = await n8n.rest.createCredential('Tested', { baseUrl: sandbox.url, apiKey: 'not-the-key' });
		const dialog = page.getByTestId('credential-edit-dialog');
		const field = (/** @type {string} */ name) => page.getByTestId(`parameter-input-${name}`).locator('input');

		await page.goto(`/home/credentials/${id}`);
		await dialog.getByText('More details').click();
		await dialog.getByText(/did not accept the API key/).waitFor();

		await field('baseUrl').fill(unreachable);
		await page.getByTestId('credential-save-button').click();
		await dialog.getByText(/cannot be reached/).waitFor();

		await field('baseUrl').fill(sandbox.url);
		await field('apiKey').fill(sandbox.key);
		await page.getByTestId('credential-save-button').click();
		await dialog.getByText('Connection tested successfully').waitFor();
	});
});

/** @param {{ name: string } | undefined} credential */
function rebootWith(credential) {
	return {
		name: 'Reboot',
		nodes: [
			{
				id: '6f1d3c5e-0a53-4a64-9c1e-51a7b0000901',
				name: 'Reboot session',
				type: 'n8n-nodes-sparkbot.sparkBot',
				typeVersion: 1,
				position: [0, 0],
				parameters: { resource: 'session', operation: 'rebootDevice', device: '', rebootOptions: {} },
				...(credential && { credentials: { sparkBotApi: { name: credential.name } } }),
			},
		],
		connections: {},
		settings: {},
	};
}

/** The address of a server that has just closed. */
async function closedAddress() {
	const server = createServer();
	await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	await new Promise((resolve) => server.close(resolve));
	return `http://127.0.0.1:${port}/v1`;
}
