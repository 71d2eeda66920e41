import type { INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod/v4';

import type { IdentifiedEvent, ServiceEvent } from './delivery';
import { elementsIn, valuesAt } from './lib/json';
import { momentOf } from './lib/moment';
import { cut, nameOf, textOf, wellFormed } from './lib/text';
import type { RedactedRequest } from './redact';
import { entryOf, type CatalogueEntry, type Fields, type Service, type Source } from './service';
import { wantedNames, type Settings } from './settings';

/** What a person writes in a message first: ten fields, null where the vendor does not say it. */
export interface ItemFields {
	/** The vendor's label for the event; the event string itself where it is not in the catalogue. */
	eventName: string;
	/** The subject of the ticket, the name of the work order … */
	title: string | null;
	/** The words: a reply, a comment, a message, an answer. Plain text; HTML only where there is nothing else. */
	text: string | null;
	/** Who did it or whom it is about: a name, else an e-mail address, else a phone number. */
	person: string | null;
	/** The state that the ticket, the conversation … is in now, in the vendor's words. */
	status: string | null;
	/** Where to look at it in the service. */
	url: string | null;
	/** ISO 8601 with an offset: when it happened, by the vendor's clock. */
	occurredAt: string | null;
	/** The ticket, conversation, work order …, by its own id. */
	recordId: string | number | null;
	/** The service's id, such as `supportbee`. */
	service: string;
	/**
	 * 32 hexadecimal digits. Of an event with an identity of its own the same in every delivery; of one without
	 * another each time the trigger lets it through.
	 */
	eventId: string;
}

/** What every item holds, of whatever service and event. */
export interface ItemBase extends ItemFields {
	/** The vendor's own event string; `unrecognized` where a delivery was not the service's envelope. */
	event: string;
	/** Community, company, department …: whose event it is, null where the service does not say. */
	account: string | null;
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

/** An item with "Simplify" on: the ten fields, and what the user must not miss. */
export interface SimplifiedItem extends ItemFields {
	warnings?: string[];
	/** With "Include Request" on. */
	request?: RedactedRequest;
}

/** The zod schema of an item, with `data` as the given schema describes it. */
export const itemSchema = <Event extends z.ZodType, Data extends z.ZodType>(
	service: string,
	event: Event,
	data: Data,
) =>
	z.object({
		eventName: z.string(),
		title: z.string().nullable(),
		text: z.string().nullable(),
		person: z.string().nullable(),
		status: z.string().nullable(),
		url: z.string().nullable(),
		occurredAt: z.iso.datetime({ offset: true }).nullable(),
		recordId: z.union([z.string(), z.number()]).nullable(),
		service: z.literal(service),
		eventId: z.string().regex(/^[0-9a-f]{32}$/),
		event,
		account: z.string().nullable(),
		receivedAt: z.iso.datetime(),
		data,
		warnings: z.array(z.string()).optional(),
	});

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
	{ simplify, ...settings }: Pick<Settings, 'simplify' | 'triggerOn' | 'options'>,
	{ receivedAt, ...request }: Received,
): INodeExecutionData[] {
	const comparisons = new Comparisons();
	const named = new Set(wantedNames(settings));
	return events
		.map((event) => ({ ...toItem(service, event, receivedAt, comparisons, named), ...request }))
		.map((item) => (simplify ? simplified(item) : item))
		.map((json) => ({ json: json as unknown as INodeExecutionData['json'] }));
}

/**
 * The item of an event, whatever its data looks like.
 * @param named the events that the user named: one that is in no list is no surprise then.
 */
export function toItem(
	service: Pick<
		Service,
		'id' | 'name' | 'events' | 'occurredAt' | 'timeZone' | 'personMembers' | 'fields'
	>,
	event: IdentifiedEvent,
	receivedAt: string,
	comparisons = new Comparisons(),
	named: ReadonlySet<string> = new Set(),
): Item {
	const entry = entryOf(service, event.event);
	const occurred = timeOf(service, entry, event);
	const deviations = deviationsOf(entry, event, comparisons, named);
	const warnings = [...bounded(deviations), ...occurred.warnings];
	return {
		eventName: entry?.name ?? wellFormed(event.event),
		...fieldsOf(service, entry, event),
		occurredAt: occurred.at,
		recordId: recordIdOf({ ...service.fields, ...entry?.fields }.recordId, event),
		service: service.id,
		eventId: event.eventId,
		event: wellFormed(event.event),
		account: event.account === null ? null : wellFormed(event.account),
		receivedAt,
		data: event.data,
		...(warnings.length > 0 && { warnings }),
	};
}

/** The ten fields and what the user must not miss. */
function simplified(item: Item): SimplifiedItem {
	const { eventName, title, text, person, status, url, occurredAt, recordId } = item;
	const { service, eventId, warnings, request } = item;
	return {
		...{ eventName, title, text, person, status, url, occurredAt, recordId, service, eventId },
		...(warnings && { warnings }),
		...(request && { request }),
	};
}

const candidates = (source: Source, event: ServiceEvent): unknown[] =>
	typeof source === 'function' ? [source(event)].flat() : valuesAt(event.data, source);

const LINK = /^https?:\/\//i;

function fieldsOf(
	service: Pick<Service, 'fields' | 'personMembers'>,
	entry: CatalogueEntry | undefined,
	event: ServiceEvent,
) {
	const sources: Fields = { ...service.fields, ...entry?.fields };
	const first = (source: Source, read: (value: unknown) => string | undefined) =>
		candidates(source, event)
			.map(read)
			.find((value) => value !== undefined) ?? null;
	return {
		title: first(sources.title, textOf),
		text: first(sources.text, textOf),
		person: first(sources.person, (value) => nameOf(value, service.personMembers)),
		status: first(sources.status, textOf),
		url: first(sources.url, (value) => {
			const link = textOf(value);
			return link !== undefined && LINK.test(link) ? link : undefined;
		}),
	};
}

/** A number that JavaScript reads as sent and that is not the 0 of "none", or a text. */
function recordIdOf(source: Source, event: ServiceEvent): string | number | null {
	for (const value of candidates(source, event)) {
		if (typeof value === 'number' && value !== 0 && Number.isSafeInteger(value)) return value;
		const text = textOf(value);
		if (text !== undefined) return text;
	}
	return null;
}

/** When the event happened, and a warning where what the service sent is no moment. */
function timeOf(
	service: Pick<Service, 'occurredAt' | 'timeZone'>,
	entry: CatalogueEntry | undefined,
	event: ServiceEvent,
): { at: string | null; warnings: string[] } {
	const [sent] = valuesAt(event, entry?.occurredAt ?? service.occurredAt ?? []);
	if (sent === undefined) return { at: null, warnings: [] };
	const at = typeof sent === 'string' ? momentOf(sent, service.timeZone) : undefined;
	return at === undefined
		? { at: null, warnings: ['occurredAt: the event time is not a moment in ISO 8601'] }
		: { at, warnings: [] };
}

/** A list of thousands of malformed elements needs no thousands of warnings. */
const MOST_WARNINGS = 20;

const LONGEST_WARNING = 200;

/** So many, each no longer than a line: whatever a delivery holds. */
function bounded(warnings: string[]): string[] {
	const shown = warnings
		.slice(0, MOST_WARNINGS)
		.map((warning) => cut(wellFormed(warning), LONGEST_WARNING));
	return warnings.length > MOST_WARNINGS
		? [...shown, `… and ${warnings.length - MOST_WARNINGS} more`]
		: shown;
}

/** What may be compared with the documented shapes: each malformed element of a list costs memory and time. */
class Comparisons {
	/** @param left the elements of lists that may yet be compared. */
	constructor(private left = 100_000) {}

	/** Whether the lists of an event may be compared; then they count. */
	allow(data: unknown): boolean {
		const elements = elementsIn(data, this.left);
		if (elements > this.left) return false;
		this.left -= elements;
		return true;
	}
}

const NOT_LISTED = 'event: Trigger On does not list this event, so its data was not checked';

/** Where an event is not as its service sends it. Never throws: a delivery is not lost over its shape. */
function deviationsOf(
	entry: CatalogueEntry | undefined,
	{ event, data, warnings }: ServiceEvent,
	comparisons: Comparisons,
	named: ReadonlySet<string>,
): string[] {
	// Whoever read the event knows better what is the matter with it than its schema does.
	if (warnings) return warnings;
	if (!entry) return named.has(event) ? [] : [NOT_LISTED];
	if (!comparisons.allow(data)) {
		return ['data: its lists are too long to be checked'];
	}
	const { error } = entry.data.safeParse(data);
	return (error?.issues ?? []).map(
		({ path, message }) => `${['data', ...path].map(String).join('.')}: ${message}`,
	);
}
