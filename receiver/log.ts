import type { ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { IdentifiedEvent, ServiceEvent } from './delivery';
import { oneLine } from './lib/text';
import type { Refusal } from './refusal';
import type { Service } from './service';
import type { Count } from './tally';

type Context = Pick<IWebhookFunctions | ITriggerFunctions, 'getNode' | 'getWorkflow' | 'logger'>;

/** The characters that each part of a line may have at most: together, and with what stands between them, 1,000. */
const LONGEST = { workflow: 80, id: 36, node: 80, what: 80, reason: 290, fix: 360 };

/**
 * One line a user can act on: n8n prints a log entry's message, not always its metadata.
 * Each part may come from anybody: nothing in it makes a second line, and none of it is longer than a line.
 */
export function log(
	context: Context,
	level: 'debug' | 'info' | 'warn' | 'error',
	service: Pick<Service, 'name' | 'id'>,
	what: string,
	reason: string,
	fix: string,
): void {
	const node = oneLine(context.getNode().name, LONGEST.node);
	const workflow = workflowOf(context);
	const shown = {
		reason: oneLine(reason, LONGEST.reason),
		fix: oneLine(fix, LONGEST.fix),
	};
	const happened = oneLine(what, LONGEST.what);
	context.logger[level](
		`${service.name}: workflow "${workflow.name}" (${workflow.id}), node "${node}" ${happened}: ${shown.reason} ${shown.fix}`,
		{ service: service.id, workflow: workflow.name, workflowId: workflow.id, node, ...shown },
	);
}

/** Which workflow a line is about: whoever reads it has many. A line that cannot say it is written all the same. */
function workflowOf(context: Context): { name: string; id: string } {
	try {
		const { name = '', id = '' } = context.getWorkflow();
		return { name: oneLine(name, LONGEST.workflow), id: oneLine(id, LONGEST.id) };
	} catch {
		return { name: '', id: '' };
	}
}

/** The line about deliveries of one node that were refused for one reason. */
export function logRefused(
	context: Context,
	service: Pick<Service, 'name' | 'id'>,
	{ status, reason, fix, detail }: Refusal,
	{ number, since }: Count,
): void {
	const what =
		number === 1
			? `refused a delivery (${status})`
			: `refused ${number} deliveries (${status}) since ${new Date(since).toISOString()}`;
	log(context, 'warn', service, what, reason, detail === '' ? fix : `${fix} ${detail}`);
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
		`Its event is not selected, and Trigger On does not list it: ${shortList(names)}.`,
		'To receive it, select "All Events", or name it in the option "Additional Event Names".',
	);
}

/** The trace of events that start nothing: what they are, and why. */
export function logUnstarted(
	context: Context,
	service: Pick<Service, 'name' | 'id'>,
	ignored: ServiceEvent[],
	repeats: Array<{ event: IdentifiedEvent; answeredAt: number | undefined }>,
): void {
	for (const { event } of ignored.slice(0, MOST_LINES)) {
		log(context, 'debug', service, 'ignored an event', `${short(event)} is not selected.`, '');
	}
	for (const { event, answeredAt } of repeats.slice(0, MOST_LINES)) {
		const id = event.unique ? `, eventId ${event.eventId},` : '';
		const first = answeredAt === undefined ? 'a moment ago' : new Date(answeredAt).toISOString();
		const reason = `${short(event.event)}${id} was first taken at ${first}.`;
		log(context, 'debug', service, 'skipped a repeated event', reason, '');
	}
}

/** A delivery of thousands of events needs no thousands of lines. */
const MOST_LINES = 5;

const LONGEST_NAME = 80;

/** An event's name for the log, whatever a delivery may call its events. */
const short = (name: string) => JSON.stringify(name.slice(0, LONGEST_NAME));

const shortList = (names: string[]) => `[${names.slice(0, MOST_LINES).map(short).join(',')}]`;
