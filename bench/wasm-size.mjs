// @ts-check
// The parts of the core's bytes: the sections of the packed wasm, and the crates and functions of its code. The latter come from the
// build's own output, which still has the names.

import { gzipSync } from 'node:zlib';

const SECTIONS = [
	'custom',
	'type',
	'import',
	'function',
	'table',
	'memory',
	'global',
	'export',
	'start',
	'element',
	'code',
	'data',
	'data count',
];
const CODE = 10;
const IMPORT = 2;

/** @param {Buffer} wasm */
export function measureSize(wasm) {
	return {
		raw: wasm.length,
		gzipped: gzipSync(wasm, { level: 9 }).length,
		sections: sectionsOf(wasm)
			.map(({ name, bytes }) => ({ name, bytes: bytes.length }))
			.sort((a, b) => b.bytes - a.bytes),
	};
}

/**
 * The origins of the code, the largest first.
 * @param {Buffer} named a wasm with its name section
 * @returns {{ crates: Origin[], functions: Origin[] }}
 * @typedef {{ name: string, bytes: number }} Origin
 */
export function originsOf(named) {
	const sections = sectionsOf(named);
	const names = functionNames(sections.find(({ name }) => name === 'name')?.bytes);
	const imported = importedFunctions(sections.find(({ id }) => id === IMPORT)?.bytes);
	const functions = functionSizes(sections.find(({ id }) => id === CODE)?.bytes)
		.map((bytes, index) => ({ name: demangle(names.get(imported + index) ?? '(no name)'), bytes }))
		// These functions describe the interface for wasm-bindgen, which removes them.
		.filter(({ name }) => !name.includes('describe'));
	/** @type {Map<string, number>} */
	const crates = new Map();
	for (const { name, bytes } of functions) {
		const crate = crateOf(name);
		crates.set(crate, (crates.get(crate) ?? 0) + bytes);
	}
	const bySize = (/** @type {Origin} */ a, /** @type {Origin} */ b) => b.bytes - a.bytes;
	return {
		crates: [...crates].map(([name, bytes]) => ({ name, bytes })).sort(bySize),
		functions: functions.sort(bySize),
	};
}

/** Reads the binary format of wasm: LEB128 numbers, and texts and parts after their length. */
class Reader {
	/** @param {Buffer} bytes */
	constructor(bytes) {
		this.bytes = bytes;
		this.at = 0;
	}

	get ended() {
		return this.at >= this.bytes.length;
	}

	number() {
		let value = 0;
		for (let shift = 0; ; shift += 7) {
			const byte = this.bytes[this.at++];
			value += (byte & 0x7f) * 2 ** shift;
			if (byte < 0x80) return value;
		}
	}

	part(length = this.number()) {
		this.at += length;
		return this.bytes.subarray(this.at - length, this.at);
	}

	text() {
		return this.part().toString('utf8');
	}
}

/** @param {Buffer} wasm */
function sectionsOf(wasm) {
	const reader = new Reader(wasm);
	reader.part(8);
	const sections = [];
	while (!reader.ended) {
		const [id] = reader.part(1);
		const content = new Reader(reader.part());
		const name = id === 0 ? content.text() : (SECTIONS[id] ?? `section ${id}`);
		sections.push({ id, name, bytes: content.bytes.subarray(content.at) });
	}
	return sections;
}

/** @param {Buffer} [section] */
function functionSizes(section) {
	if (!section) return [];
	const reader = new Reader(section);
	return Array.from({ length: reader.number() }, () => reader.part().length);
}

/** @param {Buffer} [section] the number of imported functions, which come before those with code */
function importedFunctions(section) {
	if (!section) return 0;
	const reader = new Reader(section);
	let functions = 0;
	for (let count = reader.number(); count > 0; count--) {
		reader.text();
		reader.text();
		const [kind] = reader.part(1);
		// rustc imports only functions; each has the index of its type.
		if (kind !== 0) throw new Error(`The core imports something of kind ${kind}, which is no function.`);
		reader.number();
		functions++;
	}
	return functions;
}

/** @param {Buffer} [section] */
function functionNames(section) {
	/** @type {Map<number, string>} */
	const names = new Map();
	const reader = new Reader(section ?? Buffer.alloc(0));
	while (!reader.ended) {
		const [kind] = reader.part(1);
		const content = new Reader(reader.part());
		if (kind !== 1) continue;
		for (let count = content.number(); count > 0; count--) names.set(content.number(), content.text());
	}
	return names;
}

/**
 * A readable name. rustc writes `_ZN4core3fmt5write17h0123456789abcdefE` for `core::fmt::write`. The standard library has the newer
 * form `_RNvNtCs1234_4core3fmt5write`: this function keeps its words.
 * @param {string} name
 */
function demangle(name) {
	const mangled = /^_ZN(.+)E/.exec(name)?.[1];
	if (!mangled) return name.startsWith('_R') ? words(name.slice(2), { separated: true }).join('::') : name;
	const parts = words(mangled);
	if (/^h[0-9a-f]{16}$/.test(parts.at(-1) ?? '')) parts.pop();
	return Object.entries(ESCAPES).reduce((text, [escape, sign]) => text.replaceAll(escape, sign), parts.join('::'));
}

const ESCAPES = {
	$LT$: '<',
	$GT$: '>',
	$LP$: '(',
	$RP$: ')',
	$RF$: '&',
	$BP$: '*',
	$C$: ',',
	$u20$: ' ',
	$u7b$: '{',
	$u7d$: '}',
	'..': '::',
};

/**
 * The texts of a mangled name. Each text follows its length.
 * @param {string} mangled
 * @param {{ separated?: boolean }} [options] an underscore may stand between the length and the text
 */
function words(mangled, { separated = false } = {}) {
	const found = [];
	for (let at = 0; at < mangled.length; ) {
		const rest = mangled.slice(at);
		// The hash of a crate and a reference to an earlier part have digits that are not a length.
		const hash = separated ? /^[sB][0-9A-Za-z]*_/.exec(rest)?.[0] : undefined;
		const length = /^\d+/.exec(rest)?.[0];
		if (hash) at += hash.length;
		else if (length) {
			at += length.length;
			if (separated && mangled[at] === '_') at++;
			found.push(mangled.slice(at, at + Number(length)));
			at += Number(length);
		} else at++;
	}
	return found;
}

/** The crate of a function: `a` for `<a::B as c::D>::f`. */
function crateOf(/** @type {string} */ name) {
	const generic = /^_?<(?:&|mut |\*const |\*mut |\[|\()*(?:dyn )?([A-Za-z_]\w*)(?:<|::| as )/.exec(name)?.[1];
	const plain = /^([A-Za-z_]\w*)::/.exec(name)?.[1];
	return generic ?? plain ?? 'other';
}
