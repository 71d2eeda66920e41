import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { credentialFields } from '../../../../receiver/editor/credentialFields';
import { heron } from './service';

export class HeronWebhookApi implements ICredentialType {
	name = 'heronWebhookApi';

	displayName = 'Heron Webhook API';

	properties: INodeProperties[] = credentialFields(heron);
}
