import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { credentialTest } from '../../receiver/editor/credentialTest';
import { triggerDescription } from '../../receiver/editor/panel';
import { subtitle } from '../../receiver/editor/parameters';
import { webhookMethods } from '../../receiver/editor/publish';
import { receive } from '../../receiver/receive';
import { passOn } from '../../receiver/report';
import { supportBee } from './service';

export class SupportBeeTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SupportBee Trigger',
		name: 'supportBeeTrigger',
		icon: { light: 'file:supportbee.svg', dark: 'file:supportbee.dark.svg' },
		group: ['trigger'],
		// Above 1: n8n then reads no body that it does not parse, and evaluates no expression for it.
		version: 1.1,
		subtitle: subtitle(supportBee),
		description: 'Starts the workflow when a ticket, reply, or comment changes in SupportBee',
		defaults: { name: 'SupportBee Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'supportBeeWebhookApi', required: true, testedBy: 'supportBeeWebhookTest' },
		],
		...triggerDescription(supportBee),
	};

	methods = { credentialTest: { supportBeeWebhookTest: credentialTest(supportBee) } };

	webhookMethods = { default: webhookMethods(supportBee) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, supportBee);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return passOn(this);
	}
}
