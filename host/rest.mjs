// @ts-check
// The part of n8n's REST interface that the demo and the tests need: the calls of its editor, with the owner's session.

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_EVERY_MS = 100;

/**
 * @typedef {{ json: Record<string, any>, binary?: Record<string, { id?: string, data: string, mimeType: string,
 *   fileName?: string }>, pairedItem?: unknown }} Item
 */

export class N8nRest {
	#url;
	#flatted;
	#cookie = '';

	/** New for each n8n: the password opens only a temporary instance on this machine. */
	email = 'demo@sparkbot.test';
	password = `Demo-${randomBytes(9).toString('base64url')}1`;

	/**
	 * @param {string} url
	 * @param {{ parse(text: string): any }} flatted the package that n8n writes execution data with
	 */
	constructor(url, flatted) {
		this.#url = url;
		this.#flatted = flatted;
	}

	/** Creates the owner's account, and the session that all other calls use. */
	async setUpOwner() {
		const { email, password } = this;
		await this.call('POST', 'owner/setup', { email, password, firstName: 'Demo', lastName: 'Owner' });
		await this.call('POST', 'login', { emailOrLdapLoginId: email, password });
	}

	/**
	 * @param {string} name
	 * @param {{ baseUrl: string, apiKey: string }} data
	 * @returns {Promise<{ id: string, name: string }>}
	 */
	async createCredential(name, data) {
		const { id } = await this.call('POST', 'credentials', { name, type: 'sparkBotApi', data });
		return { id, name };
	}

	/**
	 * Saves a workflow. Its nodes name their credential; n8n needs the ID.
	 *
	 * @param {any} workflow as exported by n8n
	 * @param {{ id: string, name: string }[]} credentials
	 * @returns {Promise<any>} the workflow as saved
	 */
	async importWorkflow(workflow, credentials) {
		const { name, connections, settings } = workflow;
		const nodes = structuredClone(workflow.nodes);
		for (const node of nodes) {
			for (const reference of Object.values(node.credentials ?? {})) {
				const credential = credentials.find((candidate) => candidate.name === reference.name);
				if (!credential) throw new Error(`Workflow "${name}" asks for a credential named "${reference.name}".`);
				reference.id = credential.id;
			}
		}
		return await this.call('POST', 'workflows', { name, nodes, connections, settings });
	}

	/**
	 * Runs a workflow from its Manual Trigger, as the editor's button does, and waits for the end.
	 *
	 * @param {string} workflowId
	 * @param {AbortSignal} [signal]
	 * @returns {Promise<Item[]>} the output of the last node
	 */
	async run(workflowId, signal) {
		const workflow = await this.call('GET', `workflows/${workflowId}`);
		const trigger = workflow.nodes.find((/** @type {any} */ node) => node.type === 'n8n-nodes-base.manualTrigger');
		const { executionId } = await this.call('POST', `workflows/${workflowId}/run`, {
			triggerToStartFrom: { name: trigger.name },
		});
		for (;;) {
			const execution = await this.call('GET', `executions/${executionId}`);
			if (execution.status === 'success') return itemsOf(this.#flatted.parse(execution.data));
			if (!['new', 'running', 'waiting'].includes(execution.status)) {
				const { error } = this.#flatted.parse(execution.data).resultData;
				const what = [error?.message, error?.description].filter(Boolean).join(' ');
				throw new Error(`Workflow "${workflow.name}" ended with status "${execution.status}": ${what}`);
			}
			await sleep(POLL_EVERY_MS, undefined, { signal });
		}
	}

	/**
	 * The bytes of an item's file.
	 *
	 * @param {{ id?: string, data: string }} file
	 */
	async bytes(file) {
		if (!file.id) return Buffer.from(file.data, 'base64');
		const response = await this.#request('GET', `binary-data?action=download&id=${encodeURIComponent(file.id)}`);
		return Buffer.from(await response.arrayBuffer());
	}

	/**
	 * @param {string} method
	 * @param {string} path below `/rest`
	 * @param {unknown} [body]
	 * @returns {Promise<any>}
	 */
	async call(method, path, body) {
		const response = await this.#request(method, path, body);
		const { data } = /** @type {{ data: unknown }} */ (await response.json());
		return data;
	}

	/**
	 * @param {string} method
	 * @param {string} path
	 * @param {unknown} [body]
	 */
	async #request(method, path, body) {
		const response = await fetch(`${this.#url}/rest/${path}`, {
			method,
			headers: { cookie: this.#cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		if (!response.ok) {
			throw new Error(`n8n answered ${method} /rest/${path} with ${response.status}: ${await response.text()}`);
		}
		const session = response.headers.getSetCookie().find((cookie) => cookie.startsWith('n8n-auth='));
		if (session) this.#cookie = session.split(';')[0];
		return response;
	}
}

/**
 * @param {any} data an execution's data
 * @returns {Item[]}
 */
function itemsOf({ resultData }) {
	const [run] = resultData.runData[resultData.lastNodeExecuted].slice(-1);
	return run.data.main[0];
}
