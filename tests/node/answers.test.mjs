// @ts-check
// The schemas of items, which n8n offers for mapping before the first run: n8n finds them, and items agree with them.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { contradictions, readModels, readOperations } from './harness/answers.mjs';
import { NODE_NAME } from './harness/package.mjs';
import { SALES } from './harness/sandbox.mjs';
import { setUp } from './harness/setup.mjs';

const { resolveOutputSchemaPath } = createRequire(import.meta.url)('n8n-core');

const MOST_BYTES = 60_000;

const { host, credentials } = await setUp();
const operations = readOperations();
const models = readModels();

/** The folder where n8n's server looks for the node's schemas. */
const nodeDir = dirname(host.loader.resolveSourcePath(host.loader.known.nodes[NODE_NAME].sourcePath));
const folder = join(nodeDir, '__schema__');
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile())
	.map((entry) => join(entry.parentPath, entry.name));

/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/**
 * The file in which n8n looks for the schema of an operation.
 * @param {{ resource: string, operation: string }} operation
 * @returns {string}
 */
const fileOf = ({ resource, operation }) => resolveOutputSchemaPath({ nodeDir, version: 1, resource, operation });

describe('the package holds', () => {
	test('the schema of each operation with a known answer, where n8n looks for it', () => {
		const known = operations.filter(({ answer }) => answer);
		for (const operation of known) {
			assert.deepEqual(readJson(fileOf(operation)), models[String(operation.answer)], operation.operation);
		}
		assert.deepEqual(files.sort(), known.map(fileOf).sort());
	});

	test('schemas that the editor can show: an object with members, each of one type or of any', () => {
		const check = (/** @type {any} */ schema, /** @type {string} */ path) => {
			const { type, properties = {}, items, ...others } = schema;
			assert.deepEqual(others, {}, path);
			assert.ok([undefined, 'array', 'boolean', 'number', 'object', 'string'].includes(type), path);
			for (const [name, property] of Object.entries(properties)) check(property, `${path}.${name}`);
			if (items) check(items, `${path}[]`);
		};
		for (const path of files) {
			const schema = readJson(path);
			assert.equal(schema.type, 'object', path);
			assert.ok(Object.keys(schema.properties).length > 0, path);
			check(schema, path);
		}
	});

	test(`no more than ${MOST_BYTES / 1000} KB of them`, () => {
		const bytes = files.reduce((sum, path) => sum + readFileSync(path).length, 0);
		assert.ok(bytes <= MOST_BYTES, `${bytes} bytes`);
	});
});

describe('the comparison of an item with a schema reports', () => {
	/** @type {import('./harness/answers.mjs').Schema} */
	const schema = {
		type: 'object',
		properties: {
			id: { type: 'string' },
			session: { type: 'object', properties: { status: { type: 'string' } } },
			labels: { type: 'array', items: { type: 'string' } },
			version: {},
		},
	};
	for (const [name, item, told] of /** @type {[string, any, string[]][]} */ ([
		['nothing about members that only one of both has', { id: '1', more: true }, []],
		['nothing about a member of any type', { version: null }, []],
		['nothing about an empty object', { session: {} }, []],
		['a wrong type', { id: 1 }, ['item.id is number, not string']],
		['a null', { id: null }, ['item.id is null, not string']],
		['a wrong type inside', { id: '1', session: { status: 3 } }, ['item.session.status is number, not string']],
		['a wrong type in a list', { labels: ['a', {}] }, ['item.labels[1] is object, not string']],
		['an object without a known member', { wid: '1' }, ['item has only wid, none of which the schema knows']],
	])) {
		test(name, () => assert.deepEqual(contradictions(schema, item), told));
	}
});

/**
 * Runs an operation for one item.
 * @param {string} resource
 * @param {string} operation
 * @param {object} parameters
 */
async function run(resource, operation, parameters) {
	const outcome = await host.run({ parameters: { resource, operation, ...parameters }, credentials });
	assert.equal(outcome.error, undefined, outcome.error?.message);
	assert.notEqual(outcome.items.length, 0, 'no items');
	return outcome.items.map(({ json }) => json);
}

/**
 * A member of the first item that an operation returns.
 * @param {string} resource
 * @param {string} operation
 * @param {string} member
 */
async function first(resource, operation, member) {
	const [item] = await run(resource, operation, { device: SALES });
	return item[member];
}

const PHONE = '+15550100200';
const ON_SALES = { device: SALES };
const SIZE = { key: 'size', value: 'L' };
const aChatFile = async () => ({ ...ON_SALES, fileId: await first('chat-files', 'getDeviceFiles', 'id') });
const aGroup = async () => ({ ...ON_SALES, chatId: await first('groups', 'getDeviceGroupChats', 'wid') });
const aCampaign = async () => ({ campaignId: await first('campaigns', 'getCampaigns', 'id') });
const aWebhook = async () => ({ webhookId: await first('webhooks', 'getWebhooks', 'id') });

/** Operations to run, each with its parameters. @type {[string, string, object | (() => Promise<object>)][]} */
const RUNS = [
	['campaigns', 'getCampaigns', {}],
	['campaigns', 'getCampaignContacts', aCampaign],
	['channels', 'getDeviceChannels', ON_SALES],
	['chat-contacts', 'getDeviceContacts', ON_SALES],
	['chat-contacts', 'createContact', { ...ON_SALES, phone: PHONE, contactMetadata: { metadataValues: [SIZE] } }],
	['chat-files', 'getDeviceFiles', ON_SALES],
	['chat-files', 'downloadDeviceFileDetails', aChatFile],
	['chat-messages', 'getChatMessages', ON_SALES],
	['chats', 'getDeviceChats', ON_SALES],
	['chats', 'getGroupParticipants', aGroup],
	['departments', 'getDepartments', ON_SALES],
	['groups', 'getDeviceGroupChats', ON_SALES],
	['labels', 'getLabels', ON_SALES],
	['meeting-links', 'getMeetingLinks', ON_SALES],
	['numbers', 'getNumbers', {}],
	['numbers', 'createNumber', { alias: 'Returns', plan: 'io-professional' }],
	['other', 'verifyNumberExists', { phone: PHONE }],
	['outbound-files', 'searchFiles', {}],
	['outbound-messages', 'searchMessages', {}],
	['profile', 'deviceProfileImage', ON_SALES],
	['quick-replies', 'getQuickReplies', ON_SALES],
	['send-messages', 'sendText', { ...ON_SALES, target: 'phone', phone: PHONE, message: 'Hello' }],
	['session', 'deviceHealth', ON_SALES],
	['team', 'getTeamUsers', {}],
	['webhooks', 'getWebhooks', {}],
	['webhooks', 'getWebhookLogs', aWebhook],
];

describe('the items agree with the schema', () => {
	test('of each model', () => {
		const tested = RUNS.map(([, name]) => operations.find(({ operation }) => operation === name)?.answer);
		assert.deepEqual([...new Set(tested)].sort(), Object.keys(models).sort());
	});

	for (const [resource, operation, given] of RUNS) {
		test(`${resource}: ${operation}`, async () => {
			const parameters = typeof given === 'function' ? await given() : given;
			const items = await run(resource, operation, parameters);
			const schema = readJson(fileOf({ resource, operation }));
			assert.deepEqual(
				items.flatMap((item) => contradictions(schema, item)),
				[],
			);
		});
	}
});
