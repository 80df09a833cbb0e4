// @ts-check
// The requests of the programmatic opponents: an n8n node in plain JavaScript for these operations. It is as lean as possible, and
// keeps this node's promises to the user: encoded IDs in paths, pairedItem, readable errors.

const { NodeApiError, NodeOperationError } = require('n8n-workflow');
/** @typedef {import('n8n-workflow').IExecuteFunctions} Context */
/** @typedef {import('n8n-workflow').ICredentialDataDecryptedObject} Credential */

// The packed file, which holds no requests. No other opponent reads it, so the cold load contains the time to parse it.
const { properties } = /** @type {{ properties: import('n8n-workflow').INodeProperties[] }} */ (
	/** @type {unknown} */ (require('../../../dist/node-descriptor.json'))
);

const CREDENTIAL = 'sparkBotApi';

/**
 * Each operation's request; `flags` names a collection of switches that are sent when they are on.
 * @type {Record<string, { method: 'GET' | 'POST', path: string, flags?: string }>}
 */
const SESSION = {
	syncSession: { method: 'GET', path: '/sync' },
	deviceHealth: { method: 'GET', path: '/health' },
	startDevice: { method: 'POST', path: '/start' },
	rebootDevice: { method: 'POST', path: '/reboot', flags: 'rebootOptions' },
	resetDevice: { method: 'POST', path: '/reset', flags: 'resetOptions' },
	getNumberById: { method: 'GET', path: '' },
};

/**
 * The parameter with a message's receiver, for each target.
 * @type {Record<string, string>}
 */
const RECEIVERS = { phone: 'phone', group: 'groupId', channel: 'channel', chat: 'chat' };

/**
 * @param {string} name
 * @returns {import('n8n-workflow').INodeTypeDescription}
 */
const describe = (name) => ({
	displayName: 'Programmatic Opponent',
	name,
	group: ['output'],
	version: 1,
	description: '',
	defaults: { name: 'Opponent' },
	inputs: ['main'],
	outputs: ['main'],
	credentials: [{ name: CREDENTIAL, required: true }],
	properties,
});

/**
 * Fetches the credential once, as this node does. n8n would decrypt it again for each request.
 * @param {Context} context
 */
const credentialOf = async (context) => await context.getCredentials(CREDENTIAL);

/**
 * Runs one item and returns its result items.
 * @param {Context} context
 * @param {Credential} credential
 * @param {number} itemIndex
 * @returns {Promise<import('n8n-workflow').INodeExecutionData[]>}
 */
async function perform(context, credential, itemIndex) {
	try {
		const answer = await send(context, credential, itemIndex);
		return [answer].flat().map((json) => ({ json, pairedItem: { item: itemIndex } }));
	} catch (error) {
		if (!context.continueOnFail()) throw error;
		return [{ json: { error: /** @type {Error} */ (error).message }, pairedItem: { item: itemIndex } }];
	}
}

/**
 * @param {Context} context
 * @param {Credential} credential
 * @param {number} itemIndex
 */
async function send(context, credential, itemIndex) {
	const operation = /** @type {string} */ (context.getNodeParameter('operation', itemIndex));
	const device = context.getNodeParameter('device', itemIndex);
	if (typeof device !== 'string' || device === '') {
		throw new NodeOperationError(context.getNode(), 'Choose a WhatsApp number', { itemIndex });
	}
	const { path, ...request } =
		operation === 'sendText' ? message(context, device, itemIndex) : session(context, operation, device, itemIndex);
	const { statusCode, body } = await context.helpers.httpRequestWithAuthentication.call(
		context,
		CREDENTIAL,
		{
			...request,
			url: credential.baseUrl + path,
			timeout: 120_000,
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		},
		{ credentialsDecrypted: { id: '', name: '', type: CREDENTIAL, data: credential } },
	);
	if (statusCode >= 400) {
		throw new NodeApiError(context.getNode(), body ?? {}, {
			message: body?.message,
			description: body?.errorCode,
			httpCode: String(statusCode),
			itemIndex,
		});
	}
	return body || { success: true, status: statusCode, device };
}

/**
 * @param {Context} context
 * @param {string} operation
 * @param {string} device
 * @param {number} itemIndex
 * @returns {{ method: 'GET' | 'POST', path: string, qs: Record<string, string> }}
 */
function session(context, operation, device, itemIndex) {
	const { method, path, flags } = SESSION[operation];
	/** @type {Record<string, string>} */
	const qs = {};
	if (flags) {
		const switches = /** @type {Record<string, boolean>} */ (context.getNodeParameter(flags, itemIndex, {}));
		for (const [name, on] of Object.entries(switches)) {
			if (on) qs[name] = 'true';
		}
	}
	return { method, path: `/devices/${encodeURIComponent(device)}${path}`, qs };
}

/**
 * @param {Context} context
 * @param {string} device
 * @param {number} itemIndex
 * @returns {{ method: 'POST', path: string, body: Record<string, unknown> }}
 */
function message(context, device, itemIndex) {
	const target = /** @type {string} */ (context.getNodeParameter('target', itemIndex));
	const receiver = context.getNodeParameter(RECEIVERS[target], itemIndex, '', { extractValue: true });
	const text = context.getNodeParameter('message', itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {});
	return { method: 'POST', path: '/messages', body: { device, [target]: receiver, message: text, ...options } };
}

module.exports = { describe, credentialOf, perform };
