import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { credentialFields } from '../../../../receiver/editor/credentialFields';
import { walrus } from './service';

export class WalrusWebhookApi implements ICredentialType {
	name = 'walrusWebhookApi';

	displayName = 'Walrus Webhook API';

	properties: INodeProperties[] = credentialFields(walrus);
}
