import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { accountOf, OTHER, PRODUCTION, TEST } from '../nodes/Glassix/api/account';
import { isUsable, renewToken } from '../nodes/Glassix/api/token';
import { asText } from '../receiver/lib/json';

export class GlassixApi implements ICredentialType {
	name = 'glassixApi';

	displayName = 'Glassix API';

	icon = {
		light: 'file:../nodes/Glassix/glassix.svg',
		dark: 'file:../nodes/Glassix/glassix.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers/blob/main/docs/glassix-polling.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Production (glassix.com)', value: PRODUCTION },
				{ name: 'Test (glassix-dev.com)', value: TEST },
				{ name: 'Other', value: OTHER, description: 'A proxy of your own before Glassix' },
			],
			default: PRODUCTION,
		},
		{
			displayName: 'Workspace',
			name: 'workspace',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. acme',
			description: 'The first part of your Glassix address: acme of https://acme.glassix.com',
			displayOptions: { hide: { environment: [OTHER] } },
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://proxy.example.com/api/v1.2',
			description: 'The address of the API, up to its version',
			displayOptions: { show: { environment: [OTHER] } },
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'The key of the department: Settings → Developers → API keys. Its events are fetched.',
		},
		{
			displayName: 'API Secret',
			name: 'apiSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The secret shown beside the key',
		},
		{
			displayName: 'User Name',
			name: 'userName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. api-user@example.com',
			description:
				'The e-mail address of a user with access to the department, best an API user of its own',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{ displayName: 'Usable Until', name: 'usableUntil', type: 'hidden', default: '' },
		{ displayName: 'Issued To', name: 'issuedTo', type: 'hidden', default: '' },
	];

	/** n8n calls this where there is no token yet or a call was answered 401, and stores what it returns. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<ICredentialDataDecryptedObject> {
		return await renewToken(this, credentials);
	}

	/** Also puts the API's address before a URL without one, and follows no redirect: the token goes nowhere else. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const account = accountOf(credentials);
		// n8n renews the token and comes back, as it does after Glassix's own 401: this one costs no call.
		if (!isUsable(credentials, account)) throw new TokenTooOld();
		options.baseURL ??= account.baseUrl;
		Object.assign(options, NO_REDIRECT);
		options.headers = {
			...options.headers,
			Authorization: `Bearer ${asText(credentials.accessToken)}`,
		};
		return options;
	}

	test: ICredentialTestRequest = {
		request: { url: '/users/getstatus' },
		rules: [
			...[301, 302, 303, 307, 308].map((value) => ({
				type: 'responseCode' as const,
				properties: {
					value,
					message:
						'Glassix points to another place, where the token does not go: check Workspace and Environment, or choose Other and enter the address to call as Base URL',
				},
			})),
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						"Glassix does not accept the token it has just issued: check that the user is active and has access to the API key's department",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						"Glassix does not accept this user: give the user access to the API key's department, or enter another user",
				},
			},
		],
	};
}

/** As the calls of triggers and the credential's test take it, and as those of n8n's HTTP Request node do. */
const NO_REDIRECT = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
	maxRedirects: 0,
};

/** Shaped as n8n looks for it. */
class TokenTooOld extends Error {
	readonly response = { status: 401 };
}
