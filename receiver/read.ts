import { Refusal } from './refusal';
import type { DeliveryRequest } from './request';
import { catalogueName, UNRECOGNISED, type Service, type ServiceEvent } from './service';
import type { Settings } from './settings';

/** A delivery's events and the bytes they came in (of a form what n8n read of it: it keeps no bytes). */
export interface ReadDelivery {
	events: ServiceEvent[];
	bytes: Buffer;
}

/**
 * Step 3: takes the body apart into the service's events.
 * @returns no event for a probe; one event `unrecognised` for JSON that is not the service's envelope.
 * @throws Refusal 415 for a content type that the service never sends, 422 for what is not JSON,
 *   400 for an unrecognised delivery where the user wants those refused.
 */
export async function read(
	service: Service,
	request: DeliveryRequest,
	settings: Settings,
): Promise<ReadDelivery> {
	const sent = await request.bytes();
	if (sent.length === 0 && request.parsed === undefined) return { events: [], bytes: sent };
	const bytes = sent.length > 0 ? sent : Buffer.from(JSON.stringify(request.parsed)); // multipart

	const body =
		service.accepts === 'json' ? jsonBody(service, request, sent) : anyBody(request, sent);
	if (isProbe(body)) return { events: [], bytes };

	const events = service.read({
		body,
		query: request.query,
		parameter: settings.parameter,
	});
	if (!events) return { events: [unrecognised(service, body, settings)], bytes };
	return {
		events: events.map((event) => ({ ...event, event: catalogueName(service, event.event) })),
		bytes,
	};
}

/** `{"payload":null}` has been seen from SupportBee, when a URL is tried. */
const isProbe = (body: unknown) =>
	isObject(body) && Object.keys(body).length === 1 && body.payload === null;

export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isJsonType = (type: string) => /^(application|text)\/(.+\+)?json$/.test(type);

function jsonBody(service: Service, request: DeliveryRequest, bytes: Buffer): unknown {
	// n8n parses this type alone, and answers 422 itself where it cannot.
	if (request.contentType === 'application/json') return request.parsed;
	if (request.contentType !== '' && !isJsonType(request.contentType)) {
		throw new Refusal(
			415,
			`${service.name} sends application/json.`,
			'This delivery has another content type: see what sends it.',
		);
	}
	const json = parseJson(bytes);
	if (json === undefined) {
		throw new Refusal(
			422,
			'The body is not JSON.',
			`${service.name} sends JSON: see what sends this delivery, or what changes it on its way.`,
		);
	}
	return json;
}

/** JSON as its value, all else as text (forms and XML too: as they were sent, not as n8n reads them). */
function anyBody(request: DeliveryRequest, bytes: Buffer): unknown {
	if (request.contentType === 'application/json') return request.parsed;
	if (bytes.length === 0) return request.parsed; // multipart: n8n alone has read it
	return parseJson(bytes) ?? bytes.toString('utf8');
}

function parseJson(bytes: Buffer): unknown {
	try {
		return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}

function unrecognised(service: Service, body: unknown, settings: Settings): ServiceEvent {
	if (settings.options.unrecognisedDeliveries === 'refuse') {
		throw new Refusal(
			400,
			`This is not a delivery as ${service.name} sends it.`,
			'To look into it, set "Unrecognised Deliveries" to "Deliver".',
		);
	}
	return { event: UNRECOGNISED, account: null, occurredAt: null, data: body };
}
