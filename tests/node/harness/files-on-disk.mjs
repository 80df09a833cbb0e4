// @ts-check
// Binary data on disk, as an n8n server keeps it. Import this before the rest of the harness: n8n-core reads its settings
// once. The files lie in the folder of the test process, and go with it.

import { requireFromHost } from './package.mjs';

process.env.N8N_DEFAULT_BINARY_DATA_MODE = 'filesystem';
await import('./engine.mjs');

const { Container } = requireFromHost('@n8n/di');
/** @type {typeof import('n8n-core')} */
const { BinaryDataService } = requireFromHost('n8n-core');
const service = Container.get(BinaryDataService);
await service.init();

/**
 * Stores a file as a node before ours would have.
 * @param {Buffer | import('node:stream').Readable} content
 * @param {{ fileName?: string, mimeType: string }} about
 * @returns {Promise<import('n8n-workflow').IBinaryData>}
 */
export async function storeFile(content, about) {
	return await service.store({ type: 'execution', workflowId: 'test', executionId: 'before' }, content, {
		...about,
		data: '',
	});
}

/**
 * The bytes of a file that came out of a node.
 * @param {import('n8n-workflow').IBinaryData} data
 */
export async function bytesOf(data) {
	return await service.getAsBuffer(data);
}
