// @ts-check
// The boundary between the core and JavaScript: pkg/index.d.ts describes every member that crosses it, and SECURITY.md lists
// everything that the core can reach.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Linter } from 'eslint';
import ts from 'typescript';
import { unpack } from './harness/package.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (/** @type {string} */ path) => readFileSync(join(ROOT, path), 'utf8');
const core = join(unpack(), 'dist', 'pkg');

/** The types of src/wasm/ and the types of pkg/index.d.ts with the same members. */
const SAME = /** @type {Record<string, string[]>} */ ({
	Params: ['ExecuteParams', 'SearchParams'],
	Host: ['Host'],
	HttpRequest: ['HttpRequest'],
	HttpResponse: ['HttpResponse'],
	Item: ['Item'],
	PairedItem: ['Item.pairedItem'],
});

/** Types of src/wasm/ that a caller does not see: classes of the platform, and the headers of a response. */
const PLATFORM = ['HttpHeaders', 'TextDecoder'];

/**
 * The members that Rust reads, sets or calls, by their type in Rust.
 * @returns {Map<string, Set<string>>}
 */
function membersInRust() {
	const members = new Map();
	const folder = 'src/wasm';
	const sources = readdirSync(join(ROOT, folder), { recursive: true })
		.map(String)
		.filter((path) => path.endsWith('.rs'));
	for (const source of sources) {
		const declarations = read(join(folder, source)).matchAll(
			/#\[wasm_bindgen\(([^\]]*\bmethod\b[^\]]*)\)\]\s*pub fn (\w+)\(\s*this: &(\w+)/g,
		);
		for (const [, attributes, name, type] of declarations) {
			const inJavaScript = /js_name = "?([\w-]+)/.exec(attributes)?.[1] ?? name.replace(/^set_/, '');
			members.set(type, (members.get(type) ?? new Set()).add(inJavaScript));
		}
	}
	return members;
}

const program = ts.createProgram([join(ROOT, 'pkg/index.d.ts')], { types: [] });
const checker = program.getTypeChecker();
const module = checker.getSymbolAtLocation(program.getSourceFile(join(ROOT, 'pkg/index.d.ts')) ?? assert.fail());
const exported = new Map(checker.getExportsOfModule(module ?? assert.fail()).map((symbol) => [symbol.name, symbol]));

/**
 * The members of a type in pkg/index.d.ts, with those that it inherits.
 * @param {string} path a type, or a type and its member
 */
function membersInTypes(path) {
	const [name, member] = path.split('.');
	let type = checker.getDeclaredTypeOfSymbol(exported.get(name) ?? assert.fail(`pkg/index.d.ts has no ${name}`));
	if (member) type = checker.getTypeOfSymbol(type.getProperty(member) ?? assert.fail(`${name} has no ${member}`));
	return type.getProperties().map((property) => property.name);
}

describe('pkg/index.d.ts describes', () => {
	const rust = membersInRust();

	for (const [type, paths] of Object.entries(SAME)) {
		test(`the members of ${paths.join(' and ')} that the core uses, and no other`, () => {
			assert.deepEqual([...(rust.get(type) ?? [])].sort(), [...new Set(paths.flatMap(membersInTypes))].sort());
		});
	}

	test('every type that crosses the boundary', () => {
		assert.deepEqual([...rust.keys()].sort(), [...Object.keys(SAME), ...PLATFORM].sort());
	});

	test('the functions of the package, and no other', async () => {
		const functions = [...exported.values()].filter(({ flags }) => flags & ts.SymbolFlags.Function);
		const packed = await import(pathToFileURL(join(core, 'index.js')).href);
		assert.deepEqual(functions.map(({ name }) => name).sort(), Object.keys(packed).sort());
	});
});

/**
 * The names in the first column of the table below a heading of SECURITY.md.
 * @param {string} heading
 */
function namesBelow(heading) {
	const [, section] = read('SECURITY.md').split(`\n### ${heading}\n`);
	assert.ok(section, `SECURITY.md has no heading "${heading}"`);
	const rows = section.split(/\n#/)[0].matchAll(/^\| (`[^|]+) \|/gm);
	return [...rows].flatMap(([, cell]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).sort();
}

/**
 * @param {string} heading
 * @param {string[]} real
 */
function assertListed(heading, real) {
	const listed = namesBelow(heading);
	assert.deepEqual(
		{
			'missing in SECURITY.md': real.filter((name) => !listed.includes(name)),
			'only in SECURITY.md': listed.filter((name) => !real.includes(name)),
		},
		{ 'missing in SECURITY.md': [], 'only in SECURITY.md': [] },
	);
}

describe('SECURITY.md lists', () => {
	const glue = readFileSync(join(core, 'glue.js'), 'utf8');

	test('the imports of the WebAssembly module, but for the members in pkg/index.d.ts', async () => {
		const { default: encoded } = await import(pathToFileURL(join(core, 'wasm.js')).href);
		const imports = WebAssembly.Module.imports(await WebAssembly.compile(Buffer.from(encoded, 'base64')));
		assert.deepEqual(
			[...new Set(imports.map(({ module, kind }) => `${kind} of ${module}`))],
			['function of ./core_bg.js'],
		);

		const members = Object.values(SAME).flat().flatMap(membersInTypes);
		const described = new Set(members.flatMap((name) => [name, `set_${name}`]));
		// wasm-bindgen adds a hash to each name, which a new compiler changes.
		const names = imports.map(({ name }) => name.replace(/^__wbg_/, '').replace(/_[0-9a-f]{16}$/, ''));
		assertListed('Imports', [...new Set(names)].filter((name) => !described.has(name)).sort());
	});

	test('the parameters of pkg/glue.js', () => {
		const parameters = /export default function \(([^)]+)\)/.exec(glue)?.[1] ?? assert.fail('no function');
		assertListed('Parameters of the glue', parameters.split(', ').sort());
	});

	test('the globals of the platform that pkg/glue.js uses, and it makes no code out of text', () => {
		const messages = new Linter().verify(glue, {
			languageOptions: { ecmaVersion: 2024, sourceType: 'module' },
			rules: {
				'no-undef': ['error', { typeof: true }],
				'no-eval': 'error',
				'no-restricted-globals': ['error', 'eval', 'Function'],
			},
		});
		const undefinedName = /^'(\w+)' is not defined\.$/;
		assert.deepEqual(
			messages.filter(({ message }) => !undefinedName.test(message)),
			[],
		);
		const globals = messages.map(({ message }) => undefinedName.exec(message)?.[1] ?? '');
		assertListed('Globals of the platform', [...new Set(globals)].sort());
	});
});
