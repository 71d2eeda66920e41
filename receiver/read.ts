import { UNRECOGNIZED, unrecognized, type ReadDelivery, type ServiceEvent } from './delivery';
import { isObject, parseJson } from './lib/json';
import { unrepeated } from './lib/header';
import { decode, decodeAll, queryValues, repeatsSecret } from './lib/query';
import { cut, fromUtf8 } from './lib/text';
import { Refusal } from './refusal';
import type { DeliveryRequest } from './request';
import { secretTextsOf, type Secrets } from './secrets';
import { catalogueName, entryOf, MOST_EVENTS, type ReadInput, type Service } from './service';
import { wantedNames, type Settings } from './settings';

/**
 * Takes the body apart into the service's events.
 * @returns no event for a probe; one event `unrecognized` for what is not the service's envelope.
 * @throws Refusal 415 for a content type that the service never sends and for bytes that are no UTF-8, 422 for what is not JSON,
 *   413 for more events than one delivery may hold, 400 for an unrecognized delivery where the user wants those refused.
 */
export async function read(
	service: Service,
	request: DeliveryRequest,
	settings: Settings,
	secrets: Secrets,
): Promise<ReadDelivery> {
	const sent = await request.bytes();
	const isEmpty = sent.length === 0 && request.parsed === undefined;
	const input: ReadInput = {
		body: isEmpty ? undefined : bodyOf(service, request, sent),
		query: request.query,
		eventName: header(request, service.eventHeader) ?? parameter(request, service.eventParameter),
		settings,
	};
	return {
		events: withoutSecrets(service, eventsOf(service, input, isEmpty), settings, secrets),
		// Of a multipart form n8n keeps what it read alone.
		bytes: sent.length > 0 || isEmpty ? sent : Buffer.from(JSON.stringify(request.parsed)),
		deliveryId: header(request, service.deliveryIdHeader),
	};
}

function eventsOf(service: Service, input: ReadInput, isEmpty: boolean): ServiceEvent[] {
	if (service.isProbe?.(input) ?? isEmpty) return [];
	// Counted first: to make a million events costs more than n8n may have.
	const isBounded = (count: number) => count <= (service.mostEvents?.value ?? MOST_EVENTS);
	if (!isBounded(service.eventCount?.(input.body) ?? 0)) throw tooManyEvents(service);
	const found = service.read(input) ?? [unrecognized(service.name, input.body)];
	if (!isBounded(found.length)) throw tooManyEvents(service);
	const events = found.map((event) => ({
		...event,
		event: catalogueName(service, cut(event.event, LONGEST_NAME)),
		account: event.account === null ? null : cut(event.account, LONGEST_NAME),
	}));
	const isRecognized = events.length === 0 || events.some(({ event }) => event !== UNRECOGNIZED);
	if (isRecognized || input.settings.options.unrecognizedPayloads !== 'reject') return events;
	throw new Refusal(
		'notBuiltAsServices',
		`The payload does not have a shape that ${service.name} sends.`,
		'To see it, set the option "Unrecognized Payloads" to "Report".',
	);
}

/** An event's name goes into items and the log: what a slip in the URL puts into it must not bring a secret there. */
function withoutSecrets(
	service: Service,
	events: ServiceEvent[],
	settings: Settings,
	secrets: Secrets,
): ServiceEvent[] {
	const texts = secretTextsOf(secrets);
	const asked = new Set([UNRECOGNIZED, ...wantedNames(settings)]);
	const isClean = (name: string) =>
		asked.has(name) || entryOf(service, name) !== undefined || !repeatsSecret(name, texts);
	return events.map((event) =>
		isClean(event.event) ? event : { ...event, event: UNRECOGNIZED, warnings: [SECRET_IN_NAME] },
	);
}

const SECRET_IN_NAME =
	'event: its name holds a secret of the credential, and is left out. Correct the URL in the service.';

/** Names of events and accounts are in every item: a delivery may repeat one long name in thousands of them. */
const LONGEST_NAME = 256;

const tooManyEvents = ({ mostEvents }: Pick<Service, 'mostEvents'>) =>
	new Refusal(
		'tooManyEvents',
		`The delivery holds more than ${mostEvents?.value ?? MOST_EVENTS} events.`,
		'Have the service send fewer at once: this many would stall n8n for everyone.',
	);

function header({ headers }: DeliveryRequest, name: string | undefined): string | undefined {
	const value = name === undefined ? undefined : headers[name];
	return typeof value === 'string' && value !== '' ? unrepeated(value) : undefined;
}

/** An encoded `&` or a second question mark: no event has them in its name. */
const NEXT_PARAMETER = /\?|&(?:amp;)?[\w.-]+=/;

/** What the user writes into the URL may have been encoded on its way, even twice. */
function parameter({ query }: DeliveryRequest, name: string | undefined): string | undefined {
	const [value = ''] = name === undefined ? [] : queryValues(query, name);
	return decodeAll(value).split(NEXT_PARAMETER, 1)[0]!.trim() || undefined;
}

const isJsonType = (type: string) => /^(application|text)\/(.+\+)?json$/.test(type);

function bodyOf(
	{ accepts, name }: Pick<Service, 'accepts' | 'name'>,
	request: DeliveryRequest,
	bytes: Buffer,
): unknown {
	const { contentType, charset, parsed } = request;
	const isJson = contentType === '' || isJsonType(contentType);
	if (accepts === 'json' && !isJson) {
		throw new Refusal(
			'wrongContentType',
			`${name} sends application/json.`,
			'This delivery has another content type. Check what sends it.',
		);
	}
	const text = textIn(bytes, charset);
	// n8n parses this type alone, in the character set of the label, and answers 422 itself where it cannot.
	const isParsed = contentType === 'application/json' && parsed !== undefined;
	if (isParsed && (charset === '' || IS_UTF_8.test(charset))) return parsed;
	if (accepts === 'anything') {
		// XML, too, as it was sent, not as n8n reads it.
		return formFields(request, text) ?? parseJson(text) ?? text;
	}
	const json = parseJson(text);
	if (json === undefined) {
		throw new Refusal(
			'notJson',
			'The body is not JSON.',
			`${name} sends JSON: see what sends this delivery, or what changes it on its way.`,
		);
	}
	return json;
}

const IS_UTF_8 = /^utf-?8$/;

/**
 * Labels of character sets in which bytes that are UTF-8 are nearly always UTF-8 under a wrong label: ASCII, and sets
 * of one byte a character. In all others the same bytes may well be another text.
 */
const MAY_BE_UTF_8 =
	/^(?:(?:us-)?ascii|utf[-_]?8|iso[-_]?8859[-_]?\d{1,2}|latin[-_]?\d{1,2}|(?:windows|cp)-?125\d|binary)?$/;

/** The body's text. @throws Refusal 415 where it is not UTF-8: it would be another text than was sent. */
function textIn(bytes: Buffer, charset: string): string {
	const text = MAY_BE_UTF_8.test(charset) ? fromUtf8(bytes) : undefined;
	if (text === undefined) throw notUtf8();
	return text;
}

const notUtf8 = () =>
	new Refusal(
		'notUtf8',
		'The body is not UTF-8.',
		'Have the service, or whatever changes the delivery on its way, send UTF-8.',
	);

/**
 * The fields of a form as an object, or the JSON that is its only field; undefined where the body is no form.
 * @throws Refusal 415 where what n8n read of it is another text than was sent.
 */
function formFields({ contentType, charset, parsed }: DeliveryRequest, text: string): unknown {
	const isMultipart = contentType === 'multipart/form-data';
	if (!isObject(parsed) || (!isMultipart && contentType !== 'application/x-www-form-urlencoded')) {
		return undefined;
	}
	// n8n reads a form in the character set of its label.
	const isReadRight = charset === '' || IS_UTF_8.test(charset) || isAscii(text);
	if (!isReadRight || !isUtf8Inside(text)) throw notUtf8();
	const fields = isMultipart && isObject(parsed.data) ? parsed.data : parsed;
	const isPayload = Object.keys(fields).length === 1 && typeof fields.payload === 'string';
	return (isPayload && parseJson(fields.payload as string)) || fields;
}

const isAscii = (text: string) => Buffer.byteLength(text) === text.length;

/** Whether the bytes are UTF-8 that a form's percent-encoding stands for. */
function isUtf8Inside(form: string): boolean {
	if (!form.includes('%') || decode(form) !== form) return true;
	const bytes = Buffer.from(form)
		.toString('latin1')
		.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
	return fromUtf8(Buffer.from(bytes, 'latin1')) !== undefined;
}
