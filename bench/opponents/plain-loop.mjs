// @ts-check
// The lower limit: the same requests without n8n, ten at the same time, over connections that stay open. Requests to one chat run
// one after another, in order.

import { Pool } from 'undici';

const CONCURRENCY = 10;

/** @typedef {{ method: 'GET' | 'POST', path: string, body?: object, chat?: string }} Request */
/** @typedef {{ baseUrl: string, apiKey: string }} Credentials */

/**
 * Sends with undici's own client, the fastest one.
 * @param {Credentials} credentials
 * @param {Request[]} requests
 */
export async function plainLoop({ baseUrl, apiKey }, requests) {
	const { origin, pathname } = new URL(baseUrl);
	const pool = new Pool(origin, { connections: CONCURRENCY });
	const answers = await inTurn(requests, async ({ method, path, body }) => {
		const { statusCode, body: answer } = await pool.request({
			method,
			path: pathname + path,
			headers: { token: apiKey, 'content-type': 'application/json' },
			body: body && JSON.stringify(body),
		});
		return { status: statusCode, answer: await answer.json() };
	});
	await pool.close();
	return answers;
}

/**
 * Sends with the platform's `fetch`, as Keep-Alive does.
 * @param {Credentials} credentials
 * @param {Request[]} requests
 */
export async function fetchLoop({ baseUrl, apiKey }, requests) {
	return await inTurn(requests, async ({ method, path, body }) => {
		const response = await fetch(baseUrl + path, {
			method,
			headers: { token: apiKey, 'content-type': 'application/json' },
			body: body && JSON.stringify(body),
		});
		return { status: response.status, answer: await response.json() };
	});
}

/**
 * @param {Request[]} requests
 * @param {(request: Request) => Promise<{ status: number, answer: unknown }>} send
 */
async function inTurn(requests, send) {
	/** @type {unknown[]} */
	const answers = [];
	const lanes = Map.groupBy(requests.keys(), (index) => requests[index].chat ?? index).values();
	const worker = async () => {
		// All workers take from the same iterator.
		for (const lane of lanes) {
			for (const index of lane) {
				const { status, answer } = await send(requests[index]);
				if (status >= 400) throw new Error(JSON.stringify(answer));
				answers[index] = answer;
			}
		}
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, worker));
	return answers;
}
