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
import { execute, listSearch, loadOptions, type OptionsParams } from '../../pkg/index.js';
import { connect } from './connection';
import { testCredential } from './credentialTest';
import { toItems, toListError, toNodeError } from './errors';
import { parametersOf } from './parameters';
import { runParamsOf } from './run';

/** A dropdown's list; the core knows them by name. */
function list(method: string) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return await shown(this, async () => await loadOptions(method, await paramsOf(this)));
	};
}

/** The same for one that is searched, page by page. */
function search(method: string) {
	return async function (
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		return await shown(
			this,
			async () => await listSearch(method, { ...(await paramsOf(this)), filter, paginationToken }),
		);
	};
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
		loadOptions: {
			getChatFiles: list('getChatFiles'),
			getDevices: list('getDevices'),
			getFiles: list('getFiles'),
			getLabels: list('getLabels'),
			getTeam: list('getTeam'),
			getTeamAgents: list('getTeamAgents'),
			getWebhooks: list('getWebhooks'),
		},
		listSearch: {
			getCampaigns: search('getCampaigns'),
			getChannels: search('getChannels'),
			getChatFiles: search('getChatFiles'),
			getChats: search('getChats'),
			getContacts: search('getContacts'),
			getDepartments: search('getDepartments'),
			getFiles: search('getFiles'),
			getGroups: search('getGroups'),
			getLabels: search('getLabels'),
			getQuickReplies: search('getQuickReplies'),
			getTeam: search('getTeam'),
			getTeamAgents: search('getTeamAgents'),
			getWebhooks: search('getWebhooks'),
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const continueOnFail = this.continueOnFail();
		try {
			const items = await execute(this.getInputData(), {
				...(await connect(this)),
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
