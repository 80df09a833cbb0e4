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
import { toItems, toNodeError } from './errors';
import { parametersOf } from './parameters';

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
		credentials: [{ name: 'sparkBotApi', required: true }],
		properties: descriptor.properties as INodeProperties[],
	};

	methods = {
		loadOptions: {
			async getDevices(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
				try {
					return await loadOptions('getDevices', await connect(this));
				} catch (error) {
					throw toNodeError(this.getNode(), error);
				}
			},
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
