import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { credentialTest } from '../../../../receiver/editor/credentialTest';
import { triggerDescription } from '../../../../receiver/editor/panel';
import { webhookMethods } from '../../../../receiver/editor/publish';
import { receive } from '../../../../receiver/receive';
import { passOn } from '../../../../receiver/report';
import { walrus } from './service';

export class WalrusTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Walrus Trigger',
		name: 'walrusTrigger',
		group: ['trigger'],
		version: 1.1,
		description: 'Starts the workflow when something happens in Walrus',
		defaults: { name: 'Walrus Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'walrusWebhookApi', required: true, testedBy: 'walrusWebhookTest' }],
		...triggerDescription(walrus),
	};

	methods = { credentialTest: { walrusWebhookTest: credentialTest(walrus) } };

	webhookMethods = { default: webhookMethods(walrus) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, walrus);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return passOn(this);
	}
}
