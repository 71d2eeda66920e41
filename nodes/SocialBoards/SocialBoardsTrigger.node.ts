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
import { socialBoards } from './service';

export class SocialBoardsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SocialBoards Trigger',
		name: 'socialBoardsTrigger',
		icon: { light: 'file:socialboards.svg', dark: 'file:socialboards.dark.svg' },
		group: ['trigger'],
		// Above 1: n8n then reads no body that it does not parse, and evaluates no expression for it.
		version: 1.1,
		subtitle: subtitle(socialBoards),
		description:
			'Starts the workflow when a ticket, note, or chat conversation changes in SocialBoards',
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
						"Whether to refuse deliveries to a URL without the credential's URL Token. SocialBoards doesn't sign its requests: without this check, anyone who knows the URL can send events. The Verify Token protects only the set-up of the webhook.",
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
