import { queryValues } from './lib/query';
import type { DeliveryRequest } from './request';
import { MOST_EVENTS, type Service } from './service';
import { initialOf } from './settings';

/**
 * Whether a delivery that is refused looks like the service's own, so that its author should know of it: a signature,
 * the service's envelope, or, of a service without either, the parameters that its user writes into the URL.
 * Scanners, link previews and browsers have none of these.
 */
export function resembles(service: Service, request: DeliveryRequest): boolean {
	const { headers, query, parsed } = request;
	if (signatureHeaders(service).some((name) => headers[name] !== undefined)) return true;
	return service.accepts === 'anything'
		? urlParameters(service).some((name) => queryValues(query, name).length > 0)
		: isEnvelope(service, parsed, request);
}

/** Whether a handshake that is refused looks like the service's own. */
export const resemblesHandshake = (
	{ handshake }: Pick<Service, 'handshake'>,
	{ query }: Pick<DeliveryRequest, 'query'>,
): boolean =>
	handshake !== undefined &&
	[handshake.challenge, handshake.token].every((name) => queryValues(query, name).length > 0);

const signatureHeaders = ({ checks }: Pick<Service, 'checks'>): string[] =>
	checks.flatMap((check) =>
		check.kind === 'bodySignature'
			? [check.header]
			: check.kind === 'headerSignature'
				? check.headers
				: [],
	);

const urlParameters = ({ checks, eventParameter }: Pick<Service, 'checks' | 'eventParameter'>) => [
	...checks.flatMap((check) => (check.kind === 'urlToken' ? [check.parameter] : [])),
	...(eventParameter === undefined ? [] : [eventParameter]),
];

/** Whether a body is built as the service builds its own. It is a stranger's: no event is made of it that can be counted. */
function isEnvelope(service: Service, body: unknown, { query, headers }: DeliveryRequest): boolean {
	if (body === undefined) return false;
	const count = service.eventCount?.(body);
	if (count !== undefined) return count > 0 && count <= MOST_EVENTS;
	const sentName = service.eventHeader && headers[service.eventHeader];
	const eventName = typeof sentName === 'string' ? sentName : undefined;
	const settings = initialOf(service.settings);
	return (service.read({ body, query, eventName, settings })?.length ?? 0) > 0;
}
