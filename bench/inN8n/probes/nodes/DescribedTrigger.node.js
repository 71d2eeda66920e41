'use strict';

/** Installed beside this package. */
const OURS = 'n8n-nodes-service-desk-triggers';

const { SupportBeeTrigger } = require(`${OURS}/dist/nodes/SupportBee/SupportBeeTrigger.node.js`);

/** Its picture lies where this package is not. */
const described = { ...new SupportBeeTrigger().description, icon: undefined };

/** The same, with our description and parameters: what they alone cost n8n. */
exports.DescribedTrigger = class DescribedTrigger {
	description = {
		...described,
		displayName: 'Bench Described Trigger',
		name: 'describedTrigger',
		defaults: { name: 'Bench Described Trigger' },
		credentials: [{ name: 'benchApi', required: true }],
	};

	/** @this {import('n8n-workflow').IWebhookFunctions} */
	async webhook() {
		await this.getCredentials('benchApi');
		return { workflowData: [[{ json: this.getBodyData() }]] };
	}
};
