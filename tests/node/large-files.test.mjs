// @ts-check
// 100 MB up and down: n8n's process stays small, because the bytes stream through it.

import { storeFile } from './harness/files-on-disk.mjs';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SALES } from './harness/sandbox.mjs';
import { setUp } from './harness/setup.mjs';

const { host, credentials } = await setUp();

const MEGABYTE = 1024 * 1024;
const SIZE = 100 * MEGABYTE;
const GROWTH = 64 * MEGABYTE;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

/**
 * The most that this process grew during `work`.
 * @param {() => Promise<unknown>} work
 */
async function growth(work) {
	collectGarbage();
	const before = process.memoryUsage.rss();
	let most = before;
	const watch = setInterval(() => {
		most = Math.max(most, process.memoryUsage.rss());
	}, 5);
	try {
		await work();
	} finally {
		clearInterval(watch);
	}
	return most - before;
}

/** @param {number} size */
function* noise(size) {
	const chunk = Buffer.alloc(MEGABYTE, 'sparkbot');
	for (let sent = 0; sent < size; sent += chunk.length) yield chunk.subarray(0, size - sent);
}

/** @param {Record<string, unknown>} parameters @param {import('n8n-workflow').INodeExecutionData[]} [items] */
async function run(parameters, items) {
	const outcome = await host.run({ parameters, items, credentials });
	assert.equal(outcome.error, undefined, outcome.error?.message);
	return outcome.items;
}

/** @param {number} size */
const video = async (size) => ({
	json: {},
	binary: { data: await storeFile(Readable.from(noise(size)), { fileName: 'tour.mp4', mimeType: 'video/mp4' }) },
});

test('an upload', async (t) => {
	const parameters = { resource: 'outbound-files', operation: 'uploadFile', uploadMethod: 'binary' };
	await run(parameters, [await video(MEGABYTE)]);
	const item = await video(SIZE);
	const grown = await growth(async () => {
		const [{ json }] = await run(parameters, [item]);
		assert.equal(json.size, SIZE);
	});
	t.diagnostic(`grew by ${Math.round(grown / MEGABYTE)} MB`);
	assert.ok(grown < GROWTH, `grew by ${grown} bytes`);
});

test('a download', async (t) => {
	const parameters = { resource: 'chat-files', operation: 'downloadDeviceFileDetails', device: SALES };
	await run({ ...parameters, fileId: 'f10000010000000000000001' });
	const grown = await growth(async () => {
		const [{ json, binary }] = await run({ ...parameters, fileId: 'f10000010000000000000005' });
		assert.equal(json.fileSize, SIZE);
		assert.equal(binary?.data.bytes, SIZE);
	});
	t.diagnostic(`grew by ${Math.round(grown / MEGABYTE)} MB`);
	assert.ok(grown < GROWTH, `grew by ${grown} bytes`);
});
