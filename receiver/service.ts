import type { z } from 'zod/v4';

import type { ServiceEvent } from './delivery';
import type { Settings, SettingsSchema } from './settings';

/**
 * What a fact of a vendor rests on: its documentation, its public code, our conclusion from these, or nothing
 * (looked for and not found; what stands there is our choice).
 */
type Evidence = 'doc' | 'code' | 'infer' | 'unknown';

/** A figure of a vendor. */
interface Figure {
	value: number;
	evidence: Evidence;
}

/** What tells an event from every other of its kind. */
export interface Identity {
	/**
	 * `paths`: into the {@link ServiceEvent}. Their values together never repeat: a text or a number each, or every
	 * member of an object but the named ones, of whatever type.
	 * `delivery`: the service's id of the delivery. `fingerprint`: nothing but the body's bytes.
	 */
	by: ReadonlyArray<string | AllMembers> | 'delivery' | 'fingerprint';
	evidence: Evidence;
}

/** Every member of the object at a path, but those named. */
export interface AllMembers {
	allOf: string;
	except: readonly string[];
}

/** One event of a service's catalogue. */
export interface CatalogueEntry {
	/** The vendor's label for the event, as the user reads it in the service's own pages. */
	name: string;
	/** One sentence on when the service sends it, in the editor's wording (no final period). */
	description: string;
	/** The shape of the event's `data`: loose, what deviates is delivered with a warning. */
	data: z.ZodType;
	identity: Identity;
	/** Paths into the {@link ServiceEvent} to the event's own time; the first that leads to one counts. */
	occurredAt?: readonly string[];
	/** Fields of this event that come from elsewhere than those of the service's other events. */
	fields?: Partial<Fields>;
}

/** The events a service is known to send, by the vendor's own event string. */
export type Catalogue = Readonly<Record<string, CatalogueEntry>>;

/** A secret of the credential. */
export interface Secret {
	/** The credential's field. */
	field: string;
	label: string;
	/** What it is and where it goes, as the credential shows it. */
	description: string;
	placeholder?: string;
	/** Whether the trigger cannot work without it. */
	isRequired?: boolean;
	/** What the editor says below the field. */
	hint?: string;
	/** What to enter, where the vendor issues the secret: `the Secret of …, under …`. Else the user chooses it. */
	issued?: string;
	/** Whether the credential also takes the secret before this one, for as long as it is being changed. */
	hasPrevious?: boolean;
}

/** How a signature is made, but for what is signed. */
export interface SignatureScheme {
	secret: Secret;
	algorithm: 'sha1' | 'sha256';
	encoding: 'hex' | 'base64';
	/** What stands before the encoded signature. */
	prefix?: string;
}

/** An HMAC of the body's bytes in a header. */
export interface BodySignature extends SignatureScheme {
	kind: 'bodySignature';
	/** The header's name in lower case. */
	header: string;
}

/** An HMAC of a header's value in another header. It says nothing of the body: only ever an addition. */
export interface HeaderSignature<OwnSettings extends Settings = Settings> extends SignatureScheme {
	kind: 'headerSignature';
	/** What it is called: `date signature`. */
	name: string;
	/** The header that is signed, in lower case. */
	signedHeader: string;
	/** Where the signature stands, in lower case: the first of them that is there counts. */
	headers: readonly string[];
	/** The option that asks for it, by its label. */
	option: string;
	/** Whether that option is on. */
	isAskedFor(this: void, settings: OwnSettings): boolean;
}

/** A secret in the webhook's URL, for services that sign nothing. */
export interface UrlToken {
	kind: 'urlToken';
	secret: Secret;
	/** The query parameter that holds it. */
	parameter: string;
}

/** Headers that the user has the service send with each delivery: the credential's `headers`. */
export interface SecretHeaders {
	kind: 'secretHeaders';
	/** What they are, as the credential shows it. */
	description: string;
	/** A name for one, as the credential shows it. */
	placeholder: string;
}

/** One way to tell the service's deliveries from a stranger's. */
export type Check<OwnSettings extends Settings = Settings> =
	BodySignature | HeaderSignature<OwnSettings> | UrlToken | SecretHeaders;

/** The service verifies the URL before it sends events there: a GET with a token to check and a challenge. */
export interface Handshake {
	/** The query parameter that holds the challenge, which is sent back. */
	challenge: string;
	/** The query parameter that holds the token. */
	token: string;
	/** The secret that the token must equal. */
	secret: Secret;
}

/** What the panel says of the set-up in the service. */
export interface SetUp {
	/** `In …`, where the steps are taken. */
	where: string;
	/** The steps, a sentence without its period each. HTML. */
	steps: readonly string[];
	/** What is good to know then. HTML. */
	then: string;
	/** A name as the service may give an event that the list does not have. */
	otherEvent: string;
	/** The page with more, below `docs/`. */
	page: string;
}

/** A delivery as a service's `read` sees it. */
export interface ReadInput<OwnSettings extends Settings = Settings> {
	/** JSON value, text where the delivery is not JSON and the service may send that, undefined where there is none. */
	body: unknown;
	/** The raw query string of the delivery's URL, without the question mark. */
	query: string;
	/** The event's name in the header or the query parameter for it; undefined where there is none. */
	eventName?: string;
	/** What the user set in the node. */
	settings: OwnSettings;
}

/**
 * Where a field of the item comes from: paths into `data`, or a function that gives a value or a list of them. The
 * first that says something counts.
 * What is not of the field's type counts as nothing.
 */
export type Source = readonly string[] | ((event: ServiceEvent) => unknown);

/** What a person writes in a message of an event. */
export interface Fields {
	/** The subject of the ticket, the name of the work order … */
	title: Source;
	/** The words: a reply, a comment, a message, an answer. */
	text: Source;
	/** Who did it or whom it is about: a text, or an object with the service's `personMembers`. */
	person: Source;
	/** The state that the ticket, the conversation … is in now. */
	status: Source;
	/** Where to look at it in the service. */
	url: Source;
	/** The ticket, conversation, work order …, by its own id. */
	recordId: Source;
}

/** The most events of a delivery: a hundred thousand of them stall n8n for everybody, a million end it. */
export const MOST_EVENTS = 10_000;

/** All in which one service differs from another: data and a few functions. */
export interface Service<OwnSettings extends Settings = Settings> {
	/** The service's name as its users write it. */
	name: string;
	/** The item's `service` field. */
	id: string;
	/** The credential type of its trigger. */
	credential: string;
	events: Catalogue;
	/** The schema of its trigger's parameters; see settingsSchema(). */
	settings: SettingsSchema<OwnSettings>;
	handshake?: Handshake;
	/** The checks it allows: each that the user filled in must pass, and one at least must be filled in. */
	checks: ReadonlyArray<Check<OwnSettings>>;
	/** Whether the user switched these checks off, where the service allows that. */
	isSwitchedOff?(settings: OwnSettings): boolean;
	/** The HTTP methods of its deliveries; POST alone where it is absent. */
	methods?: ReadonlyArray<'POST' | 'PUT'>;
	/** The shortest time it waits for an answer, in seconds. */
	timeout: Figure;
	/** How long it waits for the answer to a first try, in seconds, where that is longer. */
	firstTimeout?: Figure;
	/** How long after an event it may still send it again, in hours. */
	repeatsFor: Figure;
	/** Whether its deliveries are JSON only, or anything. */
	accepts: 'json' | 'anything';
	/** The header, in lower case, that holds the event's name. */
	eventHeader?: string;
	/** The query parameter that holds the event's name, where the user writes it into the URL. */
	eventParameter?: string;
	/** The header, in lower case, that holds the delivery's id, the same in each retry. */
	deliveryIdHeader?: string;
	/** Paths into the {@link ServiceEvent} to the time of every event; an entry of the catalogue may have its own. */
	occurredAt?: readonly string[];
	/** What a time without an offset is in, where the vendor says so. */
	timeZone?: 'Z';
	/** Whether it asks for answers with nothing in them. */
	wantsEmptyAnswers?: boolean;
	/** Whether a delivery only tries the URL and holds no event; where it is absent, one without a body does. */
	isProbe?(input: ReadInput<OwnSettings>): boolean;
	/** How many events one of its deliveries holds at most, where it documents more than {@link MOST_EVENTS}. */
	mostEvents?: Figure;
	/** How many events a body holds, told without making them; where it is absent, one or few. */
	eventCount?(body: unknown): number;
	/**
	 * Takes a body apart into its events.
	 * @returns the events in their order, or undefined where the body is not this service's envelope.
	 */
	read(input: ReadInput<OwnSettings>): ServiceEvent[] | undefined;
	/** An event string in the catalogue's spelling, where the service spells it in several ways. */
	normalize?(event: string): string;
	setUp: SetUp;
	/** The members of a person's object that name the person: a name first, then an e-mail address, a phone number. */
	personMembers: readonly string[];
	fields: Fields;
}

/** The catalogue's entry of an event; undefined where there is none: an event may well be called `constructor`. */
export const entryOf = (
	{ events }: Pick<Service, 'events'>,
	event: string,
): CatalogueEntry | undefined => (Object.hasOwn(events, event) ? events[event] : undefined);

/** The catalogue's own string for an event, or the string as it is where the catalogue has none. */
export function catalogueName(
	service: Pick<Service, 'events' | 'normalize'>,
	event: string,
): string {
	const normalized = service.normalize?.(event) ?? event;
	return entryOf(service, normalized) ? normalized : event;
}
