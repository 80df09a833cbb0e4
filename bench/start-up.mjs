// @ts-check
// What the package costs before it has done anything: at n8n's start, and up to its first executed item. Run by itself, it prints
// this part of the benchmark's table: `node bench/start-up.mjs`, with SPARKBOT_TARBALL and SPARKBOT_SANDBOX as for the tests.

import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpack } from '../tests/node/harness/package.mjs';
import { table } from './markdown.mjs';
import { coldStarts } from './process.mjs';
import { startUpRows } from './report.mjs';

/** Fresh processes for each figure, of which the median counts. */
const ROUNDS = 21;

/** @param {string} folder the package's */
export function startUp(folder) {
	return {
		cold: coldStarts('first-item.mjs', { sparkbot: 'sparkbot', programmatic: 'programmatic' }, ROUNDS),
		idle: coldStarts('idle.mjs', { lazy: folder, eager: withoutMetadata(folder) }, ROUNDS),
	};
}

/** A copy of the package without the metadata that lets n8n load it lazily. */
function withoutMetadata(/** @type {string} */ folder) {
	const copy = `${folder}-without-metadata`;
	cpSync(folder, copy, { recursive: true });
	for (const part of ['known', 'types']) rmSync(join(copy, 'dist', part), { recursive: true });
	return copy;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const columns = ['What', 'SparkBot', 'hand-written node', '', '', 'wanted'];
	console.log(table([columns, ...startUpRows(startUp(unpack()))], ['---', '---:', '---:', '---:', '---:', '---']));
}
