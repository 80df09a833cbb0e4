/** The core. It loads when it is first used: n8n requires the node's file also where it only shows the node. */
export async function loadCore() {
	return await import('../../pkg/index.js');
}
