import type {
	IAuthenticate,
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

/** The key of a SparkBot account, and the address of its API. */
export class SparkBotApi implements ICredentialType {
	name = 'sparkBotApi';

	displayName = 'SparkBot API';

	icon: Icon = { light: 'file:../icons/sparkbot.svg', dark: 'file:../icons/sparkbot.dark.svg' };

	documentationUrl = 'https://github.com/sparkbot-labs/n8n-nodes-sparkbot#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://api.example.com/v1',
			description:
				'Address of the API with its version. Your provider names it in the API documentation; each brand of the platform has its own.',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'From the developer settings of your account. Keys of chat agents and supervisors have no access to the API.',
		},
		{
			displayName: 'Connection',
			name: 'connection',
			type: 'options',
			options: [
				{
					name: 'Keep-Alive',
					value: 'keepAlive',
					description:
						'Faster for large batches: connections stay open. The proxy and the network rules of n8n do not apply.',
				},
				{
					name: 'n8n HTTP Client',
					value: 'n8n',
					description: 'A connection for each request, by the rules of this n8n',
				},
			],
			default: 'n8n',
			description: 'How SparkBot is reached',
		},
	];

	// A function, because n8n would evaluate a template's expression for each request.
	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		request.headers = { ...request.headers, Token: credentials.apiKey as string };
		return request;
	};
}
