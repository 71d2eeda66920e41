import type { ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Service } from './service';

type Context = Pick<IWebhookFunctions | ITriggerFunctions, 'getNode' | 'logger'>;

/** One line a user can act on: n8n prints a log entry's message, not always its metadata. */
export function log(
	context: Context,
	level: 'info' | 'warn' | 'error',
	service: Pick<Service, 'name' | 'id'>,
	what: string,
	reason: string,
	fix: string,
): void {
	const node = context.getNode().name;
	context.logger[level](`${service.name}: node "${node}" ${what}: ${reason} ${fix}`, {
		service: service.id,
		node,
		reason,
		fix,
	});
}

/** The line about events that are ignored although nobody may have meant that: their names are not in the list. */
export function logIgnored(
	context: Context,
	service: Pick<Service, 'name' | 'id'>,
	names: string[],
): void {
	if (names.length === 0) return;
	log(
		context,
		'info',
		service,
		'ignored a delivery',
		`Its event is not selected, and not known: ${shortList(names)}.`,
		'To receive it, select "All Events" or add it under "Other Event Names".',
	);
}

/** Event names for the log, whatever a delivery may call its events. */
const shortList = (names: string[]) =>
	JSON.stringify(names.slice(0, 5).map((name) => name.slice(0, 80)));
