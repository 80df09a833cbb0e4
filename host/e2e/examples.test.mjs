// @ts-check
// Each workflow of examples/, run by a real n8n.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { examples } from '../n8n.mjs';
import { LIMIT, startScene } from './scene.mjs';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** @type {import('./scene.mjs').Scene} */
let scene;
/** @type {Map<string, any>} */
let workflows;
before(async () => {
	scene = await startScene();
	workflows = await examples();
}, LIMIT);
after(() => scene?.stop());

/** @type {Record<string, (items: import('../rest.mjs').Item[]) => void | Promise<void>>} */
const EXPECTED = {
	'reboot-a-session-and-wait.json': (items) => {
		assert.equal(items.length, 1);
		assert.equal(items[0].json.id, '650000000000000000000001');
		assert.equal(items[0].json.status, 'online');
	},
	'link-a-phone-with-a-qr-code.json': async (items) => {
		assert.equal(items.length, 1);
		const file = items[0].binary?.data;
		assert.equal(file?.mimeType, 'image/png');
		const bytes = await scene.n8n.rest.bytes(file);
		assert.deepEqual(bytes.subarray(0, PNG.length), PNG);
	},
	'list-my-whatsapp-numbers.json': (items) => {
		assert.deepEqual(
			items.map(({ json }) => [json.id, json.session.status]),
			[
				['650000000000000000000001', 'online'],
				['650000000000000000000002', 'offline'],
				['650000000000000000000003', 'new'],
				['650000000000000000000004', 'timeout'],
			],
		);
	},
};

test('each example has expectations here', () => {
	assert.deepEqual([...workflows.keys()].sort(), Object.keys(EXPECTED).sort());
});

for (const [file, check] of Object.entries(EXPECTED)) {
	test(file, LIMIT, async () => {
		const { sandbox, n8n } = scene;
		await sandbox.control('POST', 'restart');
		const credential = await n8n.rest.createCredential('SparkBot sandbox', {
			baseUrl: sandbox.url,
			apiKey: sandbox.key,
		});
		const { id } = await n8n.rest.importWorkflow(workflows.get(file), [credential]);
		await check(await n8n.rest.run(id));
	});
}
