// @ts-check
// A program that this process starts and surely ends. It runs in a process group of its own: a Ctrl-C in the terminal
// reaches only this process, which then ends the program together with everything the program has started.

import { spawn } from 'node:child_process';
import { once } from 'node:events';

const KEPT_OUTPUT = 16_384;

export class Program {
	#child;
	#output = '';

	/**
	 * @param {string} name what messages call the program
	 * @param {string} command
	 * @param {string[]} args
	 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
	 */
	constructor(name, command, args, options = {}) {
		this.name = name;
		this.#child = spawn(command, args, { ...options, detached: true, stdio: 'pipe' });
		for (const stream of [this.#child.stdout, this.#child.stderr]) {
			stream.setEncoding('utf8').on('data', (text) => {
				this.#output = (this.#output + text).slice(-KEPT_OUTPUT);
			});
		}

		/** @type {Promise<number | null>} the exit code, or null when a signal ended it */
		this.exited = new Promise((resolve, reject) => {
			this.#child.once('exit', resolve);
			this.#child.once('error', (cause) => {
				reject(new Error(`${name} could not be started: ${cause.message}`, { cause }));
			});
		});
		// Whoever cares awaits it; for the others a missing program is no crash.
		this.exited.catch(() => {});
	}

	/** The last few thousand characters the program has written, both streams. */
	get output() {
		return this.#output;
	}

	/** The first line on the program's standard output. */
	async firstLine() {
		let text = '';
		for await (const piece of this.#child.stdout.iterator({ destroyOnReturn: false })) {
			text += piece;
			if (text.includes('\n')) {
				this.#child.stdout.resume();
				return text.slice(0, text.indexOf('\n'));
			}
		}
		throw await this.failure();
	}

	/** Waits for the end and throws what the program wrote unless it ended well. */
	async finish() {
		const closed = once(this.#child, 'close').catch(() => {});
		if ((await this.exited) !== 0) {
			await closed;
			throw await this.failure();
		}
	}

	/** The error that tells how the program ended. */
	async failure() {
		const code = await this.exited;
		const ending = code === null ? 'was ended by a signal' : `ended with exit code ${code}`;
		return new Error(`${this.name} ${ending}. It wrote last:\n${lastLines(this.#output)}`);
	}

	/** Ends the whole process group at once: nothing in it holds state that is worth a farewell. */
	async stop() {
		if (this.#child.pid === undefined) return;
		try {
			process.kill(-this.#child.pid, 'SIGKILL');
		} catch (error) {
			if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
		}
		await this.exited;
	}
}

/**
 * Runs a program to its end.
 *
 * @param {ConstructorParameters<typeof Program>} args as for `new Program`
 * @param {AbortSignal} [signal] ends it early
 */
export async function run(args, signal) {
	signal?.throwIfAborted();
	const program = new Program(...args);
	const stop = () => program.stop();
	signal?.addEventListener('abort', stop, { once: true });
	try {
		await program.finish();
	} catch (error) {
		signal?.throwIfAborted();
		throw error;
	} finally {
		signal?.removeEventListener('abort', stop);
	}
}

/** @param {string} text */
function lastLines(text) {
	return text
		.trimEnd()
		.split('\n')
		.slice(-20)
		.map((line) => `  ${line}`)
		.join('\n');
}
