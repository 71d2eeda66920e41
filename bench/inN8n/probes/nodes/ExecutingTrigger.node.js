'use strict';

const { DescribedTrigger } = require('./DescribedTrigger.node.js');

/** The same, which can fail a run at the trigger, as ours do where they report a refusal. */
exports.ExecutingTrigger = class ExecutingTrigger extends DescribedTrigger {
	/** @override */
	description = {
		...new DescribedTrigger().description,
		displayName: 'Bench Executing Trigger',
		name: 'executingTrigger',
		defaults: { name: 'Bench Executing Trigger' },
	};

	/** @this {import('n8n-workflow').IExecuteFunctions} */
	async execute() {
		return [this.getInputData()];
	}
};
