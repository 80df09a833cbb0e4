// @ts-check
// Searches a value for a text, in everything that it reaches: hidden members, symbols, causes, maps, bytes, getters.

/**
 * @param {unknown} root
 * @param {string} text
 * @returns {string[]} the paths where the text is
 */
export function findText(root, text) {
	const found = /** @type {string[]} */ ([]);
	const seen = new Set();
	const queue = [{ value: root, path: '' }];
	for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
		const { value, path } = next;
		if (typeof value === 'string' || typeof value === 'symbol') {
			if (String(value).includes(text)) found.push(path);
			continue;
		}
		if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) continue;
		seen.add(value);
		for (const part of partsOf(value)) queue.push({ value: part.value, path: `${path}${part.path}` });
	}
	return found;
}

/**
 * @param {any} value
 * @returns {{ path: string, value: unknown }[]}
 */
function partsOf(value) {
	if (ArrayBuffer.isView(value)) {
		const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
		return [{ path: '<bytes>', value: bytes.toString('latin1') }];
	}
	if (value instanceof ArrayBuffer) return partsOf(new Uint8Array(value));

	const parts = Reflect.ownKeys(value).flatMap((key) => [
		{ path: `.${String(key)}`, value: read(value, key) },
		{ path: `.${String(key)}<name>`, value: key },
	]);
	if (value instanceof Map) parts.push({ path: '<entries>', value: [...value] });
	if (value instanceof Set) parts.push({ path: '<members>', value: [...value] });
	return parts;
}

/**
 * @param {any} value
 * @param {string | symbol} key
 */
function read(value, key) {
	try {
		return value[key];
	} catch {
		return undefined;
	}
}
