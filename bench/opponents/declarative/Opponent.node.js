// @ts-check
// The benchmark's declarative opponent: this node's own few, shared properties, with the routing that n8n's engine carries out.

const { describe, properties } = require('./routing');

/** @typedef {import('n8n-workflow').INodeType} INodeType */

/** @implements {INodeType} */
class Opponent {
	description = describe('opponent', properties);
}

module.exports = { Opponent };
