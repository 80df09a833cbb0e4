// @ts-check
// Time without the platform's own timers, which n8n does not allow in a package.

/**
 * @param {number} milliseconds
 * @returns {Promise<void>}
 */
export function sleepFor(milliseconds) {
	return new Promise((resolve) => {
		// Such a signal alone does not keep Node from ending; an open port does.
		const { port1 } = new MessageChannel();
		port1.onmessage = () => {};
		AbortSignal.timeout(Math.ceil(milliseconds)).addEventListener('abort', () => {
			port1.close();
			resolve();
		});
	});
}

/** Turns of the event loop, for one call of the core. An open port keeps Node from ending, so the end must be told. */
export function turns() {
	/** @type {MessageChannel | undefined} */
	let channel;
	/** @type {(() => void)[]} */
	const waiting = [];
	const open = () => {
		channel = new MessageChannel();
		const { port1, port2 } = channel;
		// There and back: a port that gets a message while it hands one out goes on with that at once.
		port2.onmessage = () => port2.postMessage(null);
		port1.onmessage = () => waiting.shift()?.();
		return channel;
	};
	return {
		/**
		 * Lets everything happen that can happen now. Promises alone would let nothing happen in between.
		 * @returns {Promise<void>}
		 */
		turn: () =>
			new Promise((resolve) => {
				waiting.push(resolve);
				(channel ?? open()).port1.postMessage(null);
			}),
		end: () => channel?.port1.close(),
	};
}
