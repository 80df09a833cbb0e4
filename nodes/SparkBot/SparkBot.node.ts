import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import descriptor from '../../node-descriptor.json';
import type { OptionsParams } from '../../pkg/index.js';
import { connect } from './connection';
import { loadCore } from './core';
import { testCredential } from './credentialTest';
import { toItems, toListError, toNodeError } from './errors';
import { parametersOf } from './parameters';
import { runParamsOf } from './run';

/** A dropdown's list; the core knows them by name. */
function list(method: string) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return await shown(this, async () => {
			const [{ loadOptions }, params] = await Promise.all([loadCore(), paramsOf(this)]);
			return await loadOptions(method, params);
		});
	};
}

/** The same for one that is searched, page by page. */
function search(method: string) {
	return async function (
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		return await shown(this, async () => {
			const [{ listSearch }, params] = await Promise.all([loadCore(), paramsOf(this)]);
			return await listSearch(method, { ...params, filter, paginationToken });
		});
	};
}

/** A method for each list that the properties name. */
function methodsFor<T>(names: string[], method: (name: string) => T): Record<string, T> {
	return Object.fromEntries(names.map((name) => [name, method(name)]));
}

async function paramsOf(context: ILoadOptionsFunctions): Promise<OptionsParams> {
	const device = context.getCurrentNodeParameter('device', { extractValue: true });
	return { ...(await connect(context)), parameters: { device } };
}

async function shown<T>(context: ILoadOptionsFunctions, load: () => Promise<T>): Promise<T> {
	try {
		return await load();
	} catch (error) {
		throw toListError(context.getNode(), error);
	}
}

/** Hands the core to n8n: what the operations mean is written in the descriptor, what they do in the core. */
export class SparkBot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SparkBot',
		name: 'sparkBot',
		icon: { light: 'file:../../icons/sparkbot.svg', dark: 'file:../../icons/sparkbot.dark.svg' },
		group: ['output'],
		version: [1],
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Drive WhatsApp through the SparkBot API',
		defaults: { name: 'SparkBot' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'sparkBotApi', required: true, testedBy: 'testCredential' }],
		properties: descriptor.properties as INodeProperties[],
	};

	methods = {
		credentialTest: { testCredential },
		loadOptions: methodsFor(descriptor.lists.loadOptions, list),
		listSearch: methodsFor(descriptor.lists.listSearch, search),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const continueOnFail = this.continueOnFail();
		try {
			const [{ execute }, connection] = await Promise.all([loadCore(), connect(this)]);
			const items = await execute(this.getInputData(), {
				...connection,
				resource: this.getNodeParameter('resource', 0, ''),
				// n8n has none for a resource that it does not know.
				operation: this.getNodeParameter('operation', 0, ''),
				parameters: parametersOf(this),
				continueOnFail,
				...runParamsOf(this),
			});
			return [toItems(this.getNode(), items)];
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	}
}
