import { z } from 'zod/v4';

import type { IdentifiedEvent, ServiceEvent } from '../../../receiver/delivery';
import { isObject } from '../../../receiver/lib/json';
import type { DeliveryRequest } from '../../../receiver/request';
import type { ReadInput, Service } from '../../../receiver/service';
import { sharedSettings, type Settings } from '../../../receiver/settings';

/** A service of two events, for tests of one step alone. */
export const stubService = (own: Partial<Service> = {}): Service => ({
	name: 'Stub',
	id: 'stub',
	credential: 'stubApi',
	events: {
		made: {
			name: 'Thing Made',
			description: 'When a thing is made',
			data: z.looseObject({ id: z.number(), note: z.string().nullish() }),
			identity: { by: ['data.id', 'envelope.at'], evidence: 'doc' },
		},
		changed: {
			name: 'Thing Changed',
			description: 'When a thing changes',
			data: z.unknown(),
			identity: { by: 'fingerprint', evidence: 'doc' },
		},
	},
	settings: sharedSettings,
	checks: [],
	timeout: { value: 10, evidence: 'doc' },
	repeatsFor: { value: 24, evidence: 'doc' },
	accepts: 'json',
	occurredAt: ['envelope.at'],
	read: ({ body }) =>
		isObject(body) && typeof body.event === 'string'
			? [{ event: body.event, account: null, data: body }]
			: undefined,
	setUp: { where: 'In Stub', steps: [], then: '', otherEvent: 'other', page: 'stub' },
	personMembers: ['name', 'email', 'phone'],
	fields: {
		title: ['name'],
		text: ['note'],
		person: ['by'],
		status: ['state'],
		url: ['url'],
		recordId: ['id'],
	},
	...own,
});

/** What the user set: nothing but all events, unless a test says otherwise. */
export const stubSettings = ({
	options,
	...own
}: Partial<Omit<Settings, 'options'>> & {
	options?: Partial<Settings['options']>;
} = {}): Settings => sharedSettings.parse({ triggerOn: ['allEvents'], ...own, options });

/** An event as a service reads it. */
export const stubEvent = (own: Partial<ServiceEvent> = {}): ServiceEvent => ({
	event: 'made',
	account: 'ours',
	envelope: { at: '2026-01-01T00:00:00Z' },
	data: { id: 7 },
	...own,
});

/** The same, identified. */
export const stubIdentified = (own: Partial<IdentifiedEvent> = {}): IdentifiedEvent => ({
	...stubEvent(),
	key: '0123456789abcdef0123456789abcdef',
	eventId: '0123456789abcdef0123456789abcdef',
	unique: true,
	...own,
});

/** What a service's `read` is given: a body, and settings as the user leaves them. */
export const readInput = <Of extends Pick<Service, 'settings'>>(
	service: Of,
	body: unknown,
	own: Partial<ReadInput> & { parameters?: object } = {},
): ReadInput => {
	const { parameters, ...input } = own;
	return { body, query: '', settings: service.settings.parse({ ...parameters }), ...input };
};

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
	charset: '',
	parsed: contentType === 'application/json' && body !== '' ? JSON.parse(body) : undefined,
	bytes: async () => await Promise.resolve(Buffer.from(body)),
	...own,
});
