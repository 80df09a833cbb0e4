// @ts-check
// The contestants: this node, and the same operations as hand-written and as declarative nodes.

import { fileURLToPath } from 'node:url';
import { Host, loadTestedPackage } from '../tests/node/harness/engine.mjs';
import { loadPackage, unpack } from '../tests/node/harness/package.mjs';

/** The package folder and the node of each contestant. The package of this node is the tarball. */
const CONTESTANTS = {
	sparkbot: { folder: unpack, nodeName: 'sparkBot' },
	programmatic: { folder: () => opponentFolder('programmatic'), nodeName: 'opponent' },
	limited: { folder: () => opponentFolder('limited'), nodeName: 'limited' },
	declarative: { folder: () => opponentFolder('declarative'), nodeName: 'opponent' },
	declarativePerOperation: { folder: () => opponentFolder('declarative'), nodeName: 'perOperation' },
};

/** @typedef {keyof typeof CONTESTANTS} Contestant */

/** Prepares a contestant, so that `load` does only the work of n8n. */
export async function prepare(/** @type {Contestant} */ name) {
	const { folder, nodeName } = CONTESTANTS[name];
	const directory = folder();
	// All use the credential of a copy of this package, which is loaded for nothing else.
	const { loader: credentials } = await loadTestedPackage();
	return { load: async () => new Host(await loadPackage(directory), { nodeName, credentials }) };
}

/** @param {string} name */
const opponentFolder = (name) => fileURLToPath(new URL(`opponents/${name}`, import.meta.url));
