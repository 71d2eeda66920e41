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
	const what = 'could not handle a delivery (500)';
	log(
		context,
		'error',
		service,
		what,
		`${error instanceof Error ? error.name : 'An error'} in the node itself.`,
		'Please report it, with the debug log of another try.',
	);
	for (const frame of framesOf(error)) log(context, 'debug', service, what, frame, '');
	return answer(context, 500, 'The delivery could not be handled.');
}

const MOST_FRAMES = 10;

/** Where an error was thrown, without its message: that may quote what must not be in a log. */
function framesOf(error: unknown): string[] {
	if (!(error instanceof Error)) return [];
	const { message, stack = '' } = error;
	const below = stack.slice(stack.indexOf(message) + message.length);
	return below
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line.startsWith('at '))
		.slice(0, MOST_FRAMES);
}
