import { createRequire } from 'node:module';
import path from 'node:path';

import type { INodeType, IWebhookFunctions } from 'n8n-workflow';

/** Loads from the build, as n8n does. */
const load = createRequire(path.resolve('package.json'));

/** Those of webhooks, by the folder's name. */
export const TRIGGERS = ['Glartek', 'Glassix', 'SocialBoards', 'SupportBee'] as const;

/** The trigger of a service, as it is published. */
export function triggerOf(name: (typeof TRIGGERS)[number]): INodeType {
	const file = path.resolve(`dist/nodes/${name}/${name}Trigger.node.js`);
	return new (load(file)[`${name}Trigger`] as new () => INodeType)();
}

/** What no trigger can do without: read the body, hand one item on. */
export const nothing = (trigger: INodeType): INodeType => ({
	description: trigger.description,
	async webhook(this: IWebhookFunctions) {
		return { workflowData: [[{ json: this.getBodyData() }]] };
	},
});
