// @ts-check
// The demo as a person runs it, and the processes that are left after a normal end, a signal or a kill.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { LIMIT, built } from './scene.mjs';

const DEMO = fileURLToPath(new URL('../demo.mjs', import.meta.url));

/** @type {string} */
let temporary;
beforeEach(async () => (temporary = await mkdtemp(join(tmpdir(), 'sparkbot-demo-test-'))));
afterEach(() => rm(temporary, { recursive: true, force: true }));

test('--once prints the items and ends', LIMIT, async () => {
	const demo = start('--once');
	const code = await demo.exitCode;
	assert.equal(code, 0, demo.output());
	const [printed] = demo.output().match(/^\[$.*^\]$/ms) ?? assert.fail(demo.output());
	const [item] = JSON.parse(printed);
	assert.equal(item.id, '650000000000000000000001');
	assert.equal(item.status, 'online');
	assert.deepEqual(await readdir(temporary), []);
});

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
	test(`${signal} ends everything`, LIMIT, async () => {
		const demo = start();
		await demo.isUp;
		const groups = groupsBelow(demo.pid);
		assert.equal(groups.length, 2, 'n8n and the sandbox');
		process.kill(demo.pid, signal);
		assert.equal(await demo.exitCode, 0, demo.output());
		assert.deepEqual(running(groups), []);
		assert.deepEqual(await readdir(temporary), []);
	});
}

test('a killed demo leaves no process behind', LIMIT, async () => {
	const demo = start();
	await demo.isUp;
	const groups = groupsBelow(demo.pid);
	process.kill(demo.pid, 'SIGKILL');
	await demo.exitCode;
	while (running(groups).length > 0) await sleep(50);
});

test('a failure is one clear sentence and exit code 1', LIMIT, async () => {
	const demo = start('--sandbox', join(temporary, 'missing'));
	assert.equal(await demo.exitCode, 1);
	assert.match(demo.output(), /The demo failed\. The sandbox could not be started/);
	assert.deepEqual(await readdir(temporary), []);
});

/** @param {string[]} options */
function start(...options) {
	const paths = ['--sandbox', built('SPARKBOT_SANDBOX'), '--tarball', built('SPARKBOT_TARBALL')];
	const demo = spawn(process.execPath, [DEMO, ...paths, ...options], {
		env: { ...process.env, TMPDIR: temporary },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	/** @type {Promise<void>} */
	const isUp = new Promise((resolve, reject) => {
		for (const stream of [demo.stdout, demo.stderr]) {
			stream.setEncoding('utf8').on('data', (text) => {
				output += text;
				if (/password +\S+/.test(output)) resolve();
			});
		}
		demo.once('close', () => reject(new Error(`The demo ended:\n${output}`)));
	});
	isUp.catch(() => {});
	const exitCode = once(demo, 'close').then(([code]) => code);
	return { pid: /** @type {number} */ (demo.pid), output: () => output, isUp, exitCode };
}

/**
 * The process groups that a process has started.
 *
 * @param {number} pid
 */
function groupsBelow(pid) {
	return processes()
		.filter(({ parent }) => parent === pid)
		.map(({ group }) => group);
}

/** @param {number[]} groups */
function running(groups) {
	return processes().filter(({ group, state }) => groups.includes(group) && !state.startsWith('Z'));
}

function processes() {
	return execFileSync('ps', ['-A', '-o', 'ppid=,pgid=,stat=,args='], { encoding: 'utf8' })
		.trim()
		.split('\n')
		.map((line) => {
			const [parent, group, state, ...command] = line.trim().split(/\s+/);
			return { parent: Number(parent), group: Number(group), state, command: command.join(' ') };
		});
}
