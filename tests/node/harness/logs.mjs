// @ts-check
// Everything that is written while the node runs: n8n's log with every level, and the output of the process.

import { inspect } from 'node:util';

/** n8n's log of this process, one line for each entry. */
export const logLines = /** @type {string[]} */ ([]);

const record = (/** @type {string} */ level) => (/** @type {string} */ message, /** @type {unknown} */ meta) => {
	logLines.push(`${level} ${message} ${inspect(meta, { depth: 8, showHidden: true })}`);
};

/** A logger with the interface of n8n's logger. It keeps every entry. */
export const recordingLogger = {
	error: record('error'),
	warn: record('warn'),
	info: record('info'),
	debug: record('debug'),
	scoped: () => recordingLogger,
};

/**
 * Collects the text on standard output and standard error while `work` runs. The text is printed as well.
 * @param {() => Promise<void>} work
 * @returns {Promise<string>}
 */
export async function outputOf(work) {
	const chunks = /** @type {string[]} */ ([]);
	const restore = [process.stdout, process.stderr].map((stream) => {
		const write = stream.write;
		stream.write = (chunk, ...rest) => {
			chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
			// @ts-expect-error passing the arguments on works for each overload of `write`
			return write.call(stream, chunk, ...rest);
		};
		return () => {
			stream.write = write;
		};
	});
	try {
		await work();
	} finally {
		for (const undo of restore) undo();
	}
	return chunks.join('');
}
