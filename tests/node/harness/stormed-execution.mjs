// @ts-check
// A process that runs one execution with n8n-core, so that a test can kill it: `node stormed-execution.mjs FACTOR`, where FACTOR is how
// fast time runs. The first line of its standard input is what `Host.run` takes, as JSON; it ends when that input closes.

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
