// @ts-check
// Runs the browser tests with Node's own test runner, once n8n is installed.
//
//     SPARKBOT_SANDBOX=PATH SPARKBOT_TARBALL=PATH node host/e2e.mjs [FILE …]

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { installN8n } from './install.mjs';

const FOLDER = fileURLToPath(new URL('e2e/', import.meta.url));

await installN8n();

const named = process.argv.slice(2);
const all = readdirSync(FOLDER).filter((name) => name.endsWith('.test.mjs'));
const files = named.length > 0 ? named : all.map((name) => join(FOLDER, name));
const { status } = spawnSync(process.execPath, ['--test', '--test-reporter=spec', ...files], { stdio: 'inherit' });
process.exitCode = status ?? 1;
