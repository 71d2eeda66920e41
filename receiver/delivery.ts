/** One event as a service's `read` finds it in a delivery. */
export interface ServiceEvent {
	/** The vendor's own event string. */
	event: string;
	/** Community, company, department …: whose event it is, null where the service does not say. */
	account: string | null;
	/** What the service sends around its events, such as their time; absent where it sends nothing. */
	envelope?: unknown;
	/** The vendor's event object, untouched. */
	data: unknown;
	/** What a person should know who looks at it; absent where there is nothing. */
	warnings?: string[];
}

/** A delivery's events and what it is known by. */
export interface ReadDelivery {
	events: ServiceEvent[];
	/** The body's bytes (of a form what n8n read of it: it keeps no bytes). */
	bytes: Buffer;
	/** The service's own id of the delivery, undefined where it sends none. */
	deliveryId?: string;
}

/** An event with what tells it from every other. */
export interface IdentifiedEvent extends ServiceEvent {
	/** 32 hexadecimal digits, the same each time the service sends this event, or one that looks just like it. */
	key: string;
	/** Whether something in the event never repeats, so that the same key is the same event for certain. */
	unique: boolean;
	/**
	 * 32 hexadecimal digits. Of a unique event the key: the same in every delivery, process and restart.
	 * Of another one a new id each time it is identified: two real events are never one.
	 */
	eventId: string;
}

/** The event string of what is not the service's envelope. */
export const UNRECOGNIZED = 'unrecognized';

/**
 * The event of a body, or a part of one, that is not built as the service builds its own.
 * @param service its name.
 */
export const unrecognized = (service: string, data: unknown): ServiceEvent => ({
	event: UNRECOGNIZED,
	account: null,
	data,
	warnings: [`data: its shape is not one that ${service} sends`],
});
