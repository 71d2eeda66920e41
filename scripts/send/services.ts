import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { services } from '../../nodes';
import { hmac } from '../../receiver/lib/hmac';
import { valuesAt } from '../../receiver/lib/json';
import { catalogueName, entryOf, type Service } from '../../receiver/service';
import { projectFolder } from '../lib/paths';

/** One sample of each event lies here, in a folder per service. */
const FIXTURES = path.join(projectFolder, 'test', 'fixtures');

/** Samples in the shape of a vendor's own examples: of events that have a sample anyway. */
const OF_THE_DOCUMENTATION = /^documented-/;

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** A service as the sender plays it. */
interface SentService {
	/** As its users write it. */
	name: string;
	/** How long it waits for the answer to a first try. */
	timeoutSeconds: number;
	/** What `--secret` is to it. */
	secret: 'signature' | 'verify token' | undefined;
	hasUrlToken: boolean;
	service: Service;
}

const sentService = (service: Service): SentService => {
	const { name, checks, handshake, timeout, firstTimeout = timeout } = service;
	const isSigned = checks.some(({ kind }) => kind === 'bodySignature');
	return {
		name,
		timeoutSeconds: firstTimeout.value,
		secret: isSigned ? 'signature' : handshake ? 'verify token' : undefined,
		hasUrlToken: checks.some(({ kind }) => kind === 'urlToken'),
		service,
	};
};

/** By id. */
export const SERVICES: Record<string, SentService> = {};

/** Has the sender play a service. */
export function playService(service: Service): void {
	SERVICES[service.id] = sentService(service);
}

services.forEach(playService);

const serviceOf = (id: string): Service => {
	const sent = SERVICES[id];
	if (!sent) throw new Error(`There is no service ${id}`);
	return sent.service;
};

/** The events there is a sample of, sorted. */
export function eventsOf(id: string): string[] {
	return readdirSync(path.join(FIXTURES, id))
		.filter((file) => file.endsWith('.json') && !OF_THE_DOCUMENTATION.test(file))
		.map((file) => file.replace(/\.json$/, ''))
		.sort();
}

/** The sample's body, byte for byte. */
export function sampleBody(id: string, event: string): string {
	return readFileSync(path.join(FIXTURES, id, `${event}.json`), 'utf8');
}

/** Names of members that hold a number by which a service knows something. */
const ID = /^id$|_id$|Id$/;

/**
 * The sample's body as that of another event: with ids, and a time, of its own.
 * @param number no other delivery's, in microseconds since 1970.
 */
export function distinctBody(id: string, event: string, number: number): string {
	const body: unknown = JSON.parse(sampleBody(id, event));
	const time = timeIn(serviceOf(id), event, body);
	return JSON.stringify(body, (name, value: unknown) => {
		if (typeof value === 'number' && ID.test(name)) return number;
		return value === time && time !== undefined ? timeOf(number) : value;
	});
}

/** The event's own time in a body, undefined where it has none. */
function timeIn(service: Service, event: string, body: unknown) {
	const settings = service.settings.parse({});
	const [first] = service.read({ body, query: '', eventName: event, settings }) ?? [];
	const entry = first && entryOf(service, catalogueName(service, first.event));
	return valuesAt(first, entry?.occurredAt ?? service.occurredAt ?? [])[0];
}

/** A time to 100 nanoseconds. @param number microseconds since 1970. */
function timeOf(number: number): string {
	const microseconds = String(number % 1000).padStart(3, '0');
	return new Date(Math.floor(number / 1000)).toISOString().replace('Z', `${microseconds}0Z`);
}

/**
 * What a delivery's headers are: content type, signatures, the event's name, the delivery's id.
 * @param event empty where it is not to be named.
 * @param own headers the user asked for: they win.
 */
export function headersFor(
	id: string,
	event: string,
	body: string | Buffer,
	secret: string | undefined,
	own: Record<string, string>,
): Record<string, string> {
	const { checks, eventHeader, deliveryIdHeader } = serviceOf(id);
	const headers: Record<string, string> = { ...JSON_TYPE };
	if (eventHeader && event !== '') headers[eventHeader] = event;
	if (deliveryIdHeader) headers[deliveryIdHeader] = randomUUID();
	for (const check of secret === undefined ? [] : checks) {
		if (check.kind === 'bodySignature') headers[check.header] = hmac(check, secret!, body);
		if (check.kind === 'headerSignature') {
			const date = new Date().toUTCString();
			headers[check.signedHeader] = date;
			headers[check.headers[0]] = hmac(check, secret!, date);
		}
	}
	const overridden = new Set(Object.keys(own).map((name) => name.toLowerCase()));
	const kept = Object.entries(headers).filter(([name]) => !overridden.has(name));
	return { ...Object.fromEntries(kept), ...own };
}

/** The URL with these in its query, unless they are undefined. */
export function withQuery(url: string, parameters: Record<string, string | undefined>): string {
	const added = Object.entries(parameters).flatMap(([name, value]) =>
		value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
	);
	if (added.length === 0) return url;
	return `${url}${url.includes('?') ? '&' : '?'}${added.join('&')}`;
}

/** Where the event's deliveries go: the URL as one enters it in the service. */
export function urlFor(
	id: string,
	event: string,
	{ url, token }: { url: string; token?: string },
): string {
	const { checks, eventParameter } = serviceOf(id);
	const tokens = checks.flatMap((check) =>
		check.kind === 'urlToken' ? [[check.parameter, token] as const] : [],
	);
	const isToBeNamed =
		eventParameter !== undefined && event !== '' && !new URL(url).searchParams.has(eventParameter);
	return withQuery(url, {
		...Object.fromEntries(tokens),
		...(isToBeNamed && { [eventParameter]: event }),
	});
}
