import { z } from 'zod/v4';

import { isObject } from '../../receiver/read';
import type { DeliveryRequest } from '../../receiver/request';
import type { Service } from '../../receiver/service';
import type { Settings } from '../../receiver/settings';

/** A service of two events, for tests of one step alone. */
export const stubService = (own: Partial<Service> = {}): Service => ({
	name: 'Stub',
	id: 'stub',
	credential: 'stubApi',
	secrets: [],
	events: {
		made: {
			name: 'Thing Made',
			description: 'When a thing is made',
			data: z.looseObject({ id: z.number(), note: z.string().nullish() }),
			identity: ['data.id', 'occurredAt'],
		},
		changed: {
			name: 'Thing Changed',
			description: 'When a thing changes',
			data: z.unknown(),
			identity: 'fingerprint',
		},
	},
	checks: [],
	timeout: 10,
	repeatsFor: 24,
	accepts: 'json',
	read: ({ body }) =>
		isObject(body) && typeof body.event === 'string'
			? [{ event: body.event, account: null, occurredAt: null, data: body }]
			: undefined,
	simplified: { id: ['id'], title: ['name'], status: [], person: ['by.name', 'by'], url: ['url'] },
	...own,
});

export const stubSettings = (own: Partial<Settings> = {}): Settings => ({
	triggerOn: ['allEvents'],
	otherEvents: [],
	options: {},
	parameter: () => undefined,
	...own,
});

/** A request as n8n hands it over: parsed where its type is application/json. */
export const stubRequest = (
	body: string,
	contentType = 'application/json',
	own: Partial<DeliveryRequest> = {},
): DeliveryRequest => ({
	method: 'POST',
	headers: {},
	query: '',
	address: '192.0.2.1',
	contentType,
	parsed: contentType === 'application/json' && body !== '' ? JSON.parse(body) : undefined,
	bytes: async () => await Promise.resolve(Buffer.from(body)),
	...own,
});
