// @ts-check
// The credentials part of n8n's server, without its database: defaults, and the credential's own `authenticate`.

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
/** @type {typeof import('n8n-workflow')} */
const { ICredentialsHelper, NodeHelpers } = require('n8n-workflow');

/** @typedef {import('n8n-workflow').ICredentialDataDecryptedObject} CredentialData */

export class CredentialsHelper extends ICredentialsHelper {
	/**
	 * @param {(name: string) => import('n8n-workflow').ICredentialType} getType
	 * @param {Record<string, CredentialData>} stored what the user entered, by credential type
	 */
	constructor(getType, stored) {
		super();
		this.getType = getType;
		this.stored = stored;
	}

	getParentTypes() {
		return [];
	}

	isCredentialUsableByNode() {
		return true;
	}

	/** @param {string} type */
	getCredentialsProperties(type) {
		return this.getType(type).properties;
	}

	/**
	 * @param {CredentialData} credentials
	 * @param {string} typeName
	 * @param {any} requestOptions
	 * @param {import('n8n-workflow').Workflow} workflow
	 * @param {import('n8n-workflow').INode} node
	 */
	async authenticate(credentials, typeName, requestOptions, workflow, node) {
		const { authenticate } = this.getType(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, requestOptions);
		if (authenticate?.type !== 'generic') return requestOptions;

		const resolve = (/** @type {unknown} */ value) =>
			typeof value === 'string' && value.startsWith('=')
				? String(
						workflow.expression.getSimpleParameterValue(
							node,
							value,
							'internal',
							{ $credentials: credentials },
							undefined,
							'',
						) ?? '',
					)
				: value;
		for (const [part, values] of Object.entries(authenticate.properties)) {
			requestOptions[part] ??= {};
			for (const [key, value] of Object.entries(values)) {
				requestOptions[part][String(resolve(key))] = resolve(value);
			}
		}
		return requestOptions;
	}

	async preAuthentication() {
		return undefined;
	}

	async runPreAuthentication() {
		return undefined;
	}

	/**
	 * @param {unknown} _additionalData
	 * @param {unknown} _nodeCredentials
	 * @param {string} type
	 * @returns {Promise<CredentialData>}
	 */
	async getDecrypted(_additionalData, _nodeCredentials, type) {
		const data = NodeHelpers.getNodeParameters(
			this.getType(type).properties,
			/** @type {import('n8n-workflow').INodeParameters} */ ({ ...this.stored[type] }),
			true,
			false,
			null,
			null,
		);
		return /** @type {CredentialData} */ (data);
	}

	/** @returns {Promise<never>} */
	async getCredentials() {
		throw new Error('The node must not read stored credentials other than by getCredentials().');
	}

	async updateCredentials() {}
	async updateCredentialsOauthTokenData() {}
}
