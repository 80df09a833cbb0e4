// @ts-check
// A process that runs one execution with n8n-core, so that a test can kill it: `node stormed-execution.mjs FACTOR`. FACTOR is the
// factor of fast-time.mjs. The first line of standard input is the argument of `Host.run` as JSON. The process ends when its
// standard input closes.

import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { loadTestedPackage } from './engine.mjs';
import { quicken } from './fast-time.mjs';

const lines = createInterface({ input: process.stdin });
lines.on('close', () => process.exit());
const [request] = await once(lines, 'line');
quicken(Number(process.argv[2]));
const host = await loadTestedPackage();
await host.run(JSON.parse(request));
process.exit();
