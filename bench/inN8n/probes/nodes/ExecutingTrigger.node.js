'use strict';

const { DescribedTrigger } = require('./DescribedTrigger.node.js');

/** The same, which can fail a run at the trigger, as ours do where they report a refusal. */
exports.ExecutingTrigger = class ExecutingTrigger {
	description = {
		...new DescribedTrigger().description,
		displayName: 'Bench Executing Trigger',
		name: 'executingTrigger',
		defaults: { name: 'Bench Executing Trigger' },
	};

	/** @this {import('n8n-workflow').IWebhookFunctions} */
	async webhook() {
		await this.getCredentials('benchApi');
		return { workflowData: [[{ json: this.getBodyData() }]] };
	}

	/** @this {import('n8n-workflow').IExecuteFunctions} */
	async execute() {
		return [this.getInputData()];
	}
};
