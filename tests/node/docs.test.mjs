// @ts-check
// The pages for people: links and pictures lead somewhere, and the files and commands that a page names exist.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Folders that are not of the repository. */
const FOREIGN = ['dist', 'node_modules', 'target'];

/** @param {string} folder */
const foldersIn = (folder) =>
	readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && entry.name !== '.git' && !FOREIGN.includes(entry.name))
		.map((entry) => entry.name);

/**
 * The paths of all pages below a folder.
 * @param {string} folder
 * @returns {string[]}
 */
function pagesIn(folder) {
	const own = readdirSync(folder).filter((name) => name.endsWith('.md'));
	return [
		...own.map((name) => join(folder, name)),
		...foldersIn(folder).flatMap((name) => pagesIn(join(folder, name))),
	];
}

/** @param {string} text */
const withoutCode = (text) => text.replace(/^(```+)[^]*?^\1$/gm, '').replace(/`[^`\n]*`/g, '``');

/**
 * The anchors of a page, as GitHub makes them of the headings.
 * @param {string} text
 */
function anchorsOf(text) {
	const headings = text.replace(/^(```+)[^]*?^\1$/gm, '').matchAll(/^#+ (.+)$/gm);
	const anchors = Array.from(headings, ([, heading]) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, ''));
	return anchors.map((anchor) => anchor.replaceAll(' ', '-'));
}

/**
 * Why a link leads nowhere, if it does.
 * @param {string} page
 * @param {string} target
 */
function faultOfLink(page, target) {
	const [path, anchor] = decodeURI(target).split('#');
	const file = path ? join(dirname(page), path) : page;
	if (!existsSync(file)) return `${target} does not exist`;
	if (anchor && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor)) return `${target} has no such heading`;
	return undefined;
}

const folders = foldersIn(ROOT).filter((name) => !name.startsWith('.'));
const inAFolder = new RegExp(`^(${folders.join('|')})/[^\\s\`]*$`);

/**
 * The paths in backticks that begin with a folder of the repository, up to the part that stands for several names, such as `<name>`.
 * @param {string} text
 */
function pathsIn(text) {
	const named = Array.from(text.matchAll(/`([^`\n]+)`/g), ([, code]) => code).filter((code) => inAFolder.test(code));
	return named.map((path) => path.replace(/[^/]*[<*{…][^]*$/, ''));
}

const tool = readFileSync(join(ROOT, 'xtask/src/main.rs'), 'utf8');
const variants = /^enum Task \{\n([^]*?)^\}/m.exec(tool)?.[1] ?? assert.fail('xtask has no tasks');
const tasks = Array.from(variants.matchAll(/^ {4}([A-Z]\w*)/gm), ([, name]) => name.toLowerCase());
const options = Array.from(variants.matchAll(/#\[arg\(long[^\]]*\]\s*(\w+):/g), ([, name]) => `--${name}`);

/**
 * The tasks and options that a page names and xtask does not have.
 * @param {string} text
 */
function unknownTasks(text) {
	const commands = text.matchAll(/cargo xtask ([a-z][\w-]*)([^`#\n]*)/g);
	return Array.from(commands).flatMap(([command, task, rest]) => {
		const unknown = (rest.match(/--\w+/g) ?? []).filter((option) => !options.includes(option));
		return tasks.includes(task) && unknown.length === 0 ? [] : [command.trim()];
	});
}

describe('the pages of the repository', () => {
	const pages = pagesIn(ROOT);

	test('are found, and so are the tasks of xtask', () => {
		assert.ok(pages.length > 30, `${pages.length} pages`);
		assert.ok(tasks.includes('demo') && tasks.includes('exercise'), tasks.join(', '));
		assert.ok(options.includes('--quick'), options.join(', '));
	});

	for (const page of pages) {
		test(relative(ROOT, page), () => {
			const text = readFileSync(page, 'utf8');
			const links = Array.from(withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target);
			const own = links.filter((target) => !/^[a-z]+:/.test(target));
			assert.deepEqual(own.map((target) => faultOfLink(page, target)).filter(Boolean), [], 'links');

			// A page in a folder can name the files beside it.
			const isThere = (/** @type {string} */ path) =>
				[ROOT, dirname(page)].some((base) => existsSync(join(base, path)));
			const missing = pathsIn(text).filter((path) => !isThere(path));
			assert.deepEqual(missing, [], 'paths in backticks');

			assert.deepEqual(unknownTasks(text), [], 'tasks of xtask');
		});
	}
});
