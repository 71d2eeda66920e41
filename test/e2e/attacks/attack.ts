import type { Sent } from '../../support/sender';
import {
	testedGlartek,
	testedGlassix,
	testedSocialBoards,
	testedSupportBee,
	type TestedService,
} from '../../support/services';
import type { RawRequest } from '../../support/realN8n/http';

export const services = {
	glartek: testedGlartek,
	glassix: testedGlassix,
	socialboards: testedSocialBoards,
	supportbee: testedSupportBee,
} satisfies Record<string, TestedService>;

export type ServiceId = keyof typeof services;

export const serviceIds = Object.keys(services) as ServiceId[];

/** A hostile request and what it must come to. */
export interface Attack {
	title: string;
	on: ServiceId;
	/** The request; its query stands in the URL as it is, and its path instead of the webhook's own. */
	sent: RawRequest & { query?: string; path?: (webhook: string) => string };
	/** Sent instead, byte for byte, by its path and host. */
	bytes?: (path: string, host: string) => string;
	status: number;
	/** The answer's whole text, where that matters. */
	text?: string;
	/** What runs, in one execution; nothing does by default. */
	events?: string[];
	/** The data of what runs, where that matters. */
	data?: unknown[];
	/** What runs is too large to be read back: that it ran once is all that is looked at. */
	isGiant?: boolean;
}

export const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** A delivery as a stranger sends it, as an attack's request. */
export const forged = (on: ServiceId, body: string | Buffer, headers: Sent['headers'] = {}) =>
	asRequest(services[on].forgery(body), headers);

/** A delivery as the service sends it: whoever sends it knows the secret. */
export const genuine = (
	on: ServiceId,
	body: string | Buffer,
	{ headers = {}, event }: { headers?: Record<string, string>; event?: string } = {},
) => asRequest(services[on].delivery(body, event), headers);

function asRequest(sent: Sent, headers: Record<string, string>): Attack['sent'] {
	return { method: 'POST', ...sent, headers: { ...sent.headers, ...headers } };
}
