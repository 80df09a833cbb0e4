// @ts-check
// Who is compared: this node, and the same operations as hand-written and as declarative nodes.

import { fileURLToPath } from 'node:url';
import { Host, loadTestedPackage } from '../tests/node/harness/engine.mjs';
import { loadPackage, unpack } from '../tests/node/harness/package.mjs';

/** Package folder and node of each; this node's package is the tarball. */
const CONTESTANTS = {
	sparkbot: { folder: unpack, nodeName: 'sparkBot' },
	programmatic: { folder: () => opponentFolder('programmatic'), nodeName: 'opponent' },
	limited: { folder: () => opponentFolder('limited'), nodeName: 'limited' },
	declarative: { folder: () => opponentFolder('declarative'), nodeName: 'opponent' },
	declarativePerOperation: { folder: () => opponentFolder('declarative'), nodeName: 'perOperation' },
};

/** @typedef {keyof typeof CONTESTANTS} Contestant */

/** Prepares a contestant, so that `load` does only what n8n does. */
export async function prepare(/** @type {Contestant} */ name) {
	const { folder, nodeName } = CONTESTANTS[name];
	const directory = folder();
	// All use one credential, in a copy of this package that is loaded for nothing else.
	const { loader: credentials } = await loadTestedPackage();
	return { load: async () => new Host(await loadPackage(directory), { nodeName, credentials }) };
}

/** @param {string} name */
const opponentFolder = (name) => fileURLToPath(new URL(`opponents/${name}`, import.meta.url));
