import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import type { HttpRequest, HttpResponse, SparkBotError } from '../../pkg/index.js';
import { WORDS } from './connection';
import { loadCore } from './core';

/**
 * Tests a credential as the node uses it, so that the form shows the core's messages. (A request in the credential's description
 * would show "ECONNREFUSED" for a missing server, and count any web page as a success.)
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
			words: WORDS,
			host: { request: async (request) => await send(this.helpers, request, apiKey) },
		});
		return { status: 'OK', message: 'Connection successful' };
	} catch (error) {
		return { status: 'Error', message: (error as SparkBotError).message };
	}
}

/** Sends with the only HTTP client that n8n gives a credential test. It has options of its own. */
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
