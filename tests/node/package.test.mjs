// @ts-check
// The packed tarball: what it holds, what it must not hold, and what n8n loads of it before a user runs the node.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { CREDENTIAL_TYPE, NODE_NAME, PACKAGE_NAME, unpack } from './harness/package.mjs';

const directory = unpack();
const files = readdirSync(directory, { recursive: true })
	.map(String)
	.filter((path) => statSync(join(directory, path)).isFile())
	.sort();
const readJson = (/** @type {string} */ path) => JSON.parse(readFileSync(join(directory, path), 'utf8'));
const manifest = readJson('package.json');

const KILOBYTE = 1024;

/**
 * Loads the package in a process of its own and reports the modules that were loaded.
 * @param {string} step code that runs after the load; it can use `loader`
 * @returns {{ lazy: boolean, modules: string[], wasmCompiled: number, nodes: any[] }}
 */
function loadInFreshProcess(step) {
	const harness = new URL('./harness/package.mjs', import.meta.url);
	const program = `
		let wasmCompiled = 0;
		// Node and n8n compile modules of their own: count only the core.
		const count = ([bytes]) => (wasmCompiled += bytes.byteLength === ${readCore().length} ? 1 : 0);
		const counted = (target) => new Proxy(target, {
			construct: (...call) => (count(call[1]), Reflect.construct(...call)),
			apply: (...call) => (count(call[2]), Reflect.apply(...call)),
		});
		WebAssembly.Module = counted(WebAssembly.Module);
		WebAssembly.compile = counted(WebAssembly.compile);
		WebAssembly.instantiate = counted(WebAssembly.instantiate);
		const { createRequire } = await import('node:module');
		const { loadPackage } = await import(${JSON.stringify(harness.href)});
		const loader = await loadPackage(${JSON.stringify(directory)});
		${step}
		const modules = Object.keys(createRequire(${JSON.stringify(harness.href)}).cache)
			.filter((path) => path.startsWith(loader.directory));
		console.log(JSON.stringify({ lazy: loader.isLazyLoaded, modules, wasmCompiled, nodes: loader.types.nodes }));
	`;
	const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
		encoding: 'utf8',
		env: { ...process.env, N8N_LOG_LEVEL: 'silent' },
	});
	return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}

describe('the tarball holds', () => {
	test('the files that its package.json names', () => {
		assert.equal(manifest.name, PACKAGE_NAME);
		for (const path of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) assert.ok(files.includes(path), path);
	});

	test('a licence and a read-me', () => {
		assert.ok(files.some((path) => /^LICENSE/i.test(path)));
		assert.ok(files.includes('README.md'));
	});

	test('the metadata for lazy loading, and each path in it exists', () => {
		assert.deepEqual(Object.keys(readJson('dist/known/nodes.json')), [NODE_NAME]);
		assert.deepEqual(Object.keys(readJson('dist/known/credentials.json')), [CREDENTIAL_TYPE]);
		for (const kind of ['nodes', 'credentials']) {
			for (const { sourcePath } of Object.values(readJson(`dist/known/${kind}.json`))) {
				assert.ok(files.includes(sourcePath), sourcePath);
			}
			assert.equal(readJson(`dist/types/${kind}.json`).length, 1);
		}
	});

	test('the icons, for light and for dark', () => {
		const [{ iconUrl }] = readJson('dist/types/nodes.json');
		for (const url of [iconUrl.light, iconUrl.dark]) {
			const path = url.replace(`icons/${PACKAGE_NAME}/`, '');
			assert.ok(files.includes(path), path);
		}
	});

	test('the codex file beside the node', () => {
		assert.ok(files.includes('dist/nodes/SparkBot/SparkBot.node.json'));
	});

	test('the core once, within its size', () => {
		const bytes = readCore();
		assert.ok(bytes.length <= 400 * KILOBYTE, `${bytes.length} bytes raw`);
		assert.ok(gzipSync(bytes, { level: 9 }).length <= 150 * KILOBYTE, 'gzipped');
	});
});

/**
 * The lists that properties name.
 * @param {{ properties: unknown[] }} description
 * @param {'loadOptionsMethod' | 'searchListMethod'} key
 */
function listsNamed({ properties }, key) {
	const named = [...JSON.stringify(properties).matchAll(new RegExp(`"${key}":"(\\w+)"`, 'g'))];
	return [...new Set(named.map(([, name]) => name))].sort();
}

/** The wasm, as a file or as base64 in a script: exactly one of them. */
function readCore() {
	const magic = Buffer.from('\0asm\x01\0\0\0', 'latin1');
	const encoded = /['"`](AGFzbQEAAAA[A-Za-z0-9+/=]+)['"`]/g;
	const found = files.flatMap((path) => {
		const content = readFileSync(join(directory, path));
		if (content.subarray(0, magic.length).equals(magic)) return [content];
		return [...content.toString('latin1').matchAll(encoded)].map(([, text]) => Buffer.from(text, 'base64'));
	});
	assert.equal(found.length, 1, 'the package has the core exactly once');
	return found[0];
}

describe('the tarball does not hold', () => {
	for (const [name, pattern] of /** @type {[string, RegExp][]} */ ([
		['Rust sources or build files', /\.(rs|toml|lock)$/],
		['TypeScript sources', /(?<!\.d)\.[mc]?ts$/],
		['tests, examples or tools', /(^|\/)(tests?|examples|host|sandbox|xtask|bench|descriptor|node_modules|target)\//],
		['hidden files or backups', /(^|\/)\.|\.(bak|log|tgz|map)$|~$/],
		['build leftovers', /\.tsbuildinfo$/],
		['metadata that n8n does not read', /^dist\/methods\//],
	])) {
		test(name, () => {
			assert.deepEqual(
				files.filter((path) => pattern.test(path)),
				[],
			);
		});
	}

	test('requests: they are in the core', () => {
		assert.deepEqual(Object.keys(readJson('dist/node-descriptor.json')).sort(), ['lists', 'properties']);
	});

	test('JSON with indentation', () => {
		for (const path of files.filter((name) => /^dist\/.*\.json$/.test(name))) {
			const text = readFileSync(join(directory, path), 'utf8');
			assert.equal(text.length, JSON.stringify(JSON.parse(text)).length, path);
		}
	});

	test('paths of the machine that built it', () => {
		const root = fileURLToPath(new URL('../../', import.meta.url));
		const marks = [root, `${homedir()}/`, '/.cargo/registry/', '\\.cargo\\registry\\'];
		const core = readCore();
		for (const mark of marks) {
			assert.equal(core.includes(mark), false, `the core holds ${mark}`);
			for (const path of files) {
				assert.equal(readFileSync(join(directory, path)).includes(mark), false, `${path} holds ${mark}`);
			}
		}
	});

	test('dependencies, or scripts that run when it is installed', () => {
		assert.deepEqual(Object.keys(manifest.dependencies ?? {}), []);
		assert.deepEqual(manifest.peerDependencies, { 'n8n-workflow': '*' });
		const lifecycle = ['prepare', 'preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'postprepare'];
		assert.deepEqual(
			Object.keys(manifest.scripts ?? {}).filter((name) => lifecycle.includes(name)),
			[],
		);
	});

	test('a reference to a file that is not in it', () => {
		for (const path of files.filter((name) => name.endsWith('.js'))) {
			const source = readFileSync(join(directory, path), 'utf8');
			for (const [, target] of source.matchAll(/(?:require\(|\bfrom |\bimport\()\s*['"](\.[^'"]+)['"]/g)) {
				const base = join(directory, dirname(path), target);
				const exists = ['', '.js', '.json', '/index.js'].some((ending) => existsSync(base + ending));
				assert.ok(exists, `${path} wants ${relative(directory, base)}`);
			}
		}
	});
});

describe('n8n with the package installed and idle', () => {
	test('reads only metadata: no module of the package, no wasm', () => {
		const { lazy, modules, wasmCompiled, nodes } = loadInFreshProcess('');
		assert.equal(lazy, true);
		assert.deepEqual(modules, []);
		assert.equal(wasmCompiled, 0);
		assert.equal(nodes[0].name, NODE_NAME);
		assert.equal(nodes[0].usableAsTool, true);
	});

	test('the metadata says what the node says', () => {
		const { nodes } = loadInFreshProcess(
			`loader.types.nodes = [JSON.parse(JSON.stringify(loader.getNode(${JSON.stringify(NODE_NAME)}).type.description))];`,
		);
		const [{ __loadOptionsMethods: methods, ...description }] = nodes;
		assert.deepEqual([...methods].sort(), listsNamed(description, 'loadOptionsMethod'));
		const [metadata] = readJson('dist/types/nodes.json');
		delete metadata.communityNodePackageVersion;
		delete description.communityNodePackageVersion;
		assert.deepEqual(description, metadata);
	});

	test('each list that a property names has its method, and there is no other method', () => {
		const { nodes } = loadInFreshProcess(
			`const { description, methods } = loader.getNode(${JSON.stringify(NODE_NAME)}).type;
			const [loaded, searched] = [methods.loadOptions, methods.listSearch].map((lists) => Object.keys(lists).sort());
			loader.types.nodes = [{ description, loaded, searched }];`,
		);
		const [{ description, loaded, searched }] = nodes;
		assert.deepEqual(loaded, listsNamed(description, 'loadOptionsMethod'));
		assert.deepEqual(searched, listsNamed(description, 'searchListMethod'));
	});

	test('a node that is only shown does not load the core', () => {
		const { modules, wasmCompiled } = loadInFreshProcess(`loader.getNode(${JSON.stringify(NODE_NAME)});`);
		assert.ok(modules.some((path) => path.endsWith('SparkBot.node.js')));
		assert.deepEqual(
			modules.filter((path) => path.includes('/dist/pkg/')),
			[],
		);
		assert.equal(wasmCompiled, 0);
	});

	test('a workflow with the node is cheap to create: at most 300 properties, and three for each operation beyond the 148', () => {
		const [{ properties }] = readJson('dist/types/nodes.json');
		const menus = properties.filter((/** @type {{ name: string }} */ { name }) => name === 'operation');
		const operations = menus.flatMap((/** @type {{ options: unknown[] }} */ { options }) => options).length;
		assert.ok(properties.length <= 300 + 3 * (operations - 148), `${properties.length} properties`);
	});

	test('the wasm is compiled once, when the node is first used', () => {
		const execute = `
			const node = loader.getNode(${JSON.stringify(NODE_NAME)}).type;
			const context = {
				getInputData: () => [],
				getNode: () => ({ name: 'SparkBot', parameters: {}, credentials: { ${CREDENTIAL_TYPE}: { id: '1', name: 'SparkBot' } } }),
				getNodeParameter: (name, index, fallback) => ({ resource: 'session', operation: 'deviceHealth' })[name] ?? fallback,
				getCredentials: async () => ({ baseUrl: 'http://127.0.0.1:9/v1', apiKey: 'k' }),
				continueOnFail: () => true,
				getExecutionCancelSignal: () => undefined,
				helpers: {},
			};
			for (let round = 0; round < 3; round++) await node.execute.call(context);
		`;
		assert.equal(loadInFreshProcess(execute).wasmCompiled, 1);
	});
});
