import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { glartek } from '../nodes/Glartek/service';
import { credentialFields } from '../receiver/editor/credentialFields';

export class GlartekWebhookApi implements ICredentialType {
	name = 'glartekWebhookApi';

	displayName = 'Glartek Webhook API';

	icon = {
		light: 'file:../nodes/Glartek/glartek.svg',
		dark: 'file:../nodes/Glartek/glartek.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers/blob/main/docs/glartek.md';

	properties: INodeProperties[] = credentialFields(glartek);
}
