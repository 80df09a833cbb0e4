// @ts-check
// The time that an unused package adds to the start of n8n, in a fresh process. Prints JSON.
// Argument: the package's folder.

import { recordingLogger } from '../tests/node/harness/logs.mjs';
import { loadPackage, requireFromHost } from '../tests/node/harness/package.mjs';

const [folder] = process.argv.slice(2);
const { Container } = requireFromHost('@n8n/di');
const { Logger } = requireFromHost('@n8n/backend-common');
requireFromHost('n8n-workflow');
requireFromHost('n8n-core');
Container.set(Logger, recordingLogger);

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
