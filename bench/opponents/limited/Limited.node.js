// @ts-check
// The same opponent with ten items at the same time. It does not keep an order: messages to one chat overtake each other.

const { default: pLimit } = require('p-limit');
const { credentialOf, describe, perform } = require('../programmatic/send');

const CONCURRENCY = 10;

/** @typedef {import('n8n-workflow').INodeType} INodeType */

/** @implements {INodeType} */
class Limited {
	description = describe('limited');

	/**
	 * @this {import('n8n-workflow').IExecuteFunctions}
	 * @returns {Promise<import('n8n-workflow').INodeExecutionData[][]>}
	 */
	async execute() {
		const credential = await credentialOf(this);
		const limit = pLimit(CONCURRENCY);
		const indexes = [...this.getInputData().keys()];
		const results = await Promise.all(indexes.map((index) => limit(() => perform(this, credential, index))));
		return [results.flat()];
	}
}

module.exports = { Limited };
