import type { INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod/v4';

import type { IdentifiedEvent } from './identify';
import { firstValueAt } from './paths';
import type { Service } from './service';
import type { ShownRequest } from './shownRequest';

/** What every item holds, of whatever service and event. */
export interface ItemBase {
	/** `glassix`, `glartek`, `socialboards` or `supportbee`. */
	service: string;
	/** The vendor's own event string; `unrecognised` where a delivery was not the service's envelope. */
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
	request?: ShownRequest;
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

/** Step 6, first half: the item of an event. */
export function toItem(service: Service, event: IdentifiedEvent, receivedAt: string): Item {
	const entry = Object.hasOwn(service.events, event.event)
		? service.events[event.event]
		: undefined;
	const warnings = entry
		? deviations(entry.data, event.data)
		: [`event: ${service.name} is not known to send this event`];
	const isTime = event.occurredAt === null || ISO_8601.test(event.occurredAt);
	if (!isTime) warnings.push('occurredAt: the event time is not ISO 8601');
	return {
		service: service.id,
		event: event.event,
		eventName: entry?.name ?? event.event,
		eventId: event.eventId,
		account: event.account,
		occurredAt: isTime ? event.occurredAt : null,
		receivedAt,
		data: event.data,
		...(warnings.length > 0 && { warnings }),
	};
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

/** Step 6 with "Simplify" on: the ten fields of an item that fit a message or a table row. */
export function simplify(
	service: Service,
	{ service: id, event, eventName, eventId, occurredAt, data }: Item,
): SimplifiedItem {
	const { simplified } = service;
	const text = (paths: readonly string[]) => {
		const value = firstValueAt(data, paths);
		return value === null ? null : String(value);
	};
	return {
		service: id,
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

/** Items as n8n takes them from a node. */
export const asExecutionData = (items: Array<Item | SimplifiedItem>) =>
	items.map((json) => ({ json })) as unknown as INodeExecutionData[];
