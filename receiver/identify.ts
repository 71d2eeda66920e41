import { createHash } from 'crypto';

import { valueAt } from './paths';
import type { ReadDelivery } from './read';
import type { Service, ServiceEvent } from './service';

/** An event with what tells it from every other. */
export interface IdentifiedEvent extends ServiceEvent {
	/** 32 hexadecimal digits, the same each time the service sends this event. */
	eventId: string;
	/** Whether something in the event never repeats, so that the same id is the same event for certain. */
	unique: boolean;
}

const hash = (...parts: unknown[]) =>
	createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

/** The values that make an event unique, or undefined where the body's bytes must do. */
function uniqueValues(service: Service, event: ServiceEvent): unknown[] | undefined {
	if (!Object.hasOwn(service.events, event.event)) return undefined;
	const { identity } = service.events[event.event]!;
	if (identity === 'fingerprint') return undefined;
	const values = identity.map((path) => valueAt(event, path));
	return values.every((value) => typeof value === 'string' || typeof value === 'number')
		? values
		: undefined;
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

/**
 * Gives each event of a delivery its id: a hash of what makes the event unique, or of the body's
 * bytes and the event's place in it. The same event twice in one delivery is two events.
 */
export function identify(service: Service, { events, bytes }: ReadDelivery): IdentifiedEvent[] {
	let body: string | undefined;
	const fingerprint = () => (body ??= createHash('sha256').update(bytes).digest('hex'));
	const seen = new Map<string, number>();
	const short = shortener();
	return events.map((event, place) => {
		const values = uniqueValues(service, event);
		const id = hash(
			service.id,
			short(event.account),
			short(event.event),
			values?.map(short) ?? [fingerprint(), place],
		);
		const earlier = seen.get(id) ?? 0;
		seen.set(id, earlier + 1);
		return {
			...event,
			eventId: earlier === 0 ? id : hash(id, earlier),
			unique: values !== undefined,
		};
	});
}
