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
import { supportBeeEvents } from './events';
import { supportBee } from './service';

export class SupportBeeTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SupportBee Trigger',
		name: 'supportBeeTrigger',
		icon: { light: 'file:supportbee.svg', dark: 'file:supportbee.dark.svg' },
		group: ['trigger'],
		version: 1.1,
		subtitle: '={{ $parameter["triggerOn"].join(", ").replace("allEvents", "All Events") }}',
		description: 'Starts the workflow when something happens in SupportBee',
		eventTriggerDescription: 'Waiting for SupportBee to send an event to the test URL',
		activationMessage:
			'Your workflow now runs when SupportBee sends an event to the production URL.',
		defaults: { name: 'SupportBee Trigger' },
		triggerPanel: {
			header: 'Receive an event from SupportBee',
			executionsHelp: {
				inactive:
					'<b>While building your workflow</b>, press <b>Execute step</b>, enter the <b>test URL</b> in SupportBee and cause an event there.<br /><br /><b>Once it works</b>, publish the workflow and enter the <b>production URL</b> in SupportBee: it then runs for each event.',
				active:
					'<b>While building your workflow</b>, press <b>Execute step</b>, enter the <b>test URL</b> in SupportBee and cause an event there.<br /><br />The published workflow runs for each event sent to the <b>production URL</b>; see the <a data-key="executions">executions list</a>.',
			},
			activationHint:
				'Once it works, publish the workflow and enter the production URL in SupportBee.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'supportBeeWebhookApi', required: true, testedBy: 'supportBeeWebhookTest' },
		],
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
					'In SupportBee, as an admin:<ul><li>Open Admin → Web Hooks</li><li>Enter the webhook URL above: the test URL while you test, the production URL once it works</li><li>Add ?token= and your credential\'s URL Token to it, and press Update App</li></ul>SupportBee sends every event to every URL: choose below which ones trigger. It signs nothing: the token keeps others out. <a href="https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers/blob/main/docs/supportbee.md" target="_blank">More</a>',
				name: 'setUpNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Trigger On',
				name: 'triggerOn',
				type: 'multiOptions',
				required: true,
				options: eventOptions(supportBeeEvents),
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

	methods = { credentialTest: { supportBeeWebhookTest: credentialTest(supportBee) } };

	webhookMethods = { default: lifecycle(supportBee) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, supportBee);
	}
}
