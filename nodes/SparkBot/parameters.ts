import type { IExecuteFunctions, NodeParameterValueType } from 'n8n-workflow';

import type { ExecuteParams, Parameters } from '../../pkg/index.js';
import { resolve } from './references';

/** The core checks the values; n8n would look for the parameter among all properties first. */
const UNCHECKED = { skipValidation: true };

/**
 * The parameters that the core names. Each evaluation of an expression costs n8n half a millisecond, so only what holds one and
 * what the operation reads is evaluated, item by item; the rest is taken as it stands.
 */
export function parametersOf(context: IExecuteFunctions): ExecuteParams['parameters'] {
	const { parameters } = context.getNode();
	const dynamic = new Set(Object.keys(parameters).filter((name) => holdsExpression(parameters[name])));
	if (dynamic.size === 0) return parameters as Parameters;

	const items = context.getInputData();
	return (itemIndex, names) => {
		const values: Parameters = {};
		for (const name of names) {
			const value = parameters[name];
			values[name] = dynamic.has(name)
				? (resolve(value, items[itemIndex].json) ?? context.getNodeParameter(name, itemIndex, undefined, UNCHECKED))
				: value;
		}
		return values;
	};
}

function holdsExpression(value: NodeParameterValueType): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some((inner) => holdsExpression(inner));
}
