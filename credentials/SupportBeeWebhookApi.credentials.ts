import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { supportBee } from '../nodes/SupportBee/service';
import { credentialFields } from '../receiver/editor/credentialFields';

export class SupportBeeWebhookApi implements ICredentialType {
	name = 'supportBeeWebhookApi';

	displayName = 'SupportBee Webhook API';

	icon = {
		light: 'file:../nodes/SupportBee/supportbee.svg',
		dark: 'file:../nodes/SupportBee/supportbee.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers/blob/main/docs/supportbee.md';

	properties: INodeProperties[] = credentialFields(supportBee);
}
