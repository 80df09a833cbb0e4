import { DateTime } from 'luxon';
import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeCredentialsDetails,
} from 'n8n-workflow';

import type { ConnectionParams, HttpRequest, HttpResponse } from '../../pkg/index.js';

const CREDENTIAL = 'sparkBotApi';

/**
 * The way to the API through n8n's own HTTP client: the proxy, the network policy and the credential rules of the instance
 * hold, and the key never enters the core.
 */
export async function connect(
	context: IExecuteFunctions | ILoadOptionsFunctions,
): Promise<Required<ConnectionParams>> {
	const credential = context.getNode().credentials?.[CREDENTIAL];
	if (!credential) {
		throw new NodeOperationError(context.getNode(), 'No SparkBot API credential is chosen', {
			description: 'Choose one at the top of the node, or create it there.',
		});
	}
	const data = await context.getCredentials<{ baseUrl: string; apiKey: string }>(CREDENTIAL);
	if (!data.apiKey?.trim()) {
		throw new NodeOperationError(context.getNode(), 'The SparkBot API credential holds no API key', {
			description: 'Open the credential and enter the key of your SparkBot account.',
		});
	}
	const isExecution = 'getExecutionCancelSignal' in context;
	return {
		credentials: { baseUrl: data.baseUrl },
		host: {
			request: async (request) => await send(context, request, credential, data),
			instant: (local) => DateTime.fromISO(local.replace(' ', 'T'), { zone: context.getTimezone() }).toISO(),
			signal: isExecution ? context.getExecutionCancelSignal() : undefined,
			binary: isExecution
				? async (bytes, fileName, mimeType) =>
						await context.helpers.prepareBinaryData(Buffer.from(bytes), fileName, mimeType)
				: undefined,
		},
	};
}

async function send(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	request: HttpRequest,
	credential: INodeCredentialsDetails,
	data: { baseUrl: string; apiKey: string },
): Promise<HttpResponse> {
	const response = await context.helpers.httpRequestWithAuthentication.call(
		context,
		CREDENTIAL,
		{
			...request,
			encoding: 'arraybuffer',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// A redirect could carry the key to another host.
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
	return {
		status: response.statusCode,
		headers: response.headers,
		body: response.statusCode < 400 ? response.body : withoutKey(response.body, data.apiKey),
	};
}

/** An API may quote the key that it refuses; it must not end up in an item or a log. */
function withoutKey(body: Buffer, key: string): Buffer {
	return body.includes(key) ? Buffer.from(body.toString().split(key).join('[API key]')) : body;
}
