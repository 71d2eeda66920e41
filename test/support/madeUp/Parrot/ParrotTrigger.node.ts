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
import { parrot } from './service';

export class ParrotTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Parrot Trigger',
		name: 'parrotTrigger',
		group: ['trigger'],
		version: 1.1,
		description: 'Starts the workflow when something happens in Parrot',
		defaults: { name: 'Parrot Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'parrotWebhookApi', required: true, testedBy: 'parrotWebhookTest' }],
		...triggerDescription(parrot),
	};

	methods = { credentialTest: { parrotWebhookTest: credentialTest(parrot) } };

	webhookMethods = { setup: webhookMethods(parrot), default: webhookMethods(parrot) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, parrot);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return passOn(this);
	}
}
