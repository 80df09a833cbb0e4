// @ts-check
// Files: from binary data, an address or the stored files into requests, and from answers into binary data. n8n stores them on disk
// here, as a server does; in `without-n8n.test.mjs` they are in memory.

import { bytesOf, storeFile } from './harness/files-on-disk.mjs';
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { SALES } from './harness/sandbox.mjs';
import { setUp } from './harness/setup.mjs';

const { host, sandbox, credentials } = await setUp();

const PDF = { fileName: 'price list ä.pdf', mimeType: 'application/pdf' };
const PNG = { fileName: 'logo.png', mimeType: 'image/png' };

/** @param {Record<string, unknown>} parameters @param {import('n8n-workflow').INodeExecutionData[]} [items] */
async function run(parameters, items) {
	return await host.run({ parameters, items, credentials });
}

/** @param {Buffer} bytes @param {{ fileName?: string, mimeType: string }} about @param {string} [property] */
async function itemWith(bytes, about, property = 'data') {
	return { json: {}, binary: { [property]: await storeFile(bytes, about) } };
}

/** The content of a stored file, fetched without the node. @param {string} id */
async function stored(id) {
	const response = await fetch(`${sandbox.url}/files/${id}/download`, { headers: { token: sandbox.key } });
	assert.equal(response.status, 200);
	return Buffer.from(await response.arrayBuffer());
}

const upload = (/** @type {object} */ parameters = {}) => ({
	resource: 'outbound-files',
	operation: 'uploadFile',
	uploadMethod: 'binary',
	...parameters,
});

describe('Upload File from binary data', () => {
	test('the bytes, the name, the type and the options arrive', async () => {
		const bytes = randomBytes(100_000);
		const fileOptions = { reference: 'catalogue', expiration: '7d', tags: ['a', 'b'], permission: 'private' };
		const { items, error } = await run(upload({ fileOptions }), [await itemWith(bytes, PDF)]);
		assert.equal(error, undefined, `${error?.message} ${error?.description}`);
		const [{ json }] = items;
		assert.equal(json.filename, PDF.fileName);
		assert.equal(json.mime, PDF.mimeType);
		assert.equal(json.size, bytes.length);
		assert.equal(json.reference, 'catalogue');
		assert.deepEqual(json.tags, ['a', 'b']);
		assert.deepEqual(await stored(/** @type {string} */ (json.id)), bytes);
		const [{ headers }] = await sandbox.journal();
		assert.match(headers['content-type'], /^multipart\/form-data; boundary=/);
		assert.ok(Number(headers['content-length']) > bytes.length, 'the request has its length');
	});

	test('another field of the item', async () => {
		const parameters = upload({ binaryPropertyName: 'attachment' });
		const { items } = await run(parameters, [
			await itemWith(Buffer.from('text'), { fileName: 'a.txt', mimeType: 'text/plain' }, 'attachment'),
		]);
		assert.equal(items[0].json.filename, 'a.txt');
	});

	test('the same file again gives the stored file, not an error', async () => {
		const item = await itemWith(randomBytes(1000), PDF);
		const { items, error } = await run(upload(), [item, item, item]);
		assert.equal(error, undefined, error?.message);
		assert.equal(items.length, 3);
		assert.equal(new Set(items.map(({ json }) => json.id)).size, 1);
		assert.deepEqual(
			items.map(({ json }) => json.size),
			[1000, 1000, 1000],
		);
		assert.ok((await sandbox.journal()).some(({ status }) => status === 409));
	});

	test('an upload that is rejected for another reason stays an error', async () => {
		await sandbox.fault({ path: '/files', status: 413 });
		const { error } = await run(upload(), [await itemWith(randomBytes(10), PDF)]);
		assert.equal(error.httpCode, '413');
	});

	test('a field that the item does not have: an error message, and nothing is sent', async () => {
		const { error } = await run(upload({ binaryPropertyName: 'nothing' }), [await itemWith(randomBytes(10), PDF)]);
		assert.match(error.message, /no binary field 'nothing'/);
		assert.equal(error.context?.itemIndex, 0);
		assert.deepEqual(await sandbox.journal(), []);
	});

	test('an item without files', async () => {
		const { error } = await run(upload(), [{ json: {} }]);
		assert.match(error.message, /binary file 'data'/);
		assert.deepEqual(await sandbox.journal(), []);
	});

	test('neither a name nor a type can add a header', async () => {
		const about = { fileName: 'a"; name="url"\r\nContent-Type: evil/evil.txt', mimeType: 'evil/evil\r\nX-Evil: 1' };
		const { items, error } = await run(upload(), [await itemWith(Buffer.from('x'), about)]);
		assert.equal(error, undefined, error?.message);
		assert.equal(items[0].json.size, 1);
		assert.notEqual(items[0].json.mime, 'evil/evil');
	});
});

describe('a message with a file', () => {
	const message = (/** @type {object} */ parameters) => ({
		resource: 'send-messages',
		operation: 'sendMedia',
		device: SALES,
		target: 'phone',
		phone: '+15551100001',
		...parameters,
	});

	test('from binary data: stored first, then sent', async () => {
		const bytes = randomBytes(5000);
		const { items, error } = await run(message({ mediaSource: 'binary', message: 'Our prices' }), [
			await itemWith(bytes, PDF),
		]);
		assert.equal(error, undefined, `${error?.message} ${error?.description}`);
		const [uploaded, sent, ...more] = await sandbox.journal();
		assert.deepEqual(more, []);
		assert.equal(uploaded.path, '/v1/files');
		assert.equal(sent.path, '/v1/messages');
		assert.equal(sent.body.message, 'Our prices');
		assert.deepEqual(await stored(sent.body.media.file), bytes);
		assert.equal(items[0].json.status, 'queued');
	});

	test('the same file to many receivers: it is stored once', async () => {
		const item = await itemWith(randomBytes(5000), PDF);
		const phones = ['+15551100001', '+15551100002', '+15551100003'];
		const items = phones.map((phone) => ({ ...item, json: { phone } }));
		const { error } = await run(message({ mediaSource: 'binary', phone: '={{ $json.phone }}' }), items);
		assert.equal(error, undefined, error?.message);
		const sent = (await sandbox.journal()).filter(({ path }) => path === '/v1/messages');
		assert.deepEqual(sent.map(({ body }) => body.phone).sort(), phones);
		assert.equal(new Set(sent.map(({ body }) => body.media.file)).size, 1);
	});

	test('when the file cannot be stored, nothing is sent', async () => {
		await sandbox.fault({ path: '/files', status: 500 });
		const { error } = await run(message({ mediaSource: 'binary', runOptions: { retries: 0 } }), [
			await itemWith(randomBytes(10), PDF),
		]);
		assert.equal(error.httpCode, '500');
		assert.deepEqual(
			(await sandbox.journal()).map(({ path }) => path),
			['/v1/files'],
		);
	});

	test('a stored file, and an address', async () => {
		const [{ json: file }] = (await run(upload(), [await itemWith(randomBytes(10), PDF)])).items;
		await sandbox.clearJournal();
		await run(message({ mediaSource: 'file', file: { __rl: true, mode: 'id', value: file.id } }));
		await run(message({ mediaSource: 'url', mediaUrl: 'https://example.com/a.png' }));
		const [first, second] = await sandbox.journal();
		assert.deepEqual(first.body.media, { file: file.id });
		assert.deepEqual(second.body.media, { url: 'https://example.com/a.png' });
	});

	test('a status story from binary data', async () => {
		const parameters = {
			resource: 'user-status',
			operation: 'updateUserStatus',
			device: SALES,
			contentType: 'media',
			mediaSource: 'binary',
		};
		const { error } = await run(parameters, [await itemWith(randomBytes(10), PNG)]);
		assert.equal(error, undefined, `${error?.message} ${error?.description}`);
		const [, { body }] = await sandbox.journal();
		assert.match(body.media.file, /^[0-9a-f]{24}$/);
	});

	for (const [source, parameters] of Object.entries({ binary: {}, url: { fileUrl: 'https://example.com/b.png' } })) {
		test(`a quick reply with a file: ${source}`, async () => {
			const create = {
				resource: 'quick-replies',
				operation: 'createQuickReply',
				device: SALES,
				shortcut: `/with-${source}`,
				message: 'Hello',
				permission: 'public',
				includeFile: true,
				fileSource: source,
			};
			const { error } = await run({ ...create, ...parameters }, [await itemWith(randomBytes(10), PNG)]);
			assert.equal(error, undefined, `${error?.message} ${error?.description}`);
			const [uploaded, { body }] = await sandbox.journal();
			assert.equal(uploaded.path, '/v1/files');
			assert.match(body.file, /^[0-9a-f]{24}$/);
		});
	}
});

describe('a picture', () => {
	const GROUP = '120363000001000001@g.us';
	const pictures = {
		profile: { resource: 'profile', operation: 'updateProfileImage' },
		group: { resource: 'groups', operation: 'groupUpdateImage', groupId: GROUP },
		channel: { resource: 'channels', operation: 'channelUpdateImage', channelId: '120363000001000003@newsletter' },
		'new channel': { resource: 'channels', operation: 'createChannel', name: 'News', uploadImage: true },
	};
	/** The smallest PNG. */
	const bytes = Buffer.from(
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
		'base64',
	);
	const imageIn = (/** @type {any} */ { image }) => (typeof image === 'string' ? image : image.data);

	for (const [name, parameters] of Object.entries(pictures)) {
		test(`${name}: from binary data, as Base64 text`, async () => {
			const { error } = await run({ ...parameters, device: SALES, imageSource: 'binary' }, [
				await itemWith(bytes, PNG),
			]);
			assert.equal(error, undefined, `${error?.message} ${error?.description}`);
			const [{ body }] = await sandbox.journal();
			assert.equal(imageIn(body), bytes.toString('base64'));
		});

		test(`${name}: from a stored file`, async () => {
			const [{ json }] = (await run(upload(), [await itemWith(bytes, PNG)])).items;
			await sandbox.clearJournal();
			const { error } = await run({ ...parameters, device: SALES, imageSource: 'file', file: json.id });
			assert.equal(error, undefined, `${error?.message} ${error?.description}`);
			const [download, { body }] = await sandbox.journal();
			assert.equal(download.path, `/v1/files/${json.id}/download`);
			assert.equal(imageIn(body), bytes.toString('base64'));
		});
	}

	test('one that is larger than the arguments of one call can be', async () => {
		const large = randomBytes(900_001);
		await sandbox.fault({ path: '/devices/*', status: 200, body: {} });
		await run({ ...pictures.profile, device: SALES, imageSource: 'binary' }, [await itemWith(large, PNG)]);
		const [{ body }] = await sandbox.journal();
		assert.equal(body.image, large.toString('base64'));
	});

	test('of the profile: becomes binary data', async () => {
		const { items } = await run({ resource: 'profile', operation: 'deviceProfileImage', device: SALES });
		const [{ binary }] = items;
		assert.equal(binary?.data.mimeType, 'image/jpeg');
		assert.equal((await bytesOf(/** @type {any} */ (binary).data)).subarray(0, 2).toString('hex'), 'ffd8');
	});
});

describe('a download', () => {
	test('the bytes, the API’s own name, the type and the size', async () => {
		const bytes = randomBytes(300_000);
		const [{ json }] = (await run(upload(), [await itemWith(bytes, PDF)])).items;
		const { items, error } = await run({ resource: 'outbound-files', operation: 'downloadFile', fileId: json.id });
		assert.equal(error, undefined, error?.message);
		const [{ binary, json: about }] = items;
		assert.deepEqual(about, { fileName: PDF.fileName, mimeType: PDF.mimeType, fileSize: bytes.length });
		assert.equal(binary?.data.fileName, PDF.fileName);
		assert.equal(binary?.data.mimeType, PDF.mimeType);
		const hash = (/** @type {Buffer} */ data) => createHash('sha256').update(data).digest('hex');
		assert.equal(hash(await bytesOf(/** @type {any} */ (binary).data)), hash(bytes));
	});

	test('a rejected download is an error with its message, not a file', async () => {
		const { error, items } = await run({
			resource: 'outbound-files',
			operation: 'downloadFile',
			fileId: 'f'.repeat(24),
		});
		assert.equal(error.httpCode, '404');
		assert.match(error.message, /file/i);
		assert.deepEqual(items, []);
	});

	test('JSON in place of a file is data', async () => {
		await sandbox.fault({ path: '/files/*', status: 200, body: { state: 'processing' } });
		const { items } = await run({ resource: 'outbound-files', operation: 'downloadFile', fileId: 'f'.repeat(24) });
		assert.deepEqual(items[0].json, { state: 'processing' });
		assert.equal(items[0].binary, undefined);
	});

	test('one that breaks off is retried', async () => {
		const bytes = randomBytes(300_000);
		const [{ json }] = (await run(upload(), [await itemWith(bytes, PDF)])).items;
		await sandbox.fault({ path: '/files/*', truncate: 100_000 });
		const { items, error } = await run({ resource: 'outbound-files', operation: 'downloadFile', fileId: json.id });
		assert.equal(error, undefined, error?.message);
		assert.deepEqual(await bytesOf(/** @type {any} */ (items[0].binary).data), bytes);
	});

	test('one that always breaks off is an error, and leaves no part of a file', async () => {
		const [{ json }] = (await run(upload(), [await itemWith(randomBytes(300_000), PDF)])).items;
		await sandbox.fault({ path: '/files/*', truncate: 100_000 });
		const { error, items } = await run({
			resource: 'outbound-files',
			operation: 'downloadFile',
			fileId: json.id,
			runOptions: { retries: 0 },
		});
		assert.match(error.message, /could not be stored|closed the connection/);
		assert.deepEqual(items, []);
	});
});

describe('Send API request', () => {
	test('a binary body is sent unchanged', async () => {
		const bytes = randomBytes(2000);
		await sandbox.fault({ path: '/blobs', status: 200, body: { ok: true } });
		const parameters = {
			resource: 'other',
			operation: 'sendRaw',
			httpMethod: 'POST',
			urlPath: '/blobs',
			bodyType: 'binary',
		};
		const { items, error } = await run(parameters, [await itemWith(bytes, PNG)]);
		assert.equal(error, undefined, error?.message);
		assert.deepEqual(items[0].json, { ok: true });
		const [{ headers, bodyBytes }] = await sandbox.journal();
		assert.equal(headers['content-type'], 'image/png');
		assert.equal(bodyBytes, bytes.length);
	});

	test('an answer with the type of a file becomes binary data', async () => {
		await sandbox.fault({ path: '/blobs', status: 200, bodyBase64: 'aGVsbG8=', contentType: 'application/pdf' });
		const { items } = await run({ resource: 'other', operation: 'sendRaw', httpMethod: 'GET', urlPath: '/blobs' });
		assert.equal((await bytesOf(/** @type {any} */ (items[0].binary).data)).toString(), 'hello');
	});
});
