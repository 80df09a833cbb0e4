// @ts-check
// The demo: a sandbox and a real n8n with this node in it. It runs one example through n8n, prints the items, and leaves the
// editor open until Ctrl-C. With --once it ends after the run.
//
//     node host/demo.mjs --sandbox PATH --tarball PATH [--once]

import process from 'node:process';
import { parseArgs } from 'node:util';
import { installN8n } from './install.mjs';
import { examples, startN8n } from './n8n.mjs';
import { startSandbox } from './sandbox.mjs';
import { say } from './say.mjs';

const EXAMPLE = 'reboot-a-session-and-wait.json';
const CREDENTIAL = 'SparkBot sandbox';

const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => interrupted.abort());
const { signal } = interrupted;

/** @type {{ stop: () => Promise<void> }[]} */
const running = [];
try {
	await demo();
} catch (error) {
	process.exitCode = 1;
	if (!signal.aborted) console.error(`\nThe demo failed. ${error instanceof Error ? error.message : error}`);
} finally {
	for (const program of running.reverse()) await program.stop();
	say('Ended; nothing is left running.');
}

async function demo() {
	const { sandbox: sandboxProgram, tarball, once } = options();
	const installation = await installN8n(signal);

	const sandbox = await startSandbox({ program: sandboxProgram });
	running.push(sandbox);
	say(`The sandbox, a local SparkBot API, listens on ${sandbox.url}`);

	say('Starting n8n with the node in it …');
	const n8n = await startN8n({ installation, tarball, signal });
	running.push(n8n);

	const credential = await n8n.rest.createCredential(CREDENTIAL, { baseUrl: sandbox.url, apiKey: sandbox.key });
	/** @type {Map<string, { id: string, name: string }>} */
	const workflows = new Map();
	for (const [file, workflow] of await examples()) {
		workflows.set(file, await n8n.rest.importWorkflow(workflow, [credential]));
	}
	const example = workflows.get(EXAMPLE);
	if (!example) throw new Error(`examples/${EXAMPLE} is missing.`);

	say(`Running "${example.name}" in n8n. The session takes some seconds to come back …`);
	const items = await n8n.rest.run(example.id, signal);
	say('The items of the node:');
	console.log(
		JSON.stringify(
			items.map((item) => item.json),
			null,
			2,
		),
	);
	if (once) return;

	console.log(`
The editor is open until you press Ctrl-C:

  address   ${n8n.url}/workflow/${example.id}
  e-mail    ${n8n.rest.email}
  password  ${n8n.rest.password}
`);
	await stayUp({ n8n: n8n.exited, 'The sandbox': sandbox.exited });
}

/** @param {Record<string, Promise<unknown>>} programs programs that must not end by themselves */
async function stayUp(programs) {
	const ended = Object.entries(programs).map(async ([name, exited]) => {
		await exited;
		if (!signal.aborted) throw new Error(`${name} ended on its own.`);
	});
	const interruption = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
	await Promise.race([interruption, ...ended]);
}

function options() {
	const { values } = parseArgs({
		options: { sandbox: { type: 'string' }, tarball: { type: 'string' }, once: { type: 'boolean' } },
	});
	if (!values.sandbox || !values.tarball) {
		throw new Error('--sandbox and --tarball are missing. "cargo xtask demo" builds both and gives them.');
	}
	return { sandbox: values.sandbox, tarball: values.tarball, once: values.once ?? false };
}
