// @ts-check
// Mapping before the first run: n8n serves the schemas of the node's items, and its editor offers their members.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LIMIT, startScene } from './scene.mjs';

/** @type {import('./scene.mjs').Scene} */
let scene;
before(async () => (scene = await startScene()), LIMIT);
after(() => scene?.stop());

/** @typedef {{ type: string, properties: Record<string, Schema> }} Schema */

/** @param {string} path below the address of the node's schemas */
const askForSchema = (path) => fetch(`${scene.n8n.url}/schemas/n8n-nodes-sparkbot.sparkBot/1.0.0/${path}.json`);

test('the server has the schema of an operation with a known answer', LIMIT, async () => {
	const response = await askForSchema('numbers/getNumbers');
	assert.equal(response.status, 200);
	const { type, properties } = /** @type {Schema} */ (await response.json());
	assert.equal(type, 'object');
	assert.deepEqual(properties.alias, { type: 'string' });
	assert.equal(properties.session.properties.status.type, 'string');
});

test('the server has no schema of an operation with an unknown answer', LIMIT, async () => {
	const response = await askForSchema('session/rebootDevice');
	assert.equal(response.status, 404);
});

test('a user drags a member into the next node before the first run', LIMIT, async () => {
	const { n8n, inEditor } = scene;
	const { id } = await n8n.rest.importWorkflow(WORKFLOW, []);

	await inEditor(async (page) => {
		await page.goto(`/workflow/${id}`);
		await page.getByTestId('canvas-node').filter({ hasText: 'Edit Fields' }).dblclick();
		await page.getByText('Usually outputs the following fields').waitFor();
		const alias = page.getByTestId('run-data-schema-item').getByText('alias', { exact: true });
		const fields = page.getByTestId('assignment-collection-drop-area');

		await alias.hover();
		await page.mouse.down();
		await fields.hover();
		await page.mouse.up();
		await page.getByTestId('assignment').getByText('{{ $json.alias }}').waitFor();
	});
});

const WORKFLOW = {
	name: 'Mapping',
	nodes: [
		{
			id: '6f1d3c5e-0a53-4a64-9c1e-51a7b0000911',
			name: 'When clicking ‘Execute workflow’',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: '6f1d3c5e-0a53-4a64-9c1e-51a7b0000912',
			name: 'Get Numbers',
			type: 'n8n-nodes-sparkbot.sparkBot',
			typeVersion: 1,
			position: [220, 0],
			parameters: { resource: 'numbers', operation: 'getNumbers', filters: {} },
		},
		{
			id: '6f1d3c5e-0a53-4a64-9c1e-51a7b0000913',
			name: 'Edit Fields',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [440, 0],
			parameters: {},
		},
	],
	connections: {
		'When clicking ‘Execute workflow’': { main: [[{ node: 'Get Numbers', type: 'main', index: 0 }]] },
		'Get Numbers': { main: [[{ node: 'Edit Fields', type: 'main', index: 0 }]] },
	},
	settings: {},
};
