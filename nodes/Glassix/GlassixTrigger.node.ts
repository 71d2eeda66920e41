import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { credentialTest } from '../../receiver/credential';
import { lifecycle } from '../../receiver/lifecycle';
import {
	eventOptions,
	includeRequestOption,
	ipAllowListOption,
	otherEventNames,
	repeatedDeliveriesOption,
	repeatWindowOption,
	simplifyOption,
	unrecognisedOption,
} from '../../receiver/parameters';
import { receive } from '../../receiver/receive';
import { glassixEvents } from './events';
import { glassix } from './service';

export class GlassixTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Glassix Trigger',
		name: 'glassixTrigger',
		icon: { light: 'file:glassix.svg', dark: 'file:glassix.dark.svg' },
		group: ['trigger'],
		version: 1.1,
		subtitle: '={{ $parameter["triggerOn"].join(", ").replace("allEvents", "All Events") }}',
		description: 'Starts the workflow when something happens in Glassix',
		eventTriggerDescription: 'Waiting for Glassix to send an event to the test URL',
		activationMessage: 'Your workflow now runs when Glassix sends an event to the production URL.',
		defaults: { name: 'Glassix Trigger' },
		triggerPanel: {
			header: 'Receive an event from Glassix',
			executionsHelp: {
				inactive:
					'<b>While building your workflow</b>, press <b>Execute step</b>, enter the <b>test URL</b> in Glassix and cause an event there.<br /><br /><b>Once it works</b>, publish the workflow and enter the <b>production URL</b> in Glassix: it then runs for each event.',
				active:
					'<b>While building your workflow</b>, press <b>Execute step</b>, enter the <b>test URL</b> in Glassix and cause an event there.<br /><br />The published workflow runs for each event sent to the <b>production URL</b>; see the <a data-key="executions">executions list</a>.',
			},
			activationHint:
				'Once it works, publish the workflow and enter the production URL in Glassix.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'glassixWebhookApi', required: true, testedBy: 'glassixWebhookTest' }],
		webhooks: [
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
				displayName:
					'In Glassix:<ul><li>Open Settings → Developers → Events → Webhooks → Add + (older accounts: Webhooks → New Webhook → POST request)</li><li>As Target, enter the webhook URL above: the test URL while you test, the production URL once it works</li><li>Tick the events and save</li></ul>With the API Secret in the credential, every delivery\'s signature is checked. <a href="https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers/blob/main/docs/glassix.md" target="_blank">More</a>',
				name: 'setUpNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Trigger On',
				name: 'triggerOn',
				type: 'multiOptions',
				required: true,
				options: eventOptions(glassixEvents),
				default: [],
			},
			otherEventNames,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add Option',
				default: {},
				options: [
					{
						displayName: 'Check Date Signature',
						name: 'checkDateSignature',
						type: 'boolean',
						default: false,
						description:
							'Whether to ask for the second signature, over the date header, too. It says nothing of the body: the signature of the body is checked in any case.',
					},
					includeRequestOption,
					ipAllowListOption,
					repeatWindowOption,
					repeatedDeliveriesOption,
					simplifyOption,
					unrecognisedOption,
				],
			},
		],
	};

	methods = { credentialTest: { glassixWebhookTest: credentialTest(glassix) } };

	webhookMethods = { default: lifecycle(glassix) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, glassix);
	}
}
