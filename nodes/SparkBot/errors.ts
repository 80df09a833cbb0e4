import { NodeApiError, NodeOperationError, type INode, type INodeExecutionData } from 'n8n-workflow';

import type { Item, SparkBotError } from '../../pkg/index.js';

/**
 * The core's items as n8n's.
 *
 * n8n sends an item that has an `error` to the error output, and then puts `{ error: message }` in place of the json of
 * every item that still has one, which would lose the status and the code. So only the error output gets it, and not
 * enumerable: n8n sees it where it chooses the output, and leaves it behind in the copy that goes out.
 */
export function toItems(node: INode, items: Item[]): INodeExecutionData[] {
	const hasErrorOutput = node.onError === 'continueErrorOutput';
	return items.map(({ error, ...item }) => {
		const converted = item as INodeExecutionData;
		if (error && hasErrorOutput) {
			Object.defineProperty(converted, 'error', { value: toNodeError(node, error) });
		}
		return converted;
	});
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
	return new NodeApiError(node, { message }, { message, description, itemIndex, httpCode: status?.toString() });
}

/**
 * The error of a list. The editor shows its message only, and for a NodeApiError "[object Object]": it takes every error
 * that has another name for a text.
 */
export function toListError(node: INode, error: Error): NodeOperationError {
	const { message, description } = toNodeError(node, error);
	return new NodeOperationError(node, message, { description: description ?? undefined });
}

function isOfTheCore(error: Error): error is SparkBotError {
	return error.name === 'SparkBotError';
}
