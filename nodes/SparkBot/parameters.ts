import type { IExecuteFunctions, NodeParameterValueType } from 'n8n-workflow';

import type { ExecuteParams, Parameters } from '../../pkg/index.js';
import { resolve } from './references';

/** Reads a value without n8n's checks: the core checks values, and n8n would first search all properties for the parameter. */
const UNCHECKED = { skipValidation: true };

/**
 * Reads the parameters that the core names. An evaluation of an expression costs n8n half a millisecond. So only parameters with an
 * expression that the operation reads are evaluated for each item; the others are read as they are.
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
