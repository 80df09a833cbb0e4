// @ts-check
// Other addresses of this machine: one where nothing listens, and one that only counts requests.

import { once } from 'node:events';
import { createServer } from 'node:http';

/** @returns {Promise<string>} `http://127.0.0.1:PORT`, which refuses connections */
export async function closedAddress() {
	const { url, close } = await listener();
	await close();
	return url;
}

/** A server that counts its requests. */
export async function listener() {
	const server = createServer((_request, response) => {
		counted.requests++;
		response.end('{}');
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	const counted = {
		url: `http://127.0.0.1:${port}`,
		requests: 0,
		close: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
	return counted;
}
