import { hash as digestOf, randomUUID } from 'crypto';

import type { IdentifiedEvent, ReadDelivery, ServiceEvent } from './delivery';
import { isObject, valueAt } from './lib/json';
import { isUnset } from './lib/moment';
import { entryOf, type AllMembers, type Identity, type Service } from './service';

/**
 * Gives each event of a delivery its key: a hash of what makes the event unique, or of the body's
 * bytes and the event's place in it. The same event twice in one delivery is two events.
 */
export function identify(
	service: Pick<Service, 'id' | 'events'>,
	{ events, bytes, deliveryId }: ReadDelivery,
): IdentifiedEvent[] {
	let body: string | undefined;
	const fingerprint = () => (body ??= digestOf('sha256', bytes, 'hex'));
	const seen = new Map<string, number>();
	const short = shortener();
	return events.map((event, place) => {
		const { by = 'fingerprint' } = entryOf(service, event.event)?.identity ?? {};
		const values = by === 'delivery' ? deliveryValues(deliveryId, place) : uniqueValues(by, event);
		const first = hash(
			service.id,
			short(event.account),
			short(event.event),
			values?.map(short) ?? [fingerprint(), place],
		);
		const earlier = seen.get(first) ?? 0;
		seen.set(first, earlier + 1);
		const key = earlier === 0 ? first : hash(first, earlier);
		const unique = values !== undefined;
		return { ...event, key, unique, eventId: unique ? key : randomUUID().replaceAll('-', '') };
	});
}

const hash = (...parts: unknown[]) => digestOf('sha256', JSON.stringify(parts), 'hex').slice(0, 32);

const deliveryValues = (id: string | undefined, place: number) =>
	id === undefined ? undefined : [id, place];

/** The values that make an event unique, or undefined where the body's bytes must do. */
function uniqueValues(
	by: Exclude<Identity['by'], 'delivery'>,
	event: ServiceEvent,
): unknown[] | undefined {
	if (by === 'fingerprint') return undefined;
	const values = by.map((part) =>
		typeof part === 'string' ? scalarAt(event, part) : membersAt(event, part),
	);
	return values.includes(undefined) ? undefined : values;
}

function scalarAt(event: ServiceEvent, path: string): string | number | undefined {
	const value = valueAt(event, path);
	if (typeof value === 'number') return saysNothing(value) ? undefined : value;
	return typeof value === 'string' && !isBlankOrUnset(value) ? value : undefined;
}

/** Zero is what .NET writes where no number is set; beyond 2^53 JavaScript reads two numbers as one. */
const saysNothing = (value: number) => value === 0 || !Number.isSafeInteger(value);

const isBlankOrUnset = (text: string) =>
	text.trim() === '' || isUnset(text) || /^[0-]+$/.test(text);

/** The members as text that is the same in whatever order they come. */
function membersAt(event: ServiceEvent, { allOf, except }: AllMembers): string | undefined {
	const value = valueAt(event, allOf);
	if (!isObject(value)) return undefined;
	const members = Object.entries(value).filter(([name]) => !except.includes(name));
	return inOrder(Object.fromEntries(members));
}

/**
 * A value as text, the same in whatever order its members come. Undefined where the text does not tell it from
 * another: a number in it was rounded, or it is nested deeper than JSON can be written.
 */
function inOrder(value: unknown): string | undefined {
	let isRounded = false;
	const sorted = (_name: string, member: unknown) => {
		isRounded ||= typeof member === 'number' && Math.abs(member) > Number.MAX_SAFE_INTEGER;
		return isObject(member)
			? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
			: member;
	};
	try {
		const text = JSON.stringify(value, sorted);
		return isRounded ? undefined : text;
	} catch {
		return undefined;
	}
}

/** Texts longer than this go into an id by their digest. */
const LONG = 200;

/** A delivery may repeat one long text in thousands of events: each is digested once. */
function shortener() {
	const digests = new Map<string, string>();
	return (value: unknown) => {
		if (typeof value !== 'string' || value.length <= LONG) return value;
		const digest = digests.get(value) ?? hash(value);
		digests.set(value, digest);
		return digest;
	};
}
