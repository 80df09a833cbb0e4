// @ts-check
// One line of progress on standard output, with the time since the start in front of it.

const started = Date.now();

/** @param {string} line */
export function say(line) {
	const seconds = Math.round((Date.now() - started) / 1_000);
	const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
	console.log(`${clock.padStart(6)}  ${line}`);
}
