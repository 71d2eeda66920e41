import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { credentialTest } from '../../../receiver/credential';
import { lifecycle } from '../../../receiver/lifecycle';
import { eventOptions, otherEventNames, simplifyOption } from '../../../receiver/parameters';
import { receive } from '../../../receiver/receive';
import { parrotEvents } from './events';
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
		webhooks: [
			{ name: 'setup', httpMethod: 'GET', responseMode: 'onReceived', path: 'webhook' },
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'webhook',
			},
		],
		properties: [
			{
				displayName: 'Trigger On',
				name: 'triggerOn',
				type: 'multiOptions',
				required: true,
				options: eventOptions(parrotEvents),
				default: [],
			},
			otherEventNames,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				default: {},
				options: [simplifyOption],
			},
		],
	};

	methods = { credentialTest: { parrotWebhookTest: credentialTest(parrot) } };

	webhookMethods = { setup: lifecycle(parrot), default: lifecycle(parrot) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, parrot);
	}
}
