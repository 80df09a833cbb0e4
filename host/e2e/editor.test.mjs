// @ts-check
// The steps of a user in n8n's editor, from the search for the node to its output.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LIMIT, picture, startScene } from './scene.mjs';

/** @type {import('./scene.mjs').Scene} */
let scene;
before(async () => (scene = await startScene()), LIMIT);
after(() => scene?.stop());

test('a user finds the node, picks a number from the list, and reboots its session', LIMIT, async () => {
	const { sandbox, n8n, inEditor } = scene;
	const data = { baseUrl: sandbox.url, apiKey: sandbox.key };
	const credential = await n8n.rest.createCredential('SparkBot sandbox', data);
	// With only one number, the user has nothing to pick.
	await n8n.rest.createCredential('Another account', data);

	await inEditor(async (page) => {
		await page.goto('/workflow/new');
		await page.getByTestId('node-creator-plus-button').click();
		await page.getByTestId('node-creator-search-bar').fill('SparkBot');
		await page.getByTestId('node-creator-item-name').getByText('SparkBot', { exact: true }).click();
		// n8n may choose this credential by itself: then the list is loaded before the user chooses the credential.
		const loaded = page.waitForResponse(
			(/** @type {any} */ response) =>
				response.url().includes('/dynamic-node-parameters/options') &&
				response.request().postData().includes(credential.id),
		);
		await page.getByTestId('node-creator').getByText('Reboot a session').click();

		await page.getByTestId('node-credentials-select').click();
		await page.getByTestId(`node-credentials-select-item-${credential.id}`).click();
		await loaded;

		const numbers = page.getByTestId('parameter-input-item').filter({ visible: true });
		await page.getByTestId('parameter-input-device').click();
		await numbers.nth(3).waitFor();
		const [sales, support, warehouse, unnamed, ...more] = await numbers.allInnerTexts();
		assert.match(sales, /Sales.*\+15550100001.*online/is);
		assert.match(support, /Support.*\+15550100002.*offline/is);
		assert.match(warehouse, /Warehouse.*new/is);
		assert.match(unnamed, /\+15550100004.*timeout/is);
		assert.deepEqual(more, []);
		await page.screenshot({ path: picture('dropdown.png'), animations: 'disabled' });
		await numbers.filter({ hasText: 'Sales' }).click();

		const options = page
			.getByTestId('parameter-item')
			.filter({ has: page.getByTestId('input-label').getByText('Options', { exact: true }) });
		await options.getByTestId('collection-parameter-add').click();
		await page.getByTestId('collection-parameter-option').getByText('Wait For Session').click();
		await page.getByTestId('parameter-input-wait').locator('.el-switch').click();

		await page.getByTestId('node-execute-button').click();
		await page.getByTestId('node-run-status-success').waitFor();
		await page.getByTestId('output-panel').getByTestId('radio-button-json').click();
		const output = page.getByTestId('output-panel').getByTestId('ndv-data-container');
		await output.getByText('650000000000000000000001').waitFor();
		assert.match(await output.innerText(), /"status":\s*"online"/);

		await page.getByText('Node executed successfully').waitFor({ state: 'hidden' });
		await page.screenshot({ path: picture('editor.png'), animations: 'disabled' });
	});

	/** @type {{ method: string, path: string, query: string | null, status: number }[]} */
	const journal = await sandbox.control('GET', 'journal');
	const posts = journal.filter(({ method }) => method === 'POST');
	assert.equal(posts.length, 1);
	assert.equal(posts[0].path, '/v1/devices/650000000000000000000001/reboot');
	assert.equal(posts[0].query, 'wait=true');
});
