import { DateTime } from 'luxon';
import {
	NodeOperationError,
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeCredentialsDetails,
} from 'n8n-workflow';

import type { ConnectionParams, Host, HttpRequest, HttpResponse } from '../../pkg/index.js';
import { fileBody, fileBytes } from './files';

const CREDENTIAL = 'sparkBotApi';

/** How messages call the node's own things. */
export const WORDS = {
	baseUrl: 'the base URL in the SparkBot API credential',
	apiKey: 'the API key in the SparkBot API credential',
	fileStorage: "n8n's storage for binary data",
	credential: 'the credential',
	client: 'the node',
	step: 'node',
	withoutReferences: "turn off 'Exactly Once'",
};

/** What the credential holds. */
interface CredentialData {
	baseUrl: string;
	apiKey: string;
	/** Default: `n8n`. Credentials of older versions have no connection. */
	connection?: 'n8n' | 'keepAlive';
}

/**
 * Connects the core with the API. With n8n's own HTTP client, the proxy, the network policy and the credential rules of the instance
 * apply, and the core never gets the key. With Keep-Alive the core sends the requests itself, over connections that stay open.
 */
export async function connect(context: IExecuteFunctions | ILoadOptionsFunctions): Promise<Required<ConnectionParams>> {
	const credential = context.getNode().credentials?.[CREDENTIAL];
	if (!credential) {
		throw new NodeOperationError(context.getNode(), 'No SparkBot API credential is chosen', {
			description: 'Choose one at the top of the node, or create it there.',
		});
	}
	const data = await context.getCredentials<CredentialData>(CREDENTIAL);
	if (!data.apiKey?.trim()) {
		throw new NodeOperationError(context.getNode(), 'The SparkBot API credential holds no API key', {
			description: 'Open the credential and enter the key of your SparkBot account.',
		});
	}
	const isExecution = 'getExecutionCancelSignal' in context;
	const keepsAlive = data.connection === 'keepAlive';
	return {
		credentials: { baseUrl: data.baseUrl, apiKey: keepsAlive ? data.apiKey : undefined },
		words: WORDS,
		host: {
			request: keepsAlive ? undefined : async (request) => await send(context, request, credential, data),
			resolveLocalTime: (local) => DateTime.fromISO(local.replace(' ', 'T'), { zone: context.getTimezone() }).toISO(),
			...(isExecution ? forExecution(context) : {}),
		},
	};
}

/** The parts of the host that only an execution has: cancelling, and binary data. */
function forExecution(context: IExecuteFunctions): Partial<Host> {
	const signal = context.getExecutionCancelSignal();
	return {
		signal,
		sleep: sleepUntil(signal),
		notify: (message) => context.addExecutionHints({ message, type: 'info', location: 'outputPane' }),
		storeBinary: async (file, fileName, mimeType) =>
			await context.helpers.prepareBinaryData(
				file instanceof Uint8Array ? Buffer.from(file.buffer, file.byteOffset, file.length) : (file as Buffer),
				fileName,
				mimeType,
			),
		readBinary: async (itemIndex, property) => await fileBytes(context, itemIndex, property),
	};
}

/** Waits that end when the execution is cancelled, and then leave no timer behind. */
function sleepUntil(signal: AbortSignal | undefined): NonNullable<Host['sleep']> {
	const waits = new Set<AbortController>();
	// One listener for all waits: many of them on a signal look like a leak to Node.
	const end = aborted(signal).then(() => waits.forEach((wait) => wait.abort()));
	return async (milliseconds) => {
		if (signal?.aborted) return;
		const wait = new AbortController();
		waits.add(wait);
		// The sleep of an older n8n takes no signal, so the end counts by itself.
		await Promise.race([sleep(milliseconds, wait.signal).catch(() => {}), end]);
		waits.delete(wait);
	};
}

/** Settles when the execution is cancelled. */
async function aborted(signal: AbortSignal | undefined): Promise<void> {
	if (signal?.aborted) return;
	await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
}

async function send(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	{ file, responseType, ...request }: HttpRequest,
	credential: INodeCredentialsDetails,
	data: CredentialData,
): Promise<HttpResponse> {
	const sent = file ? await fileBody(context as IExecuteFunctions, file) : undefined;
	const { statusCode, headers, body } = await context.helpers.httpRequestWithAuthentication.call(
		context,
		CREDENTIAL,
		{
			...request,
			...(sent && { body: sent.body as Buffer, headers: { ...sent.headers, ...request.headers } }),
			encoding: responseType ?? 'arraybuffer',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// A redirect could send the key to another host.
			disableFollowRedirect: true,
		},
		// n8n would fetch and decrypt the credential again for each request.
		{
			credentialsDecrypted: {
				id: credential.id ?? '',
				name: credential.name,
				type: CREDENTIAL,
				data: data as unknown as IDataObject as never,
			},
		},
	);
	const isFile = responseType && statusCode === 200 && !`${headers['content-type']}`.includes('json');
	const content =
		isFile || Buffer.isBuffer(body) ? body : await (context as IExecuteFunctions).helpers.binaryToBuffer(body);
	return {
		status: statusCode,
		headers,
		body: statusCode < 400 ? content : withoutKey(content, data.apiKey),
	};
}

/** Removes the key: an API can repeat a wrong key in its answer, and the key must not get into an item or a log. */
function withoutKey(body: Buffer, key: string): Buffer {
	return body.includes(key) ? Buffer.from(body.toString().split(key).join('[API key]')) : body;
}
