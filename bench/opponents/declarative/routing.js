// @ts-check
// The routing of the declarative opponents.

/** @typedef {import('n8n-workflow').INodeProperties} Property */
/** @typedef {import('n8n-workflow').INodePropertyOptions} Option */

const descriptor = /** @type {{ properties: Property[] }} */ (
	/** @type {unknown} */ (require('../../../node-descriptor.json'))
);

/**
 * Each operation's method, and its path below the number's.
 * @type {Record<string, ['GET' | 'POST', string]>}
 */
const ROUTES = {
	syncSession: ['GET', '/sync'],
	deviceHealth: ['GET', '/health'],
	startDevice: ['POST', '/start'],
	rebootDevice: ['POST', '/reboot'],
	resetDevice: ['POST', '/reset'],
	scanQR: ['GET', '/scan'],
	requestNumberAuthCode: ['POST', '/authcode'],
	getNumberById: ['GET', ''],
};

/** The members of a message, from the parameters of the same name. In the other operations the number is in the path. */
const MESSAGE = { device: '={{ $parameter.device }}' };
const MESSAGE_MEMBERS = ['phone', 'message'];

const properties = descriptor.properties.map(withRouting);

/**
 * @param {Property} property
 * @returns {Property}
 */
function withRouting(property) {
	if (property.name === 'operation') {
		return { ...property, options: /** @type {Option[]} */ (property.options).map(withRequest) };
	}
	if (MESSAGE_MEMBERS.includes(property.name) && property.displayOptions?.show?.operation?.includes('sendText')) {
		return { ...property, routing: { send: { type: 'body', property: property.name } } };
	}
	if (property.type === 'collection') {
		return { ...property, options: /** @type {Property[]} */ (property.options).map(withRouting) };
	}
	// A switch that is on is sent in the query.
	if (property.type === 'boolean') {
		const value = '={{ $value ? "true" : undefined }}';
		return { ...property, routing: { send: { type: 'query', property: property.name, value } } };
	}
	return property;
}

/**
 * @param {Option} option
 * @returns {Option}
 */
function withRequest(option) {
	if (option.value === 'sendText') {
		return { ...option, routing: { request: { method: 'POST', url: '/messages', body: MESSAGE } } };
	}
	const route = ROUTES[String(option.value)];
	if (!route) return option;
	const [method, path] = route;
	const url = `=/devices/{{ encodeURIComponent($parameter.device) }}${path}`;
	return { ...option, routing: { request: { method, url } } };
}

/**
 * @param {string} name
 * @param {Property[]} routed
 * @returns {import('n8n-workflow').INodeTypeDescription}
 */
function describe(name, routed) {
	return {
		displayName: 'Declarative Opponent',
		name,
		group: ['output'],
		version: 1,
		description: '',
		defaults: { name: 'Opponent' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'sparkBotApi', required: true }],
		requestDefaults: { baseURL: '={{ $credentials.baseUrl }}', json: true, timeout: 120_000 },
		properties: routed,
	};
}

module.exports = { describe, properties };
