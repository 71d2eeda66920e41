import { UNRECOGNIZED, unrecognized, type ReadDelivery, type ServiceEvent } from './delivery';
import { isObject, parseJson } from './lib/json';
import { decodeAll, queryValues } from './lib/query';
import { Refusal } from './refusal';
import type { DeliveryRequest } from './request';
import { catalogueName, type ReadInput, type Service } from './service';
import type { Settings } from './settings';

/**
 * Takes the body apart into the service's events.
 * @returns no event for a probe; one event `unrecognized` for what is not the service's envelope.
 * @throws Refusal 415 for a content type that the service never sends, 422 for what is not JSON,
 *   400 for an unrecognized delivery where the user wants those refused.
 */
export async function read(
	service: Service,
	request: DeliveryRequest,
	settings: Settings,
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
		events: eventsOf(service, input, isEmpty),
		// Of a multipart form n8n keeps what it read alone.
		bytes: sent.length > 0 || isEmpty ? sent : Buffer.from(JSON.stringify(request.parsed)),
		deliveryId: header(request, service.deliveryIdHeader),
	};
}

function eventsOf(service: Service, input: ReadInput, isEmpty: boolean): ServiceEvent[] {
	if (service.isProbe?.(input) ?? isEmpty) return [];
	const found = service.read(input) ?? [unrecognized(service.name, input.body)];
	const events = found.map((event) => ({ ...event, event: catalogueName(service, event.event) }));
	const isRecognized = events.length === 0 || events.some(({ event }) => event !== UNRECOGNIZED);
	if (isRecognized || input.settings.options.unrecognizedPayloads !== 'reject') return events;
	throw new Refusal(
		400,
		`This is not a delivery as ${service.name} sends it.`,
		'To look into it, set "Unrecognized Payloads" to "Report".',
	);
}

function header({ headers }: DeliveryRequest, name: string | undefined): string | undefined {
	const value = name === undefined ? undefined : headers[name];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What the user writes into the URL may have been encoded on its way, even twice. */
function parameter({ query }: DeliveryRequest, name: string | undefined): string | undefined {
	const [value = ''] = name === undefined ? [] : queryValues(query, name);
	return decodeAll(value).split('?', 1)[0]!.trim() || undefined;
}

const isJsonType = (type: string) => /^(application|text)\/(.+\+)?json$/.test(type);

function bodyOf(
	{ accepts, name }: Pick<Service, 'accepts' | 'name'>,
	{ contentType, parsed }: DeliveryRequest,
	bytes: Buffer,
): unknown {
	// n8n parses this type alone, and answers 422 itself where it cannot.
	if (contentType === 'application/json') return parsed;
	if (accepts === 'anything') {
		// XML, too, as it was sent, not as n8n reads it.
		return formFields(contentType, parsed) ?? parseJson(bytes) ?? bytes.toString('utf8');
	}
	if (contentType !== '' && !isJsonType(contentType)) {
		throw new Refusal(
			415,
			`${name} sends application/json.`,
			'This delivery has another content type: see what sends it.',
		);
	}
	const json = parseJson(bytes);
	if (json === undefined) {
		throw new Refusal(
			422,
			'The body is not JSON.',
			`${name} sends JSON: see what sends this delivery, or what changes it on its way.`,
		);
	}
	return json;
}

/** The fields of a form as an object, or the JSON that is its only field; undefined where the body is no form. */
function formFields(contentType: string, parsed: unknown): unknown {
	const isMultipart = contentType === 'multipart/form-data';
	if (!isObject(parsed) || (!isMultipart && contentType !== 'application/x-www-form-urlencoded')) {
		return undefined;
	}
	const fields = isMultipart && isObject(parsed.data) ? parsed.data : parsed;
	const isPayload = Object.keys(fields).length === 1 && typeof fields.payload === 'string';
	return (isPayload && parseJson(fields.payload as string)) || fields;
}
