import type { ICredentialType, INodeProperties } from 'n8n-workflow';

export class GlartekWebhookApi implements ICredentialType {
	name = 'glartekWebhookApi';

	displayName = 'Glartek Webhook API';

	icon = {
		light: 'file:../nodes/Glartek/glartek.svg',
		dark: 'file:../nodes/Glartek/glartek.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers/blob/main/docs/glartek.md';

	properties: INodeProperties[] = [
		{
			displayName: 'URL Token',
			name: 'urlToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'Your own choice, 16 letters and digits or more',
			description:
				'A secret of your own choice, 16 letters and digits or more. Append it as ?token=… to the endpoint in Glartek: only events sent to the URL with it are let in.',
		},
		{
			displayName: 'Headers',
			name: 'headers',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Header',
			default: {},
			description:
				'Headers that Glartek sends with each delivery, if your account can. Each delivery must bear all of them. At least a URL token or a header is needed.',
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
