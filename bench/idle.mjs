// @ts-check
// The time that an unused package adds to the start of n8n, in a fresh process. Prints JSON.
// Argument: the package's folder.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { recordingLogger } from '../tests/node/harness/logs.mjs';
import { loadPackage, requireFromHost, temporaryFolder } from '../tests/node/harness/package.mjs';

const [folder] = process.argv.slice(2);
const { Container } = requireFromHost('@n8n/di');
const { Logger } = requireFromHost('@n8n/backend-common');
requireFromHost('n8n-workflow');
requireFromHost('n8n-core');
Container.set(Logger, recordingLogger);

// n8n loads its own packages first, in the same way, and with them pays for the first file that a process reads.
await loadPackage(emptyPackage());

globalThis.gc?.();
const memoryBefore = process.memoryUsage().heapUsed;
const cpuBefore = process.cpuUsage();
const begun = performance.now();
const loader = await loadPackage(folder);
const wall = performance.now() - begun;
const { user, system } = process.cpuUsage(cpuBefore);
globalThis.gc?.();
const heap = process.memoryUsage().heapUsed - memoryBefore;
console.log(JSON.stringify({ lazy: loader.isLazyLoaded, wall, cpu: (user + system) / 1000, heap }));

/** A package that n8n loads lazily, with nothing in it. */
function emptyPackage() {
	const empty = temporaryFolder();
	const write = (/** @type {string} */ path, /** @type {unknown} */ content) => {
		mkdirSync(dirname(join(empty, path)), { recursive: true });
		writeFileSync(join(empty, path), JSON.stringify(content));
	};
	write('package.json', { name: 'n8n-nodes-empty', version: '0.0.0', n8n: {} });
	for (const kind of ['nodes', 'credentials']) {
		write(`dist/known/${kind}.json`, {});
		write(`dist/types/${kind}.json`, []);
	}
	return empty;
}
