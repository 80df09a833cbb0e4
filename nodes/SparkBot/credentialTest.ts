import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import type { HttpRequest, HttpResponse, SparkBotError } from '../../pkg/index.js';
import { loadCore } from './core';

/**
 * Tests a credential the way the node uses it, so that its form shows the core's sentences. (A request written down in the
 * credential would show "ECONNREFUSED" for a server that is not there, and take any web page for success.)
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { baseUrl, apiKey } = data as { baseUrl: string; apiKey: string };
	try {
		const { loadOptions } = await loadCore();
		await loadOptions('getDevices', {
			credentials: { baseUrl },
			host: { request: async (request) => await send(this.helpers, request, apiKey) },
		});
		return { status: 'OK', message: 'Connection successful' };
	} catch (error) {
		return { status: 'Error', message: (error as SparkBotError).message };
	}
}

/** n8n's only HTTP client in a credential test; it takes options of its own. */
async function send(
	helpers: ICredentialTestFunctions['helpers'],
	{ url, method, headers, timeout }: HttpRequest,
	apiKey: string,
): Promise<HttpResponse> {
	const response = await helpers.request({
		uri: url,
		method,
		headers: { ...headers, Token: apiKey },
		timeout,
		encoding: null,
		resolveWithFullResponse: true,
		simple: false,
		followRedirect: false,
	});
	return { status: response.statusCode, headers: response.headers, body: response.body };
}
