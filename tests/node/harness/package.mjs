// @ts-check
// The package under test as n8n gets it: the packed tarball, unpacked where n8n puts community packages, and loaded by
// n8n-core's own directory loader.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { Module, createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Requires the packages of n8n-core, so that the process has only one copy of each. */
export const requireFromHost = createRequire(require.resolve('n8n-core'));

export const PACKAGE_NAME = 'n8n-nodes-sparkbot';
export const NODE_NAME = 'sparkBot';
export const CREDENTIAL_TYPE = 'sparkBotApi';

/** A folder for this process. It is removed when the process ends. */
export function temporaryFolder() {
	const folder = mkdtempSync(join(tmpdir(), 'sparkbot-test-'));
	process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** The tarball that `npm pack` made. */
export function tarball() {
	const path = process.env.SPARKBOT_TARBALL;
	if (!path) throw new Error('Set SPARKBOT_TARBALL to the packed package, or run `cargo xtask test`.');
	return path;
}

/**
 * Unpacks the tarball.
 * @param {{ core?: string }} [options] a folder with the glue.js and wasm.js of another core, which replace those of the package
 * @returns {string} the package's folder
 */
export function unpack({ core } = {}) {
	const directory = join(temporaryFolder(), 'node_modules', PACKAGE_NAME);
	mkdirSync(directory, { recursive: true });
	execFileSync('tar', ['-xzf', tarball(), '-C', directory, '--strip-components=1']);
	if (core) {
		for (const file of ['glue.js', 'wasm.js']) copyFileSync(join(core, file), join(directory, 'dist', 'pkg', file));
	}
	return directory;
}

/**
 * Loads a package folder as n8n does for an installed community package.
 * @param {string} directory
 */
export async function loadPackage(directory) {
	shareHostModules();
	/** @type {typeof import('n8n-core')} */
	const { LazyPackageDirectoryLoader } = require('n8n-core');
	const loader = new LazyPackageDirectoryLoader(directory);
	await loader.loadAll();
	return loader;
}

/** Lets packages find the host's `n8n-workflow`, as n8n does when it starts. */
function shareHostModules() {
	const hostModules = requireFromHost.resolve.paths('n8n-workflow') ?? [];
	const known = (process.env.NODE_PATH ?? '').split(delimiter).filter(Boolean);
	process.env.NODE_PATH = [...new Set([...hostModules, ...known])].join(delimiter);
	// @ts-expect-error Node does not document this method, but n8n calls it as well
	Module._initPaths();
}
