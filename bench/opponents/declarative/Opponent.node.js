// @ts-check
// The benchmark's declarative opponent: the few, shared properties of this node, with routing for n8n's engine.

const { describe, properties } = require('./routing');

/** @typedef {import('n8n-workflow').INodeType} INodeType */

/** @implements {INodeType} */
class Opponent {
	description = describe('opponent', properties);
}

module.exports = { Opponent };
