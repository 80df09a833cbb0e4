// @ts-check
// A program that this process starts and always ends. It runs in a process group of its own: Ctrl-C in the terminal reaches only
// this process, which then ends the program with everything that the program started.

import { spawn } from 'node:child_process';
import { once } from 'node:events';

const KEPT_OUTPUT = 16_384;

export class Program {
	#child;
	#output = '';

	/**
	 * @param {string} name the program's name in messages
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
		// A caller can await it. If none does, a missing program must not crash this process.
		this.exited.catch(() => {});
	}

	/** The last few thousand characters that the program wrote to both streams. */
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

	/** Waits for the end. Throws an error with the program's output unless the program succeeded. */
	async finish() {
		const closed = once(this.#child, 'close').catch(() => {});
		if ((await this.exited) !== 0) {
			await closed;
			throw await this.failure();
		}
	}

	/** An error that says how the program ended. */
	async failure() {
		const code = await this.exited;
		const ending = code === null ? 'was ended by a signal' : `ended with exit code ${code}`;
		return new Error(`${this.name} ${ending}. Its last output:\n${lastLines(this.#output)}`);
	}

	/** Kills the whole process group at once: no process in it has state to save. */
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
