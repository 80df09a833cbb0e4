// @ts-check
// The benchmark: runs each measurement in processes of its own, and prints the tables in Markdown.
// `cargo xtask bench` builds everything for it and starts it; `--write` also writes the tables to docs/performance.md.
// SPARKBOT_NAMED_CORE can be the path of the core's wasm with its function names: then a table shows the origins of its code.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder, unpack } from '../tests/node/harness/package.mjs';
import { startSandbox } from '../tests/node/harness/sandbox.mjs';
import { COUNTS, KINDS, LATENCIES, hasAim, isWorthIt } from './cells.mjs';
import { median } from './median.mjs';
import { node24 } from './node24.mjs';
import { measure } from './process.mjs';
import { figures, report } from './report.mjs';
import { startUp } from './start-up.mjs';
import { measureSize, originsOf } from './wasm-size.mjs';

/** Of the largest batches those whose memory is compared have more processes than one: as many as fit into this time. */
const ROUNDS_ALONE = 3;
const ENOUGH_ALONE_MS = 30_000;

const begun = performance.now();
const [load] = loadavg();

/** The cells of the largest batches, each in processes of its own. @param {import('./cells.mjs').Cell[]} cells the other cells */
function largestBatches(cells) {
	const names = [...new Set(cells.map(({ name }) => name))];
	const places = KINDS.flatMap((kind) => LATENCIES.map((latency) => ({ kind, latency, count: COUNTS.alone })));
	return places.flatMap((place) =>
		names.filter((name) => isWorthIt(cells, name, place)).map((name) => alone(name, place)),
	);
}

/** @param {string} name @param {import('./cells.mjs').Place} place @returns {import('./cells.mjs').Cell} */
function alone(name, place) {
	const args = [name, place.kind, `${place.latency}`, `${place.count}`];
	const rounds = [measure('batch-alone.mjs', args, ENGINE)];
	const spent = () => rounds.reduce((sum, { wall }) => sum + wall, 0);
	while (hasAim(name, place) && rounds.length < ROUNDS_ALONE && spent() < ENOUGH_ALONE_MS) {
		rounds.push(measure('batch-alone.mjs', args, ENGINE));
	}
	const of = (/** @type {string} */ key) => median(rounds.map((round) => round[key]));
	const [peak, connections] = [of('peak'), of('connections')];
	return { name, ...place, wall: of('wall'), cpu: of('cpu'), peak, connections, memory: of('memory') };
}

/** Messages to one chat, without and with TLS. Node reads the trusted certificates when it starts, so the sandbox must start first. */
async function singleChat() {
	const certificate = join(temporaryFolder(), 'certificate.pem');
	const sandbox = await startSandbox({ certificate });
	const http = measure('single-chat.mjs', [], ENGINE);
	const https = measure('single-chat.mjs', [sandbox.url], { ...ENGINE, NODE_EXTRA_CA_CERTS: certificate });
	await sandbox.stop();
	return { http, https };
}

/** The core as it is packed: Base64 in a module. */
function packedCore(/** @type {string} */ folder) {
	for (const path of readdirSync(folder, { recursive: true }).map(String)) {
		if (!path.endsWith('.js')) continue;
		const base64 = /['"`](AGFzbQ[A-Za-z0-9+/=]+)['"`]/.exec(readFileSync(join(folder, path), 'utf8'))?.[1];
		if (base64) return Buffer.from(base64, 'base64');
	}
	throw new Error('The package holds no core.');
}

const minutes = () => (performance.now() - begun) / 60_000;

const step = (/** @type {string} */ text) => console.error(`▸ ${text} (${minutes().toFixed(1)} minutes so far)`);

/** The expression engine of production. */
const ENGINE = { ENGINE: 'vm' };

const folder = unpack();
step('CPU time per item');
const cpu = measure('cpu.mjs', [], ENGINE);
step('Cold load and idle package');
const { cold, idle } = startUp(folder);
const workflow = measure('workflow.mjs');
step('Batches');
const cells = measure('batch.mjs', [], ENGINE);
step('Large batches');
cells.push(...largestBatches(cells));
step('One chat');
const batches = { cells, singleChat: await singleChat() };
const size = measureSize(packedCore(folder));
const named = process.env.SPARKBOT_NAMED_CORE;
const origins = named ? originsOf(readFileSync(named)) : undefined;

const markdown = figures({ cpu, cold, idle, size, origins, workflow, batches });
console.log(markdown);
step('Done');
if (process.argv.includes('--write')) {
	const docs = new URL('../docs/', import.meta.url);
	mkdirSync(docs, { recursive: true });
	const nodeVersion = execFileSync(node24(), ['--version'], { encoding: 'utf8' }).trim();
	writeFileSync(new URL('performance.md', docs), report(markdown, { nodeVersion, load, minutes: minutes() }));
	console.error('Written to docs/performance.md');
}
