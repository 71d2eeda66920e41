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
} from '../../receiver/parameters';
import { receive } from '../../receiver/receive';
import { glartekEvents } from './events';
import { glartek } from './service';

export class GlartekTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Glartek Trigger',
		name: 'glartekTrigger',
		icon: { light: 'file:glartek.svg', dark: 'file:glartek.dark.svg' },
		group: ['trigger'],
		version: 1.1,
		subtitle: '={{ $parameter["triggerOn"].join(", ").replace("allEvents", "All Events") }}',
		description: 'Starts the workflow when something happens in Glartek',
		eventTriggerDescription: 'Waiting for Glartek to send an event to the test URL',
		activationMessage: 'Your workflow now runs when Glartek sends an event to the production URL.',
		defaults: { name: 'Glartek Trigger' },
		triggerPanel: {
			header: 'Receive an event from Glartek',
			executionsHelp: {
				inactive:
					'<b>While building your workflow</b>, press <b>Execute step</b>, enter the <b>test URL</b> in Glartek and cause an event there.<br /><br /><b>Once it works</b>, publish the workflow and enter the <b>production URL</b> in Glartek: it then runs for each event.',
				active:
					'<b>While building your workflow</b>, press <b>Execute step</b>, enter the <b>test URL</b> in Glartek and cause an event there.<br /><br />The published workflow runs for each event sent to the <b>production URL</b>; see the <a data-key="executions">executions list</a>.',
			},
			activationHint:
				'Once it works, publish the workflow and enter the production URL in Glartek.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'glartekWebhookApi', required: true, testedBy: 'glartekWebhookTest' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'webhook',
			},
			{
				name: 'default',
				httpMethod: 'PUT',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'webhook',
				ndvHideUrl: true,
			},
		],
		properties: [
			{
				displayName:
					'In Glartek, once for each event:<ul><li>Open Settings → Webhooks → New Webhook and choose the Webhook Type</li><li>As Endpoint, enter the webhook URL above: the test URL while you test, the production URL once it works</li><li>Add ?token= and your credential\'s URL Token to it, then &amp;event= and the type, such as &amp;event=work_order.created</li></ul>Glartek signs nothing: the token keeps others out. <a href="https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers/blob/main/docs/glartek.md" target="_blank">More</a>',
				name: 'setUpNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Trigger On',
				name: 'triggerOn',
				type: 'multiOptions',
				required: true,
				options: eventOptions(glartekEvents),
				default: [],
			},
			otherEventNames,
			{
				displayName: 'Event Field',
				name: 'eventField',
				type: 'string',
				default: '',
				placeholder: 'e.g. meta.eventType',
				description:
					'Where in the body the event stands, as a dotted path, for webhooks whose URL does not say it (?event=…). Left empty, the usual fields are looked through.',
			},
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
					{
						displayName: 'Unknown Events',
						name: 'unknownEvents',
						type: 'options',
						options: [
							{
								name: 'Deliver',
								value: 'deliver',
								description: 'Trigger with the event "unknown", whatever is selected above',
							},
							{
								name: 'Pass Over',
								value: 'passOver',
								description: 'Answer 200 and start no execution, unless all events are selected',
							},
						],
						default: 'deliver',
						description: 'What to do with a delivery that does not say which event it is',
					},
				],
			},
		],
	};

	methods = { credentialTest: { glartekWebhookTest: credentialTest(glartek) } };

	webhookMethods = { default: lifecycle(glartek) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, glartek);
	}
}
