import { NodeApiError, NodeOperationError, type INode, type INodeExecutionData } from 'n8n-workflow';

import type { Item, SparkBotError } from '../../pkg/index.js';

/**
 * Converts the core's items to n8n's.
 *
 * n8n sends an item with an `error` to the error output. It also replaces the json of every item that still has an `error` with
 * `{ error: message }`, which would lose the status and the code. So only items for the error output have it, as a member that is not
 * enumerable: n8n sees it when it chooses the output, and the copy in the output does not have it.
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

/** Converts an error of the core to an error of n8n. Any other error is n8n's own, and does not change. */
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
 * Converts the error of a list. The editor shows only its message. For a NodeApiError it shows "[object Object]", but it shows the text
 * of an error with another name.
 */
export function toListError(node: INode, error: Error): NodeOperationError {
	const { message, description } = toNodeError(node, error);
	return new NodeOperationError(node, message, { description: description ?? undefined });
}

function isOfTheCore(error: Error): error is SparkBotError {
	return error.name === 'SparkBotError';
}
