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
import { glassix } from './service';

export class GlassixTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Glassix Trigger',
		name: 'glassixTrigger',
		icon: { light: 'file:glassix.svg', dark: 'file:glassix.dark.svg' },
		group: ['trigger'],
		// Above 1: n8n then reads no body that it does not parse, and evaluates no expression for it.
		version: 1.1,
		subtitle: subtitle(glassix),
		description: 'Starts the workflow when a ticket, message, or survey changes in Glassix',
		defaults: { name: 'Glassix Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'glassixWebhookApi', required: true, testedBy: 'glassixWebhookTest' }],
		...triggerDescription(glassix, {
			options: [
				{
					displayName: 'Check Date Signature',
					name: 'checkDateSignature',
					type: 'boolean',
					default: false,
					description:
						"Whether to also require the date-header signature. The body's signature is always checked.",
				},
			],
		}),
	};

	methods = { credentialTest: { glassixWebhookTest: credentialTest(glassix) } };

	webhookMethods = { default: webhookMethods(glassix) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, glassix);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return passOn(this);
	}
}
