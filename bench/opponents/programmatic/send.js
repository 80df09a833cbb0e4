// The requests of the programmatic opponents: what an n8n node in plain JavaScript does for these operations, as lean as it can
// be while it keeps this node's promises to the user (ids that keep the path's shape, pairedItem, readable errors).

const { NodeApiError, NodeOperationError } = require('n8n-workflow');
// The packed file, which holds no requests. No other opponent reads it, so the cold load contains the time to parse it.
const { properties } = require('../../../dist/node-descriptor.json');

const CREDENTIAL = 'sparkBotApi';

/** Each operation's request; `flags` names a collection of switches that are sent when they are on. */
const SESSION = {
	syncSession: { method: 'GET', path: '/sync' },
	deviceHealth: { method: 'GET', path: '/health' },
	startDevice: { method: 'POST', path: '/start' },
	rebootDevice: { method: 'POST', path: '/reboot', flags: 'rebootOptions' },
	resetDevice: { method: 'POST', path: '/reset', flags: 'resetOptions' },
	getNumberById: { method: 'GET', path: '' },
};

/** The parameter with a message's receiver, for each target. */
const RECEIVERS = { phone: 'phone', group: 'groupId', channel: 'channel', chat: 'chat' };

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

/** Fetched once, as this node does it: n8n would decrypt it again for each request. */
const credentialOf = async (context) => await context.getCredentials(CREDENTIAL);

/** One item's items. */
async function perform(context, credential, itemIndex) {
	try {
		const answer = await send(context, credential, itemIndex);
		return [answer].flat().map((json) => ({ json, pairedItem: { item: itemIndex } }));
	} catch (error) {
		if (!context.continueOnFail()) throw error;
		return [{ json: { error: error.message }, pairedItem: { item: itemIndex } }];
	}
}

async function send(context, credential, itemIndex) {
	const operation = context.getNodeParameter('operation', itemIndex);
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

function session(context, operation, device, itemIndex) {
	const { method, path, flags } = SESSION[operation];
	const qs = {};
	if (flags) {
		for (const [name, on] of Object.entries(context.getNodeParameter(flags, itemIndex, {}))) {
			if (on) qs[name] = 'true';
		}
	}
	return { method, path: `/devices/${encodeURIComponent(device)}${path}`, qs };
}

function message(context, device, itemIndex) {
	const target = context.getNodeParameter('target', itemIndex);
	const receiver = context.getNodeParameter(RECEIVERS[target], itemIndex, '', { extractValue: true });
	const text = context.getNodeParameter('message', itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {});
	return { method: 'POST', path: '/messages', body: { device, [target]: receiver, message: text, ...options } };
}

module.exports = { describe, credentialOf, perform };
