import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { credentialFields } from '../../../../receiver/editor/credentialFields';
import { parrot } from './service';

export class ParrotWebhookApi implements ICredentialType {
	name = 'parrotWebhookApi';

	displayName = 'Parrot Webhook API';

	properties: INodeProperties[] = credentialFields(parrot);
}
