import type { ICredentialType, INodeProperties } from 'n8n-workflow';

export class SupportBeeWebhookApi implements ICredentialType {
	name = 'supportBeeWebhookApi';

	displayName = 'SupportBee Webhook API';

	icon = {
		light: 'file:../nodes/SupportBee/supportbee.svg',
		dark: 'file:../nodes/SupportBee/supportbee.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers/blob/main/docs/supportbee.md';

	properties: INodeProperties[] = [
		{
			displayName: 'URL Token',
			name: 'urlToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'Your own choice, 16 letters and digits or more',
			description:
				'A secret of your own choice, 16 letters and digits or more. Append it as ?token=… to the URL in SupportBee: only events sent to the URL with it are let in.',
		},
	];
}
