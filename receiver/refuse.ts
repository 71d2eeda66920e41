import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { answer } from './answer';
import { log } from './log';
import { Refusal } from './refusal';
import type { Service } from './service';

/**
 * Answers a delivery that a step threw at: a Refusal with its status and reason, anything else with 500.
 * The log says how to fix it.
 */
export function refuse(
	context: IWebhookFunctions,
	service: Service,
	error: unknown,
): IWebhookResponseData {
	if (error instanceof Refusal) {
		const { status, reason, fix } = error;
		log(context, 'warn', service, `refused a delivery (${status})`, reason, fix);
		return answer(context, status, reason);
	}
	log(
		context,
		'error',
		service,
		'could not handle a delivery (500)',
		`${(error as Error).name} in the node itself.`,
		'Please report it with the debug log of a second try.',
	);
	// Without its first line, the message: that may quote what must not be in a log.
	context.logger.debug((error as Error).stack?.replace(/^.*\n/, '') ?? '');
	return answer(context, 500, 'The delivery could not be handled.');
}
