import type { INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod/v4';

import type { IdentifiedEvent } from './delivery';
import { firstValueAt, valueAt } from './lib/json';
import type { RedactedRequest } from './redact';
import { entryOf, type CatalogueEntry, type Service } from './service';
import type { Settings } from './settings';

/** What every item holds, of whatever service and event. */
export interface ItemBase {
	/** The service's id, such as `supportbee`. */
	service: string;
	/** The vendor's own event string; `unrecognized` where a delivery was not the service's envelope. */
	event: string;
	/** The vendor's label for the event; the event string itself where it is not in the catalogue. */
	eventName: string;
	/** 32 hexadecimal digits, the same each time the service sends this event. */
	eventId: string;
	/** Community, company, department …: whose event it is, null where the service does not say. */
	account: string | null;
	/** ISO 8601 as the vendor gives it, null where it does not. */
	occurredAt: string | null;
	/** ISO 8601, UTC: when n8n received the delivery. */
	receivedAt: string;
	/** What deviates from the documented shape, each as `path: what was found`; absent where nothing does. */
	warnings?: string[];
}

/** An item with the vendor's event object. */
export interface Item extends ItemBase {
	data: unknown;
	/** With "Include Request" on. */
	request?: RedactedRequest;
}

/** An item with "Simplify" on: the same ten fields for every service. */
export interface SimplifiedItem extends Pick<
	ItemBase,
	'service' | 'event' | 'eventName' | 'eventId' | 'occurredAt'
> {
	/** The ticket, conversation, work order …, by its own id. */
	id: string | number | null;
	title: string | null;
	status: string | null;
	/** Whom the event is about or from: a name, else an e-mail address. */
	person: string | null;
	/** Where to look at it in the service. */
	url: string | null;
}

/** The zod schema of an item, with `data` as the given schema describes it. */
export const itemSchema = <Event extends z.ZodType, Data extends z.ZodType>(
	service: string,
	event: Event,
	data: Data,
) =>
	z.object({
		service: z.literal(service),
		event,
		eventName: z.string(),
		eventId: z.string().regex(/^[0-9a-f]{32}$/),
		account: z.string().nullable(),
		occurredAt: z.string().nullable(),
		receivedAt: z.iso.datetime(),
		data,
		warnings: z.array(z.string()).optional(),
	});

const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/;

/** What a delivery's items share. */
interface Received {
	/** ISO 8601, UTC. */
	receivedAt: string;
	request?: RedactedRequest;
}

/** The items of events, in their order, as the user wants them and as n8n takes them from a node. */
export function toItems(
	service: Service,
	events: IdentifiedEvent[],
	{ options }: Pick<Settings, 'options'>,
	{ receivedAt, ...request }: Received,
): INodeExecutionData[] {
	return events
		.map((event) => toItem(service, event, receivedAt))
		.map((item) => (options.simplify ? simplify(service, item) : { ...item, ...request }))
		.map((json) => ({ json: json as unknown as INodeExecutionData['json'] }));
}

/** The item of an event, with the vendor's event object. */
export function toItem(
	service: Pick<Service, 'id' | 'name' | 'events' | 'occurredAt'>,
	event: IdentifiedEvent,
	receivedAt: string,
): Item {
	const entry = entryOf(service, event.event);
	const warnings = entry
		? deviations(entry.data, event.data)
		: [`event: ${service.name} is not known to send this event`];
	const sentTime = timeOf(service, entry, event);
	const occurredAt = typeof sentTime === 'string' && ISO_8601.test(sentTime) ? sentTime : null;
	if (occurredAt === null && sentTime !== undefined) {
		warnings.push('occurredAt: the event time is not ISO 8601');
	}
	return {
		service: service.id,
		event: event.event,
		eventName: entry?.name ?? event.event,
		eventId: event.eventId,
		account: event.account,
		occurredAt,
		receivedAt,
		data: event.data,
		...(warnings.length > 0 && { warnings }),
	};
}

/** The event's own time as the service sent it, undefined where it sent none. */
function timeOf(
	service: Pick<Service, 'occurredAt'>,
	entry: CatalogueEntry | undefined,
	event: IdentifiedEvent,
): unknown {
	const paths = entry?.occurredAt ?? service.occurredAt ?? [];
	return paths.map((path) => valueAt(event, path)).find((value) => value != null);
}

/** A list of thousands of malformed elements needs no thousands of warnings. */
const MAX_WARNINGS = 20;

/** Where data is not as its schema says. Never throws: a delivery is not lost over its shape. */
function deviations(schema: z.ZodType, data: unknown): string[] {
	const result = schema.safeParse(data);
	if (result.success) return [];
	const { issues } = result.error;
	const warnings = issues
		.slice(0, MAX_WARNINGS)
		.map(({ path, message }) => `${['data', ...path].map(String).join('.')}: ${message}`);
	if (issues.length > MAX_WARNINGS) warnings.push(`… and ${issues.length - MAX_WARNINGS} more`);
	return warnings;
}

/** The ten fields of an item that fit a message or a table row. */
export function simplify(
	{ simplified }: Pick<Service, 'simplified'>,
	{ service, event, eventName, eventId, occurredAt, data }: Item,
): SimplifiedItem {
	const text = (paths: readonly string[]) => {
		const value = firstValueAt(data, paths);
		return value === null ? null : String(value);
	};
	return {
		service,
		event,
		eventName,
		eventId,
		occurredAt,
		id: firstValueAt(data, simplified.id) as string | number | null,
		title: text(simplified.title),
		status: text(simplified.status),
		person: text(simplified.person),
		url: text(simplified.url),
	};
}
