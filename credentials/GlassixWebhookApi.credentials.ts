import type { ICredentialType, INodeProperties } from 'n8n-workflow';

export class GlassixWebhookApi implements ICredentialType {
	name = 'glassixWebhookApi';

	displayName = 'Glassix Webhook API';

	icon = {
		light: 'file:../nodes/Glassix/glassix.svg',
		dark: 'file:../nodes/Glassix/glassix.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers/blob/main/docs/glassix.md';

	properties: INodeProperties[] = [
		{
			displayName: 'API Secret',
			name: 'apiSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				"The Secret of the department's API key: Settings → Developers → API keys. Glassix signs each delivery with it.",
		},
		{
			displayName: 'Previous API Secret',
			name: 'previousApiSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'The secret before the present one, while you change it: deliveries signed with either are let in',
		},
		{
			displayName: 'Headers',
			name: 'headers',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Header',
			default: {},
			description:
				'Custom headers that you entered in the webhook in Glassix. Each delivery must bear all of them. At least a secret or a header is needed.',
			options: [
				{
					displayName: 'Header',
					name: 'values',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. X-Webhook-Secret',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							typeOptions: { password: true },
							default: '',
						},
					],
				},
			],
		},
	];
}
