// @ts-check
// What is possible: the same requests without n8n, ten at once, over connections that stay open. Those to one chat go one
// after another, in order.

import { Pool } from 'undici';

const CONCURRENCY = 10;

/** @typedef {{ method: 'GET' | 'POST', path: string, body?: object, chat?: string }} Request */

/**
 * @param {{ baseUrl: string, apiKey: string }} credentials
 * @param {Request[]} requests
 * @returns {Promise<unknown[]>} the answers
 */
export async function plainLoop({ baseUrl, apiKey }, requests) {
	const { origin, pathname } = new URL(baseUrl);
	const pool = new Pool(origin, { connections: CONCURRENCY });
	/** @type {unknown[]} */
	const answers = [];
	const lanes = Map.groupBy(requests.keys(), (index) => requests[index].chat ?? index).values();
	const worker = async () => {
		// All workers take from the same lanes.
		for (const lane of lanes) {
			for (const index of lane) {
				const { method, path, body } = requests[index];
				const response = await pool.request({
					method,
					path: pathname + path,
					headers: { token: apiKey, 'content-type': 'application/json' },
					body: body && JSON.stringify(body),
				});
				answers[index] = await response.body.json();
				if (response.statusCode >= 400) throw new Error(JSON.stringify(answers[index]));
			}
		}
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, worker));
	await pool.close();
	return answers;
}
