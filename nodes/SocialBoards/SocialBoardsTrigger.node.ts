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
import { webhookMethods } from '../../receiver/editor/publish';
import { receive } from '../../receiver/receive';
import { passOn } from '../../receiver/report';
import { socialBoards } from './service';

export class SocialBoardsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SocialBoards Trigger',
		name: 'socialBoardsTrigger',
		icon: { light: 'file:socialboards.svg', dark: 'file:socialboards.dark.svg' },
		group: ['trigger'],
		// Above 1: n8n then reads no body that it does not parse, and evaluates no expression for it.
		version: 1.1,
		subtitle: '={{ $parameter["triggerOn"].join(", ").replace("allEvents", "All Events") }}',
		description: 'Starts the workflow when something happens in SocialBoards',
		defaults: { name: 'SocialBoards Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'socialBoardsWebhookApi', required: true, testedBy: 'socialBoardsWebhookTest' },
		],
		...triggerDescription(socialBoards, {
			properties: [
				{
					displayName: 'Check URL Token',
					name: 'checkUrlToken',
					type: 'boolean',
					default: true,
					description:
						'Whether to refuse events whose URL does not carry the URL token. SocialBoards signs nothing: without this check anybody who knows the URL can send events. The verify token protects the set-up of the webhook alone.',
				},
			],
		}),
	};

	methods = { credentialTest: { socialBoardsWebhookTest: credentialTest(socialBoards) } };

	webhookMethods = { setup: webhookMethods(socialBoards), default: webhookMethods(socialBoards) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, socialBoards);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return passOn(this);
	}
}
