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
import { socialBoardsEvents } from './events';
import { socialBoards } from './service';

export class SocialBoardsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SocialBoards Trigger',
		name: 'socialBoardsTrigger',
		icon: { light: 'file:socialboards.svg', dark: 'file:socialboards.dark.svg' },
		group: ['trigger'],
		version: 1.1,
		subtitle: '={{ $parameter["triggerOn"].join(", ").replace("allEvents", "All Events") }}',
		description: 'Starts the workflow when something happens in SocialBoards',
		eventTriggerDescription: 'Waiting for SocialBoards to send an event to the test URL',
		activationMessage:
			'Your workflow now runs when SocialBoards sends an event to the production URL.',
		defaults: { name: 'SocialBoards Trigger' },
		triggerPanel: {
			header: 'Receive an event from SocialBoards',
			executionsHelp: {
				inactive:
					'<b>While building your workflow</b>, press <b>Execute step</b>, enter the <b>test URL</b> in SocialBoards and cause an event there.<br /><br /><b>Once it works</b>, publish the workflow and enter the <b>production URL</b> in SocialBoards: it then runs for each event.',
				active:
					'<b>While building your workflow</b>, press <b>Execute step</b>, enter the <b>test URL</b> in SocialBoards and cause an event there.<br /><br />The published workflow runs for each event sent to the <b>production URL</b>; see the <a data-key="executions">executions list</a>.',
			},
			activationHint:
				'Once it works, publish the workflow and enter the production URL in SocialBoards.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'socialBoardsWebhookApi',
				required: true,
				testedBy: 'socialBoardsWebhookTest',
			},
		],
		webhooks: [
			{
				name: 'setup',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				path: 'webhook',
				ndvHideUrl: true,
			},
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
					'In SocialBoards:<ul><li>Open your community\'s settings → Webhooks, choose an object type and its events</li><li>As endpoint, enter the webhook URL above: the test URL while you test, the production URL once it works</li><li>Add ?token= and your credential\'s URL Token to it</li><li>As Verify Token, enter the credential\'s</li></ul>SocialBoards signs nothing: the token in the URL keeps others out. <a href="https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers/blob/main/docs/socialboards.md" target="_blank">More</a>',
				name: 'setUpNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Trigger On',
				name: 'triggerOn',
				type: 'multiOptions',
				required: true,
				options: eventOptions(socialBoardsEvents),
				default: [],
			},
			otherEventNames,
			{
				displayName: 'Check URL Token',
				name: 'checkUrlToken',
				type: 'boolean',
				default: true,
				description:
					'Whether to refuse events whose URL does not carry the URL token. SocialBoards signs nothing: without this check anybody who knows the URL can send events. The verify token protects the set-up of the webhook alone.',
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
					unrecognisedOption,
				],
			},
		],
	};

	methods = {
		credentialTest: { socialBoardsWebhookTest: credentialTest(socialBoards) },
	};

	webhookMethods = { setup: lifecycle(socialBoards), default: lifecycle(socialBoards) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, socialBoards);
	}
}
