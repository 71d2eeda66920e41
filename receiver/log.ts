import type { ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Service } from './service';

/** One line a user can act on: n8n prints a log entry's message, not always its metadata. */
export function log(
	context: Pick<IWebhookFunctions | ITriggerFunctions, 'getNode' | 'logger'>,
	level: 'info' | 'warn' | 'error',
	service: Service,
	what: string,
	reason: string,
	mend: string,
) {
	const node = context.getNode().name;
	context.logger[level](`${service.name}: node "${node}" ${what}: ${reason} ${mend}`, {
		service: service.id,
		node,
		reason,
		mend,
	});
}
