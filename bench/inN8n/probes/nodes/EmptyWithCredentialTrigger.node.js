'use strict';

const { EmptyTrigger } = require('./EmptyTrigger.node.js');

/** The same, which reads its credential, as every trigger must that lets nobody in. */
exports.EmptyWithCredentialTrigger = class EmptyWithCredentialTrigger {
	description = {
		...new EmptyTrigger().description,
		displayName: 'Bench Empty Trigger With Credential',
		name: 'emptyWithCredentialTrigger',
		defaults: { name: 'Bench Empty Trigger With Credential' },
		credentials: [{ name: 'benchApi', required: true }],
	};

	/** @this {import('n8n-workflow').IWebhookFunctions} */
	async webhook() {
		await this.getCredentials('benchApi');
		return { workflowData: [[{ json: this.getBodyData() }]] };
	}
};
