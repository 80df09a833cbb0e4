// @ts-check
// The programmatic opponent in the form of most nodes: one item after another.

const { credentialOf, describe, perform } = require('./send');

/** @typedef {import('n8n-workflow').INodeType} INodeType */

/** @implements {INodeType} */
class Opponent {
	description = describe('opponent');

	/**
	 * @this {import('n8n-workflow').IExecuteFunctions}
	 * @returns {Promise<import('n8n-workflow').INodeExecutionData[][]>}
	 */
	async execute() {
		const credential = await credentialOf(this);
		const results = [];
		for (const itemIndex of this.getInputData().keys()) results.push(...(await perform(this, credential, itemIndex)));
		return [results];
	}
}

module.exports = { Opponent };
