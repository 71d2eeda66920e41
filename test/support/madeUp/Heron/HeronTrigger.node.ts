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
import { heron } from './service';

export class HeronTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Heron Trigger',
		name: 'heronTrigger',
		group: ['trigger'],
		version: 1.1,
		description: 'Starts the workflow when something happens in Heron',
		defaults: { name: 'Heron Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'heronWebhookApi', required: true, testedBy: 'heronWebhookTest' }],
		...triggerDescription(heron),
	};

	methods = { credentialTest: { heronWebhookTest: credentialTest(heron) } };

	webhookMethods = { default: webhookMethods(heron) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, heron);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return passOn(this);
	}
}
