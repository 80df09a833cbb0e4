// @ts-check
// Binary data on disk, as an n8n server stores it. Import this file before the rest of the harness: n8n-core reads its settings
// once. The files are in the folder of the test process, which is removed at its end.

import { requireFromHost } from './package.mjs';

process.env.N8N_DEFAULT_BINARY_DATA_MODE = 'filesystem';
await import('./engine.mjs');

const { Container } = requireFromHost('@n8n/di');
/** @type {typeof import('n8n-core')} */
const { BinaryDataService } = requireFromHost('n8n-core');
const service = Container.get(BinaryDataService);
await service.init();

/**
 * Stores a file as an earlier node of the workflow does.
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
 * The bytes of a file in a node's output.
 * @param {import('n8n-workflow').IBinaryData} data
 */
export async function bytesOf(data) {
	return await service.getAsBuffer(data);
}
