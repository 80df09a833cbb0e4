import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { FilePart } from '../../pkg/index.js';

/** The body of a request with a file, and the headers of this body. */
export interface FileBody {
	body: unknown;
	headers: Record<string, string>;
}

type FileStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** An item's file: its bytes, or a stream when n8n stores them on disk or elsewhere. */
interface OpenFile {
	data: IBinaryData;
	content: Buffer | FileStream;
	size: number;
}

/**
 * Opens a file of an item for sending. A large file is never completely in memory.
 *
 * @throws With `kind: 'parameter'`, and n8n's own message, when the item has no such file: nothing was sent.
 */
export async function fileBody(context: IExecuteFunctions, part: FilePart): Promise<FileBody> {
	const file = await open(context, part);
	if (!part.form) {
		const headers = { 'Content-Type': mimeType(file.data), 'Content-Length': `${file.size}` };
		return { body: file.content, headers };
	}
	const boundary = `----n8n-sparkbot-${Math.random().toString(36).slice(2)}${Date.now().toString(36)}`;
	const fields = part.form.map(
		([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`,
	);
	const head = Buffer.from(
		`${fields.join('')}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quoted(file.data.fileName ?? 'file')}"\r\nContent-Type: ${mimeType(file.data)}\r\n\r\n`,
	);
	const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
	return {
		body: joined(head, file.content, tail),
		headers: {
			'Content-Type': `multipart/form-data; boundary=${boundary}`,
			'Content-Length': `${head.length + file.size + tail.length}`,
		},
	};
}

/** The bytes of a small file of an item. */
export async function fileBytes(context: IExecuteFunctions, itemIndex: number, property: string): Promise<Uint8Array> {
	context.helpers.assertBinaryData(itemIndex, property);
	return await context.helpers.getBinaryDataBuffer(itemIndex, property);
}

async function open(context: IExecuteFunctions, { itemIndex, property }: FilePart): Promise<OpenFile> {
	try {
		const data = context.helpers.assertBinaryData(itemIndex, property);
		if (data.id === undefined) {
			const content = await context.helpers.getBinaryDataBuffer(itemIndex, property);
			return { data, content, size: content.length };
		}
		const { fileSize } = await context.helpers.getBinaryMetadata(data.id);
		return { data, content: await context.helpers.getBinaryStream(data.id), size: fileSize };
	} catch (error) {
		throw Object.assign(error as Error, { kind: 'parameter' });
	}
}

function joined(head: Buffer, content: Buffer | FileStream, tail: Buffer): unknown {
	if (Buffer.isBuffer(content)) return Buffer.concat([head, content, tail]);
	async function* parts() {
		yield head;
		yield* content as AsyncIterable<Buffer>;
		yield tail;
	}
	// Community nodes must not import Node's streams; the class of this stream makes a new one.
	return (content.constructor as unknown as { from(parts: AsyncIterable<Buffer>): FileStream }).from(parts());
}

/** Escapes a name or file name of a form, by the HTML standard (multipart/form-data encoding algorithm). */
function quoted(text: string): string {
	return text.replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/"/g, '%22');
}

/** The file's MIME type. Any other text could contain a line break and more headers. */
function mimeType({ mimeType: type }: IBinaryData): string {
	return /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream';
}
