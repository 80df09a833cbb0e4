// @ts-check
// Waits without the platform's timers, which n8n does not allow in a package.

/**
 * @param {number} milliseconds
 * @returns {Promise<void>}
 */
export function sleepFor(milliseconds) {
	return new Promise((resolve) => {
		// The signal alone does not keep Node's process alive; an open port does.
		const { port1 } = new MessageChannel();
		port1.onmessage = () => {};
		AbortSignal.timeout(Math.ceil(milliseconds)).addEventListener('abort', () => {
			port1.close();
			resolve();
		});
	});
}

/** Turns of the event loop, for one call of the core. The open port keeps Node's process alive until the caller calls `end`. */
export function turns() {
	/** @type {MessageChannel | undefined} */
	let channel;
	/** @type {(() => void)[]} */
	const waiting = [];
	const open = () => {
		channel = new MessageChannel();
		const { port1, port2 } = channel;
		// Each message goes there and back: a port handles a message that arrives during another one in the same turn.
		port2.onmessage = () => port2.postMessage(null);
		port1.onmessage = () => waiting.shift()?.();
		return channel;
	};
	return {
		/**
		 * Waits until the event loop has handled the events that are ready. A promise alone gives it no time for them.
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
