// @ts-check
// The same declarative node in the form of most nodes, and of all generated ones: each operation has properties of its own, so a
// parameter of eight operations has eight properties with the same name.

const { describe, properties } = require('./routing');

/** @typedef {import('n8n-workflow').INodeType} INodeType */

/** @implements {INodeType} */
class PerOperation {
	description = describe(
		'perOperation',
		properties.flatMap((property) => {
			const operations = /** @type {string[]} */ (property.displayOptions?.show?.operation ?? []);
			if (operations.length < 2) return [property];
			return operations.map((operation) => ({ ...property, displayOptions: { show: { operation: [operation] } } }));
		}),
	);
}

module.exports = { PerOperation };
