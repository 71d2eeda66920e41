import { z } from 'zod/v4';

import type { IdentifiedEvent } from '../../../receiver/delivery';
import { identify } from '../../../receiver/identify';
import { itemSchema, simplify, toItem } from '../../../receiver/item';
import { catalogueName } from '../../../receiver/service';
import { fixture, fixtureNames } from '../../support/fixtures';
import { byName } from '../../support/services';
import { readInput, stubService } from '../../support/stub';

const RECEIVED = '2026-05-01T10:00:00.000Z';
const event = (own: Partial<IdentifiedEvent> = {}): IdentifiedEvent => ({
	event: 'made',
	account: 'ours',
	envelope: { at: '2026-05-01T09:59:59Z' },
	data: { id: 7, more: 'kept' },
	eventId: '0123456789abcdef0123456789abcdef',
	unique: true,
	...own,
});
const item = (own: Partial<IdentifiedEvent> = {}) => toItem(stubService(), event(own), RECEIVED);

describe('An item', () => {
	it('holds what every item holds and the data untouched', () => {
		const data = { id: 7, more: 'kept' };

		expect(item({ data })).toEqual({
			service: 'stub',
			event: 'made',
			eventName: 'Thing Made',
			eventId: '0123456789abcdef0123456789abcdef',
			account: 'ours',
			occurredAt: '2026-05-01T09:59:59Z',
			receivedAt: '2026-05-01T10:00:00.000Z',
			data: { id: 7, more: 'kept' },
		});
		expect(item({ data }).data).toBe(data);
	});

	it.each([
		[{ id: 'seven' }, ['data.id: Invalid input: expected number, received string']],
		[{}, ['data.id: Invalid input: expected number, received undefined']],
		[{ id: 7, note: 5 }, ['data.note: Invalid input: expected string, received number']],
		[null, ['data: Invalid input: expected object, received null']],
		['text', ['data: Invalid input: expected object, received string']],
	])('warns where %j is not as documented, and holds it all the same', (data, warnings) => {
		expect(item({ data })).toMatchObject({ data, warnings });
	});

	it.each(['broken', 'constructor', '__proto__', 'toString', ''])(
		'of the event %j, which is not in the list, says so',
		(name) => {
			expect(item({ event: name, data: { any: 1 } })).toMatchObject({
				event: name,
				eventName: name,
				data: { any: 1 },
				warnings: ['event: Stub is not known to send this event'],
			});
		},
	);

	it('names 20 deviations and counts the rest', () => {
		const events = {
			many: {
				name: 'Many',
				description: 'Many',
				data: z.array(z.number()),
				identity: { by: 'fingerprint', evidence: 'doc' } as const,
			},
		};
		const data = Array.from({ length: 5000 }, () => 'x');

		const { warnings } = toItem(stubService({ events }), event({ event: 'many', data }), RECEIVED);

		expect(warnings).toHaveLength(21);
		expect(warnings![0]).toBe('data.0: Invalid input: expected number, received string');
		expect(warnings![20]).toBe('… and 4980 more');
	});

	it.each([
		'2026-05-01T09:59:59Z',
		'2026-05-01T09:59:59.1234567Z',
		'2026-05-01T09:59:59+02:00',
		'2026-05-01T09:59:59,5-0330',
		'2026-05-01T09:59',
	])('takes the time %s as the service writes it', (occurredAt) => {
		expect(item({ envelope: { at: occurredAt } })).toMatchObject({ occurredAt });
		expect(item({ envelope: { at: occurredAt } })).not.toHaveProperty('warnings');
	});

	it.each([
		'yesterday',
		1777629599,
		true,
		'2026-05-01',
		'1777629599',
		'01/05/2026 09:59',
		'',
		`2026-05-01T09:59:59.${'1'.repeat(10)}`,
	])('leaves out the time %j, which is not ISO 8601, with a warning', (occurredAt) => {
		expect(item({ envelope: { at: occurredAt } })).toMatchObject({
			occurredAt: null,
			warnings: ['occurredAt: the event time is not ISO 8601'],
		});
	});
});

describe('A simplified item', () => {
	const simplified = (data: unknown) => simplify(stubService(), { ...item(), data });

	it('takes the first path that leads to something', () => {
		expect(
			simplified({ id: 7, name: 'Lamp', by: { name: 'Mira' }, url: 'https://example.com' }),
		).toMatchObject({ id: 7, title: 'Lamp', person: 'Mira', url: 'https://example.com' });
		expect(simplified({ by: 'Okan' })).toMatchObject({ person: 'Okan' });
	});

	it.each([null, 'text', [], {}, { id: null, name: '', by: {}, url: [] }])(
		'of %j has null where there is nothing',
		(data) => {
			expect(simplified(data)).toEqual({
				service: 'stub',
				event: 'made',
				eventName: 'Thing Made',
				eventId: '0123456789abcdef0123456789abcdef',
				occurredAt: '2026-05-01T09:59:59Z',
				id: null,
				title: null,
				status: null,
				person: null,
				url: null,
			});
		},
	);

	it('has texts in every field but the id', () => {
		expect(simplified({ id: 0, name: 5, by: true })).toMatchObject({
			id: 0,
			title: '5',
			person: 'true',
		});
	});
});

describe.each(byName)('The items of %s', (_name, { service }) => {
	const itemOf = (name: string) => {
		const text = fixture(service.id, name);
		const events = service
			.read(readInput(service, JSON.parse(text), { eventName: name }))!
			.map((read) => ({ ...read, event: catalogueName(service, read.event) }));
		const [identified] = identify(service, { events, bytes: Buffer.from(text) });
		return toItem(service, identified, RECEIVED);
	};

	it.each(fixtureNames(service.id))('are as their schema says: %s', (name) => {
		const { warnings, ...rest } = itemOf(name);
		const schema = itemSchema(
			service.id,
			z.enum(Object.keys(service.events) as [string]),
			service.events[rest.event].data,
		);

		expect(warnings).toBeUndefined();
		expect(schema.parse(rest)).toEqual(rest);
	});

	it.each(fixtureNames(service.id))('are simplified to something with an id: %s', (name) => {
		const simplified = simplify(service, itemOf(name));

		expect(Object.keys(simplified)).toHaveLength(10);
		expect(simplified.id).not.toBeNull();
	});
});
