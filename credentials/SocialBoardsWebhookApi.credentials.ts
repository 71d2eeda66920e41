import type { ICredentialType, INodeProperties } from 'n8n-workflow';

export class SocialBoardsWebhookApi implements ICredentialType {
	name = 'socialBoardsWebhookApi';

	displayName = 'SocialBoards Webhook API';

	icon = {
		light: 'file:../nodes/SocialBoards/socialboards.svg',
		dark: 'file:../nodes/SocialBoards/socialboards.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers/blob/main/docs/socialboards.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Verify Token',
			name: 'verifyToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'Your own choice, 16 letters and digits or more',
			description:
				'A secret of your own choice, 16 characters or more. Enter the same as Verify Token in SocialBoards, which sends it when it verifies the URL.',
		},
		{
			displayName: 'URL Token',
			name: 'urlToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'Your own choice, 16 letters and digits or more',
			description:
				'Another secret of your own choice, 16 letters and digits or more. Append it as ?token=… to the webhook URL in SocialBoards: only events sent to the URL with it are let in.',
		},
	];
}
