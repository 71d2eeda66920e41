import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { socialBoards } from '../nodes/SocialBoards/service';
import { credentialFields } from '../receiver/editor/credentialFields';

export class SocialBoardsWebhookApi implements ICredentialType {
	name = 'socialBoardsWebhookApi';

	displayName = 'SocialBoards Webhook API';

	icon = {
		light: 'file:../nodes/SocialBoards/socialboards.svg',
		dark: 'file:../nodes/SocialBoards/socialboards.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers/blob/main/docs/socialboards.md';

	properties: INodeProperties[] = credentialFields(socialBoards);
}
