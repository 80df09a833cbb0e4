// @ts-check
// n8n's own engine in this process, without its server: runs workflow JSON and loads dropdown lists as n8n does.
// ENGINE=vm selects the expression engine of production (it needs Node 24); the default, `legacy`, runs everywhere.

import { createRequire } from 'node:module';
import { CredentialsHelper } from './credentials.mjs';
import { recordingLogger } from './logs.mjs';
import { CREDENTIAL_TYPE, NODE_NAME, loadPackage, requireFromHost, temporaryFolder, unpack } from './package.mjs';

// n8n-core reads these variables once, when it is loaded.
process.env.N8N_USER_FOLDER = temporaryFolder();
process.env.N8N_ENCRYPTION_KEY = 'only for tests';
process.env.N8N_DEFAULT_BINARY_DATA_MODE ??= 'default';

const require = createRequire(import.meta.url);
requireFromHost('reflect-metadata');
const { Container } = requireFromHost('@n8n/di');
const { Logger } = requireFromHost('@n8n/backend-common');
/** @type {typeof import('n8n-workflow')} */
const { Expression, LoggerProxy, NodeHelpers, Workflow } = require('n8n-workflow');
Container.set(Logger, recordingLogger);
LoggerProxy.init(/** @type {any} */ (recordingLogger));
/** @type {typeof import('n8n-core')} */
const { CredentialTestContext, ExecutionLifecycleHooks, LoadOptionsContext, WorkflowExecute } = require('n8n-core');

/** @type {'vm' | 'legacy'} */
const EXPRESSION_ENGINE = process.env.ENGINE === 'vm' ? 'vm' : 'legacy';
await Expression.initExpressionEngine({
	engine: EXPRESSION_ENGINE,
	poolSize: 1,
	maxCodeCacheSize: 1024,
	bridgeTimeout: 5000,
	bridgeMemoryLimit: 128,
});

/** Ends the expression engine's threads, so that the process can end. */
export async function stopEngine() {
	await Expression.disposeExpressionEngine?.();
}

/** Waits for the isolate that the expression engine makes for the next execution while one runs. */
export async function engineIsReady() {
	await /** @type {any} */ (Expression).vmEvaluator?.waitForReplenishment();
}

/** @typedef {import('n8n-workflow').INodeExecutionData} Item */
/** @typedef {{ baseUrl: string, apiKey: string, connection?: 'n8n' | 'keepAlive' }} Credentials */
/** @typedef {Awaited<ReturnType<typeof loadPackage>>} Loader */

/**
 * A workflow as n8n exports it.
 * @typedef {object} WorkflowJson
 * @property {import('n8n-workflow').INode[]} nodes
 * @property {import('n8n-workflow').IConnections} connections
 * @property {Record<string, Item[]>} [pinData]
 */

/**
 * The result of one node in a run.
 * @typedef {object} Outcome
 * @property {string} status the execution's
 * @property {Item[]} items the node's regular output
 * @property {Item[]} errorItems its error output
 * @property {string[]} hints lines about the run that n8n shows the user
 * @property {any} error the error that the editor shows: of the node, else of the execution
 * @property {any} thrown the error object that the node threw, with its cause
 * @property {import('n8n-workflow').IRun} run
 */

const START_NODE = 'When clicking ‘Execute workflow’';
const START_TYPE = 'n8n-nodes-base.manualTrigger';
export const TESTED_NODE = 'SparkBot';

/** The only node of n8n's own: workflows here start with it. With pinned data it returns those items. */
const manualTrigger = {
	description: {
		displayName: 'Manual Trigger',
		name: 'manualTrigger',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: {},
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	execute: async () => [[{ json: {} }]],
};

/**
 * Loads the tarball into the engine.
 * @param {Parameters<typeof unpack>[0]} [options]
 */
export async function loadTestedPackage(options) {
	return new Host(await loadPackage(unpack(options)));
}

/** An n8n with one package. */
export class Host {
	#executions = 0;

	/**
	 * @param {Loader} loader
	 * @param {{ nodeName?: string, credentials?: Loader }} [options] the node to run, and the package with its credential
	 */
	constructor(loader, { nodeName = NODE_NAME, credentials = loader } = {}) {
		this.loader = loader;
		this.nodeName = nodeName;
		this.credentials = credentials;
	}

	/** The node; it has one version. */
	get node() {
		return /** @type {import('n8n-workflow').INodeType} */ (this.loader.getNode(this.nodeName).type);
	}

	/** The node's type as it stands in a workflow. */
	get nodeType() {
		return `${this.loader.packageName}.${this.nodeName}`;
	}

	/**
	 * Runs the node behind a manual trigger.
	 * @param {object} request
	 * @param {Record<string, unknown>} request.parameters with `resource` and `operation`
	 * @param {Item[]} [request.items] the node's input. Default: one empty item
	 * @param {Credentials | null} [request.credentials] null: the node has no credential
	 * @param {Partial<import('n8n-workflow').INode>} [request.settings] onError, retryOnFail, …
	 * @param {string} [request.executionId] Default: a new one
	 * @param {string} [request.retryOf] the execution that the user retries
	 */
	async run(request) {
		return await this.start(request).outcome;
	}

	/**
	 * As {@link run}, but the caller can cancel, as the editor's stop button does.
	 * @param {Parameters<Host['run']>[0]} request
	 */
	start({ parameters, items = [{ json: {} }], credentials = null, settings = {}, executionId, retryOf }) {
		/** @type {WorkflowJson} */
		const workflow = {
			nodes: [
				{ id: '1', name: START_NODE, type: START_TYPE, typeVersion: 1, position: [0, 0], parameters: {} },
				{
					id: '2',
					name: TESTED_NODE,
					type: this.nodeType,
					typeVersion: 1,
					position: [220, 0],
					parameters: /** @type {any} */ (parameters),
					...settings,
					...(credentials && { credentials: { [CREDENTIAL_TYPE]: { id: '1', name: 'SparkBot' } } }),
				},
			],
			connections: { [START_NODE]: { main: [[{ node: TESTED_NODE, type: 'main', index: 0 }]] } },
			pinData: { [START_NODE]: items },
		};
		return this.startWorkflow(workflow, { credentials, executionId, retryOf });
	}

	/**
	 * Runs a whole workflow.
	 * @param {WorkflowJson} json
	 * @param {{ credentials?: Credentials | null, outcomeOf?: string, executionId?: string, retryOf?: string }} [options]
	 * @returns {{ outcome: Promise<Outcome>, cancel: () => void }}
	 */
	startWorkflow(
		json,
		{ credentials = null, outcomeOf = TESTED_NODE, executionId = String(++this.#executions), retryOf } = {},
	) {
		/** @type {{ error?: unknown }} */
		const thrown = {};
		const workflow = new Workflow({
			id: 'test',
			name: 'test',
			nodes: structuredClone(json.nodes),
			connections: json.connections,
			active: false,
			nodeTypes: this.#nodeTypes(thrown),
			settings: { executionOrder: 'v1' },
		});
		const execution = new WorkflowExecute(this.#additionalData(executionId, json, credentials, retryOf), 'manual');
		const startNode = Object.values(workflow.nodes).find(({ type }) => type === START_TYPE);
		const running = execution.run({ workflow, startNode, pinData: /** @type {any} */ (json.pinData) });
		const outcome = running.then((run) => {
			const { runData, error } = run.data.resultData;
			const task = runData[outcomeOf]?.at(-1);
			const [items, errorItems] = task?.data?.main ?? [];
			return {
				status: run.status,
				items: items ?? [],
				errorItems: errorItems ?? [],
				hints: (task?.hints ?? []).map(({ message }) => message),
				error: task?.error ?? error,
				thrown: thrown.error,
				run,
			};
		});
		return { outcome, cancel: () => running.cancel() };
	}

	/**
	 * Loads a dropdown's list the way n8n's server does for the editor.
	 * @param {string} method
	 * @param {{ credentials?: Credentials | null, parameters?: Record<string, unknown>, path?: string }} [options]
	 */
	async loadOptions(method, { credentials = null, parameters = {}, path = 'parameters.device' } = {}) {
		const { workflow, node, additionalData } = this.#temporaryNode(credentials, { parameters });
		const context = new LoadOptionsContext(workflow, node, additionalData, path);
		const load = this.node.methods?.loadOptions?.[method];
		if (!load) throw new Error(`The node has no loadOptions method "${method}".`);
		await workflow.expression.acquireIsolate();
		try {
			return /** @type {import('n8n-workflow').INodePropertyOptions[]} */ (await load.call(context));
		} finally {
			await workflow.expression.releaseIsolate();
		}
	}

	/**
	 * Searches a resource locator's list the way n8n's server does for the editor.
	 * @param {string} method
	 * @param {{ credentials?: Credentials | null, parameters?: Record<string, unknown>, path?: string, filter?: string, paginationToken?: string }} [options]
	 */
	async listSearch(
		method,
		{ credentials = null, parameters = {}, path = 'parameters.groupId', filter, paginationToken } = {},
	) {
		const { workflow, node, additionalData } = this.#temporaryNode(credentials, { parameters });
		const context = new LoadOptionsContext(workflow, node, additionalData, path);
		const search = this.node.methods?.listSearch?.[method];
		if (!search) throw new Error(`The node has no listSearch method "${method}".`);
		await workflow.expression.acquireIsolate();
		try {
			return /** @type {import('n8n-workflow').INodeListSearchResult} */ (
				await search.call(context, filter, paginationToken)
			);
		} finally {
			await workflow.expression.releaseIsolate();
		}
	}

	/**
	 * Sends the credential's test request the way n8n's server does when a credential is saved.
	 * @param {Credentials} credentials
	 * @returns {Promise<{ status: 'OK' | 'Error', message: string }>}
	 */
	async testCredential(credentials) {
		const { description, methods } = this.node;
		const { testedBy } = description.credentials?.find(({ name }) => name === CREDENTIAL_TYPE) ?? {};
		const test = methods?.credentialTest?.[String(testedBy)];
		if (!test) throw new Error('The credential has no test.');
		const decrypted = /** @type {any} */ ({ id: '1', name: 'SparkBot', type: CREDENTIAL_TYPE, data: credentials });
		return /** @type {any} */ (await test.call(new CredentialTestContext(), decrypted));
	}

	/**
	 * The workflow of one node that n8n's server makes for requests of the editor.
	 * @param {Credentials | null} credentials
	 * @param {{ parameters?: Record<string, unknown> }} [options]
	 */
	#temporaryNode(credentials, { parameters = {} } = {}) {
		const name = 'Temp-Node';
		const workflow = new Workflow({
			nodes: [
				{
					id: 'uuid-1234',
					name,
					type: this.nodeType,
					typeVersion: 1,
					position: [0, 0],
					parameters: /** @type {any} */ (parameters),
					...(credentials && { credentials: { [CREDENTIAL_TYPE]: { id: '1', name: 'SparkBot' } } }),
				},
			],
			connections: {},
			active: false,
			nodeTypes: this.#nodeTypes({}),
		});
		const additionalData = this.#additionalData('', { nodes: [], connections: {} }, credentials);
		additionalData.currentNodeParameters = parameters;
		return { workflow, node: workflow.nodes[name], additionalData };
	}

	/**
	 * @param {{ error?: unknown }} thrown keeps what the tested node throws; the engine's copy of it lacks the cause
	 * @returns {any}
	 */
	#nodeTypes(thrown) {
		const tested = this.node;
		const observed = Object.create(tested, {
			execute: {
				value: tested.execute && observe(tested.execute, thrown),
			},
		});
		const known = { [START_TYPE]: manualTrigger, [this.nodeType]: observed };
		return {
			getByName: (/** @type {string} */ type) => known[type],
			getByNameAndVersion: (/** @type {string} */ type, /** @type {number} */ version) =>
				NodeHelpers.getVersionedNodeType(known[type], version),
			getKnownTypes: () => ({}),
		};
	}

	/**
	 * @param {string} executionId
	 * @param {WorkflowJson} json
	 * @param {Credentials | null} credentials
	 * @param {string} [retryOf]
	 * @returns {any}
	 */
	#additionalData(executionId, json, credentials, retryOf) {
		const base = 'http://localhost:5678';
		return {
			executionId,
			hooks: new ExecutionLifecycleHooks('manual', executionId, /** @type {any} */ ({ id: 'test', ...json }), retryOf),
			credentialsHelper: new CredentialsHelper(
				(type) => this.credentials.getCredential(type).type,
				credentials ? { [CREDENTIAL_TYPE]: credentials } : {},
			),
			currentNodeExecutionIndex: 0,
			userId: 'user',
			variables: {},
			restApiUrl: `${base}/rest`,
			instanceBaseUrl: `${base}/`,
			webhookBaseUrl: `${base}/webhook`,
			webhookTestBaseUrl: `${base}/webhook-test`,
			webhookWaitingBaseUrl: `${base}/webhook-waiting`,
			formWaitingBaseUrl: `${base}/form-waiting`,
			logAiEvent() {},
			async executeWorkflow() {
				throw new Error('The node must not run other workflows.');
			},
		};
	}
}

/**
 * @param {Function} execute
 * @param {{ error?: unknown }} thrown
 */
function observe(execute, thrown) {
	return async function (/** @type {unknown[]} */ ...args) {
		try {
			// @ts-expect-error `this` is n8n's execution context
			return await execute.apply(this, args);
		} catch (error) {
			thrown.error = error;
			throw error;
		}
	};
}
