import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import descriptor from '../../node-descriptor.json';
import { execute, loadOptions } from '../../pkg/index.js';
import { connect } from './connection';
import { testCredential } from './credentialTest';
import { toItems, toListError, toNodeError } from './errors';
import { parametersOf } from './parameters';

/** A dropdown's list; the core knows them by name. */
function list(method: string) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		try {
			const device = this.getCurrentNodeParameter('device', { extractValue: true });
			return await loadOptions(method, { ...(await connect(this)), parameters: { device } });
		} catch (error) {
			throw toListError(this.getNode(), error);
		}
	};
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
			getCampaigns: list('getCampaigns'),
			getChannels: list('getChannels'),
			getChatFiles: list('getChatFiles'),
			getDepartments: list('getDepartments'),
			getDevices: list('getDevices'),
			getFiles: list('getFiles'),
			getGroups: list('getGroups'),
			getLabels: list('getLabels'),
			getTeam: list('getTeam'),
			getTeamAgents: list('getTeamAgents'),
			getWebhooks: list('getWebhooks'),
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
			});
			return [toItems(this.getNode(), items)];
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	}
}
