// @ts-check
// Files for requests. Their bytes stay in JavaScript, outside the core's memory.

/** Bytes for one call of `String.fromCharCode`: a call has a limited number of arguments. A multiple of three needs no padding. */
const CHUNK = 3 * 8192;

/**
 * The bytes of a file in an item's binary data.
 *
 * @param {import('./index.js').FileData} file
 * @returns {Uint8Array}
 */
export function bytesOf({ data }) {
	if (data instanceof Uint8Array) return data;
	if (typeof data !== 'string') throw new Error('its data is neither bytes nor Base64 text');
	return Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
}

/**
 * The body of a request with a file: a form with the file in it, or only the file.
 *
 * @param {Uint8Array} bytes
 * @param {import('./index.js').FileData} file the file's name and type
 * @param {[string, string][] | undefined} form the form's other members
 * @returns {FormData | Blob}
 */
export function bodyOf(bytes, file, form) {
	const blob = new Blob([/** @type {BlobPart} */ (bytes)], { type: file.mimeType });
	if (!form) return blob;
	const data = new FormData();
	for (const [name, value] of form) data.append(name, value);
	data.append('file', blob, file.fileName || 'file');
	return data;
}

/** @param {Uint8Array} bytes */
export function base64Of(bytes) {
	let text = '';
	for (let start = 0; start < bytes.length; start += CHUNK) {
		text += btoa(String.fromCharCode(...bytes.subarray(start, start + CHUNK)));
	}
	return text;
}
