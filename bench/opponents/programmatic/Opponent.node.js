// The benchmark's programmatic opponent: what an n8n node in plain JavaScript does for these operations, as lean as it can
// be while it keeps this node's promises to the user (ids that keep the path's shape, pairedItem, readable errors).

const { NodeApiError, NodeOperationError } = require('n8n-workflow');
const { properties } = require('../../../node-descriptor.json');

const CREDENTIAL = 'sparkBotApi';

/** Each operation's request; `flags` names a collection of switches that are sent when they are on. */
const REQUESTS = {
	syncSession: { method: 'GET', path: '/sync' },
	deviceHealth: { method: 'GET', path: '/health' },
	startDevice: { method: 'POST', path: '/start' },
	rebootDevice: { method: 'POST', path: '/reboot', flags: 'rebootOptions' },
	resetDevice: { method: 'POST', path: '/reset', flags: 'resetOptions' },
	getNumberById: { method: 'GET', path: '' },
};

class Opponent {
	description = {
		displayName: 'Programmatic Opponent',
		name: 'opponent',
		group: ['output'],
		version: 1,
		description: '',
		defaults: { name: 'Opponent' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: CREDENTIAL, required: true }],
		properties,
	};

	async execute() {
		const results = [];
		const { length } = this.getInputData();
		// Fetched once, as this node does it: n8n would decrypt it again for each request.
		const credential = await this.getCredentials(CREDENTIAL);
		for (let itemIndex = 0; itemIndex < length; itemIndex++) {
			try {
				const answer = await send(this, credential, itemIndex);
				for (const json of Array.isArray(answer) ? answer : [answer]) {
					results.push({ json, pairedItem: { item: itemIndex } });
				}
			} catch (error) {
				if (!this.continueOnFail()) throw error;
				results.push({ json: { error: error.message }, pairedItem: { item: itemIndex } });
			}
		}
		return [results];
	}
}

async function send(context, credential, itemIndex) {
	const operation = context.getNodeParameter('operation', itemIndex);
	const device = context.getNodeParameter('device', itemIndex);
	if (typeof device !== 'string' || device === '') {
		throw new NodeOperationError(context.getNode(), 'Choose a WhatsApp number', { itemIndex });
	}
	const { method, path, flags } = REQUESTS[operation];
	const qs = {};
	if (flags) {
		for (const [name, on] of Object.entries(context.getNodeParameter(flags, itemIndex, {}))) {
			if (on) qs[name] = 'true';
		}
	}
	const { statusCode, body } = await context.helpers.httpRequestWithAuthentication.call(
		context,
		CREDENTIAL,
		{
			method,
			url: `${credential.baseUrl}/devices/${encodeURIComponent(device)}${path}`,
			qs,
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

module.exports = { Opponent };
