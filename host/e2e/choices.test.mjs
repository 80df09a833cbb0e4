// @ts-check
// Choosing a group in n8n's editor: from a list with a search, by its ID, and in a workflow of an older version.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LIMIT, startScene } from './scene.mjs';

const SALES = '650000000000000000000001';
const GROUP = '120363000001000001@g.us';

/** @type {import('./scene.mjs').Scene} */
let scene;
before(async () => (scene = await startScene()), LIMIT);
after(() => scene?.stop());

/** @param {Record<string, unknown>} parameters */
async function openNode(parameters) {
	const { sandbox, n8n } = scene;
	const credential = await n8n.rest.createCredential(`SparkBot ${crypto.randomUUID()}`, {
		baseUrl: sandbox.url,
		apiKey: sandbox.key,
	});
	const node = {
		id: '6f1d3c5e-0a53-4a64-9c1e-51a7b0000921',
		name: 'Get Group',
		type: 'n8n-nodes-sparkbot.sparkBot',
		typeVersion: 1,
		position: [0, 0],
		parameters: { resource: 'groups', operation: 'getGroupById', ...parameters },
		credentials: { sparkBotApi: { name: credential.name } },
	};
	return await n8n.rest.importWorkflow({ name: 'Choices', nodes: [node], connections: {}, settings: {} }, [credential]);
}

/** @param {any} page @param {string} id the workflow's */
async function open(page, id) {
	await page.goto(`/workflow/${id}`);
	await page.getByTestId('canvas-node').filter({ hasText: 'Get Group' }).dblclick();
	return page.getByTestId('resource-locator-groupId');
}

/** Runs the node, and waits until its output shows the text. @param {any} page @param {string} text */
async function execute(page, text) {
	await page.getByTestId('node-execute-button').click();
	await page.getByTestId('node-run-status-success').waitFor();
	await page.getByTestId('output-panel').getByTestId('radio-button-json').click();
	await page.getByTestId('output-panel').getByTestId('ndv-data-container').getByText(text).first().waitFor();
}

test('a user searches for a group, chooses it, and reads it', LIMIT, async () => {
	const { id } = await openNode({ device: SALES });
	await scene.inEditor(async (page) => {
		const group = await open(page, id);
		await group.getByTestId('rlc-input').click();
		const entries = page.getByTestId('rlc-item').filter({ visible: true });
		await entries.first().waitFor();
		await page.getByTestId('rlc-search').fill('sales');
		await entries.filter({ hasText: 'Sales team' }).click();
		await execute(page, 'Sales team');
	});
});

test('without a number the list says what the user must do first', LIMIT, async () => {
	const { id } = await openNode({ device: '' });
	await scene.inEditor(async (page) => {
		const group = await open(page, id);
		await group.getByTestId('rlc-input').click();
		await page.getByText('Choose a WhatsApp number first').waitFor();
	});
});

test('a workflow with a plain ID runs, and shows the ID', LIMIT, async () => {
	const { id } = await openNode({ device: SALES, groupId: GROUP });
	await scene.inEditor(async (page) => {
		const group = await open(page, id);
		assert.equal(await group.locator('input').last().inputValue(), GROUP);
		await execute(page, 'Sales team');
	});
});
