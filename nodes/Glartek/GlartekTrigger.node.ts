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
import { glartek } from './service';

export class GlartekTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Glartek Trigger',
		name: 'glartekTrigger',
		icon: { light: 'file:glartek.svg', dark: 'file:glartek.dark.svg' },
		group: ['trigger'],
		// Above 1: n8n then reads no body that it does not parse, and evaluates no expression for it.
		version: 1.1,
		subtitle: subtitle(glartek),
		description: 'Starts the workflow when a work order or an action changes in Glartek',
		defaults: { name: 'Glartek Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'glartekWebhookApi', required: true, testedBy: 'glartekWebhookTest' }],
		...triggerDescription(glartek, {
			properties: [
				{
					displayName: 'Event Field',
					name: 'eventField',
					type: 'string',
					default: '',
					placeholder: 'e.g. meta.eventType',
					description:
						'Path to the event name in the body, such as meta.eventType, for webhooks whose URL has no &event=. If empty, common field names are tried.',
				},
			],
		}),
	};

	methods = { credentialTest: { glartekWebhookTest: credentialTest(glartek) } };

	webhookMethods = { default: webhookMethods(glartek) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, glartek);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return passOn(this);
	}
}
