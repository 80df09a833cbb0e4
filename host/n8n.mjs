// @ts-check
// Starts a real n8n that has the packed node as an installed community package: on a free port, in a temporary folder that is
// separate from the user's own n8n, and without calls to n8n's servers.

import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Program, run } from './program.mjs';
import { N8nRest } from './rest.mjs';

const PACKAGE = 'n8n-nodes-sparkbot';
const EXAMPLES = fileURLToPath(new URL('../examples/', import.meta.url));
const END_WITH_PARENT = new URL('end-with-parent.mjs', import.meta.url).href;
const START_LIMIT_MS = 180_000;
const POLL_EVERY_MS = 100;

/** Turns off everything in n8n that calls n8n's servers, and modules that log such a call. */
const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_DISABLED_MODULES: 'agents,chat-hub,instance-ai,mcp,mcp-registry',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_PYTHON_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
};

/**
 * @typedef {object} N8n
 * @property {string} url the editor's address
 * @property {N8nRest} rest with the owner logged in
 * @property {Promise<number | null>} exited
 * @property {() => Promise<void>} stop ends all its processes and removes its folder
 */

/**
 * @param {{ installation: import('./install.mjs').Installation, tarball: string, signal?: AbortSignal }} options
 *   the installed n8n and the packed node
 * @returns {Promise<N8n>}
 */
export async function startN8n({ installation, tarball, signal }) {
	const folder = await mkdtemp(join(tmpdir(), `${PACKAGE}-`));
	/** @type {Program | undefined} */
	let program;
	const stop = async () => {
		await program?.stop();
		await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
	};

	try {
		await unpackNode(tarball, join(folder, '.n8n', 'nodes'), signal);
		const [port, brokerPort] = await freePorts(2);
		const n8n = installation.require.resolve('n8n/bin/n8n');
		program = new Program('n8n', installation.node, ['--import', END_WITH_PARENT, n8n, 'start'], {
			cwd: folder,
			env: environment(installation.node, folder, port, brokerPort),
		});

		const url = `http://127.0.0.1:${port}`;
		await ready(url, program, signal);
		const rest = new N8nRest(url, installation.require('flatted'));
		await rest.setUpOwner();
		return { url, rest, exited: program.exited, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/**
 * The workflows of the folder `examples/`, by file name.
 *
 * @returns {Promise<Map<string, any>>}
 */
export async function examples() {
	const names = (await readdir(EXAMPLES)).filter((name) => name.endsWith('.json')).sort();
	return new Map(names.map((name) => [name, JSON.parse(readFileSync(join(EXAMPLES, name), 'utf8'))]));
}

/**
 * Unpacks the node where n8n keeps the community packages that a user installs.
 *
 * @param {string} tarball
 * @param {string} nodes
 * @param {AbortSignal} [signal]
 */
async function unpackNode(tarball, nodes, signal) {
	const target = join(nodes, 'node_modules', PACKAGE);
	await mkdir(target, { recursive: true });
	await run(['Unpacking the node', 'tar', ['-xzf', tarball, '-C', target, '--strip-components=1']], signal);
	const { version } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
	await writeFile(
		join(nodes, 'package.json'),
		JSON.stringify({ name: 'installed-nodes', private: true, dependencies: { [PACKAGE]: version } }),
	);
}

/**
 * All environment variables of n8n: it gets none of the user's own settings for n8n, proxies or Node.js.
 *
 * @param {string} node
 * @param {string} folder
 * @param {number} port
 * @param {number} brokerPort
 */
function environment(node, folder, port, brokerPort) {
	return {
		...QUIET,
		HOME: folder,
		PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_USER_FOLDER: folder,
	};
}

/**
 * n8n does not report which port it uses, so this function chooses the ports: all at the same time, so that no two are the same.
 *
 * @param {number} count
 */
async function freePorts(count) {
	const servers = await Promise.all(
		Array.from({ length: count }, async () => {
			const server = createServer();
			await new Promise((resolve, reject) => {
				server.once('error', reject).listen(0, '127.0.0.1', () => resolve(undefined));
			});
			return server;
		}),
	);
	const ports = servers.map((server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port);
	await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
	return ports;
}

/**
 * @param {string} url
 * @param {Program} program
 * @param {AbortSignal} [signal]
 */
async function ready(url, program, signal) {
	let exited = false;
	program.exited.finally(() => (exited = true)).catch(() => {});
	for (const limit = Date.now() + START_LIMIT_MS; Date.now() < limit; ) {
		if (exited) throw await program.failure();
		const answer = await fetch(`${url}/healthz/readiness`).catch(() => undefined);
		await answer?.body?.cancel();
		if (answer?.ok) return;
		await sleep(POLL_EVERY_MS, undefined, { signal });
	}
	throw new Error(`n8n was not ready after ${START_LIMIT_MS / 1_000} s. Its last output:\n${program.output}`);
}
