import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import type { Item, SparkBotError } from '../../pkg/index.js';

/** The core's items as n8n's: one that came to a bad end carries the error that n8n routes by. */
export function toItems(node: INode, items: Item[]): INodeExecutionData[] {
	return items.map((item) => ({
		...item,
		json: item.json as IDataObject,
		binary: item.binary as INodeExecutionData['binary'],
		error: item.error && toNodeError(node, item.error),
	}));
}

/** An error of the core as n8n shows it; any other is n8n's own, and stays as it is. */
export function toNodeError(node: INode, error: Error): NodeApiError | NodeOperationError {
	if (!isOfTheCore(error)) {
		return error instanceof NodeApiError || error instanceof NodeOperationError
			? error
			: new NodeOperationError(node, error);
	}
	const { message, description, itemIndex, status, kind } = error;
	if (kind === 'parameter') {
		return new NodeOperationError(node, message, { description, itemIndex });
	}
	return new NodeApiError(
		node,
		{ message },
		{ message, description, itemIndex, httpCode: status?.toString() },
	);
}

function isOfTheCore(error: Error): error is SparkBotError {
	return error.name === 'SparkBotError';
}
