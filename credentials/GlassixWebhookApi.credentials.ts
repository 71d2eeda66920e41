import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { glassix } from '../nodes/Glassix/service';
import { credentialFields } from '../receiver/editor/credentialFields';

export class GlassixWebhookApi implements ICredentialType {
	name = 'glassixWebhookApi';

	displayName = 'Glassix Webhook API';

	icon = {
		light: 'file:../nodes/Glassix/glassix.svg',
		dark: 'file:../nodes/Glassix/glassix.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers/blob/main/docs/glassix.md';

	properties: INodeProperties[] = credentialFields(glassix);
}
