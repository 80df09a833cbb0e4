// @ts-check
// n8n's own scanner, which decides on verification. It checks the same files as n8n does: the sources, and the packed files. A
// warning fails the test too, although n8n accepts warnings.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { SOURCE_FILE_PATTERNS, buildScanConfig } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { unpack } from './harness/package.mjs';

/**
 * @param {string} cwd
 * @param {string[]} patterns
 */
async function scan(cwd, patterns) {
	const eslint = new ESLint({
		cwd,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
	});
	const results = await eslint.lintFiles(patterns);
	const found = results.flatMap(({ filePath, messages }) =>
		messages.map(({ line, ruleId, message }) => `${filePath}:${line} ${ruleId}: ${message}`),
	);
	return { files: results.length, found };
}

describe("n8n's scanner finds nothing", () => {
	test('in the sources', async () => {
		const { files, found } = await scan(fileURLToPath(new URL('../..', import.meta.url)), SOURCE_FILE_PATTERNS);
		assert.deepEqual(found, []);
		assert.ok(files >= 6, `only ${files} files`);
	});

	test('in the packed files', async () => {
		const { files, found } = await scan(unpack(), ['**/*.js', 'package.json']);
		assert.deepEqual(found, []);
		assert.ok(files >= 8, `only ${files} files`);
	});
});
