import type {
	IAuthenticate,
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

/** The key of a SparkBot account, and the address of the API that it is for. */
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
			description: 'From the developer settings of your account. Keys of chat agents and supervisors have no access to the API.',
		},
	];

	// A function and not a template: n8n would evaluate an expression for each request.
	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		request.headers = { ...request.headers, Token: credentials.apiKey as string };
		return request;
	};
}
