import type { IExecuteFunctions, NodeParameterValueType } from 'n8n-workflow';

import type { Parameters } from '../../pkg/index.js';

/**
 * Gives the parameters that the core names, one item at a time. Each evaluation of an expression costs n8n 0.4 ms, so only
 * those are evaluated that hold one and that the operation reads; the rest is taken as it stands.
 */
export function parametersOf(
	context: IExecuteFunctions,
): (itemIndex: number, names: readonly string[]) => Parameters {
	const { parameters } = context.getNode();
	const dynamic = new Map<string, boolean>();
	return (itemIndex, names) => {
		const values: Parameters = {};
		for (const name of names) {
			let isDynamic = dynamic.get(name);
			if (isDynamic === undefined) {
				isDynamic = holdsExpression(parameters[name]);
				dynamic.set(name, isDynamic);
			}
			values[name] = isDynamic ? context.getNodeParameter(name, itemIndex, undefined) : parameters[name];
		}
		return values;
	};
}

function holdsExpression(value: NodeParameterValueType): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some((inner) => holdsExpression(inner));
}
