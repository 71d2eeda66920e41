import type { z } from 'zod/v4';
import type { Check } from './authenticate';
import type { SecretField } from './credential';
import type { HandshakeWords } from './handshake';
import type { Settings } from './settings';

/** One event of a service's catalogue. */
export interface CatalogueEntry {
	/** The vendor's label for the event, as the user reads it in the service's own pages. */
	name: string;
	/** One sentence on when the service sends it, in the editor's wording (no final period). */
	description: string;
	/** The shape of the event's `data`: loose, what deviates is delivered with a warning. */
	data: z.ZodType;
	/**
	 * What tells this event from every other of its kind:
	 * a list of paths into the {@link ServiceEvent} whose values together never repeat ("unique"),
	 * or `fingerprint` where nothing in the event does and only the body's bytes are left.
	 */
	identity: readonly string[] | 'fingerprint';
}

/** The events a service is known to send, by the vendor's own event string. */
export type Catalogue = Readonly<Record<string, CatalogueEntry>>;

/** One event as a service's `read` finds it in a delivery's body. */
export interface ServiceEvent {
	/** The vendor's own event string. */
	event: string;
	/** Community, company, department …: whose event it is, null where the service does not say. */
	account: string | null;
	/** The vendor's own event time, as sent, null where the service does not say. */
	occurredAt: string | null;
	/** The vendor's event object, untouched. */
	data: unknown;
}

/** The fields of a simplified item that differ by service, as paths into `data`; the first that holds a value counts. */
export type SimplifiedPaths = Readonly<
	Record<'id' | 'title' | 'status' | 'person' | 'url', readonly string[]>
>;

/** A delivery's body and what the node's user set for this service. */
export interface ReadInput {
	/** JSON value, or text where the delivery is not JSON and the service may send that. */
	body: unknown;
	/** The raw query string of the delivery's URL, without the question mark. */
	query: string;
	/** The node's own parameters of this service, by name. */
	parameter(name: string): unknown;
}

/** All in which one service differs from another: data and a few functions. */
export interface Service {
	/** The service's name as its users write it. */
	name: string;
	/** The item's `service` field. */
	id: string;
	/** The credential type of its trigger. */
	credential: string;
	/** The secrets that credential holds (besides its `headers`, where it has those). */
	secrets: readonly SecretField[];
	events: Catalogue;
	/** The words of its handshake, where it has one. */
	handshake?: HandshakeWords;
	/** The checks it allows: each that the user filled in must pass, and one at least must be filled in. */
	checks: readonly Check[];
	/** Whether the user switched these checks off, where the service allows that. */
	switchedOff?(settings: Settings): boolean;
	/** The shortest time it waits for an answer, in seconds. */
	timeout: number;
	/** How long after an event it may still send it again, in hours. */
	repeatsFor: number;
	/** Whether its deliveries are JSON only, or anything. */
	accepts: 'json' | 'anything';
	/**
	 * Takes a body apart into its events.
	 * @returns the events in their order (none for a probe), or undefined where the body is not this service's envelope.
	 */
	read(input: ReadInput): ServiceEvent[] | undefined;
	/** An event string in the catalogue's spelling, where the service spells it in several ways. */
	normalise?(event: string): string;
	/** Whether an event is wanted whatever "Trigger On" says. */
	alwaysWanted?(event: ServiceEvent, settings: Settings): boolean;
	simplified: SimplifiedPaths;
}

/** The event string of a delivery that is not the service's envelope. */
export const UNRECOGNISED = 'unrecognised';

/** The catalogue's own string for an event, or the string as it is where the catalogue has none. */
export function catalogueName(service: Service, event: string): string {
	const normalised = service.normalise?.(event) ?? event;
	// An event may well be called `constructor`.
	return Object.hasOwn(service.events, normalised) ? normalised : event;
}
