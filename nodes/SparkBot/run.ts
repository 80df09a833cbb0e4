import type { IExecuteFunctions } from 'n8n-workflow';

import type { RunParams } from '../../pkg/index.js';

/** What the user set under "Run Options". */
interface RunOptions {
	concurrency?: number;
	retries?: number;
	timeout?: number;
	exactlyOnce?: boolean;
}

type Memory = NonNullable<RunParams['memory']>;

/**
 * What earlier tries of a node's run did. n8n's "Retry On Fail" runs the whole node again, with the same object for the run; the
 * memory ends with that object.
 */
const memories = new WeakMap<object, Memory>();

/** How an operation is run: its options, and what keeps it from sending anything twice. */
export function runParamsOf(context: IExecuteFunctions): RunParams {
	const options = context.getNodeParameter('runOptions', 0, {}) as RunOptions;
	return {
		concurrency: options.concurrency,
		retries: options.retries,
		timeout: options.timeout,
		idempotencyKey: options.exactlyOnce ? idempotencyKeyOf(context) : undefined,
		memory: context.getNode().retryOnFail ? memoryOf(context) : undefined,
	};
}

function memoryOf(context: IExecuteFunctions): Memory {
	const run = context.getExecuteData();
	const known = memories.get(run);
	if (known) return known;
	const made = new Map() as Memory;
	memories.set(run, made);
	return made;
}

/**
 * A name for this run of this node. It stays the same when n8n runs the execution again: after a crash under its own ID, by "Retry"
 * under another. n8n keeps the metadata with the data that it runs again.
 */
function idempotencyKeyOf(context: IExecuteFunctions): string {
	const run = context.getExecuteData() as { metadata?: { sparkBotExecution?: string } };
	const { additionalData } = context as unknown as { additionalData?: { hooks?: { retryOf?: string } } };
	const execution = run.metadata?.sparkBotExecution ?? additionalData?.hooks?.retryOf ?? context.getExecutionId();
	context.setMetadata({ sparkBotExecution: execution } as never);
	const { $runIndex } = context.getWorkflowDataProxy(0);
	return `n8n-${execution}-${context.getNode().id}-${$runIndex}`;
}
