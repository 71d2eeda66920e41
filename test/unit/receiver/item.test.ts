import { z } from 'zod/v4';

import type { IdentifiedEvent } from '../../../receiver/delivery';
import { identify } from '../../../receiver/identify';
import { itemSchema, toItem, toItems } from '../../../receiver/item';
import { catalogueName } from '../../../receiver/service';
import { fixture, fixtureNames } from '../../support/fixtures';
import { byName } from '../../support/services';
import { readInput, stubService, stubSettings } from '../../support/inProcess/stub';

const RECEIVED = '2026-05-01T10:00:00.000Z';
const event = (own: Partial<IdentifiedEvent> = {}): IdentifiedEvent => ({
	event: 'made',
	account: 'ours',
	envelope: { at: '2026-05-01T09:59:59Z' },
	data: { id: 7, more: 'kept' },
	key: '0123456789abcdef0123456789abcdef',
	eventId: '0123456789abcdef0123456789abcdef',
	unique: true,
	...own,
});
const item = (own: Partial<IdentifiedEvent> = {}) => toItem(stubService(), event(own), RECEIVED);

describe('An item', () => {
	it('holds the common fields and the unchanged data', () => {
		const data = { id: 7, more: 'kept' };

		expect(item({ data })).toEqual({
			eventName: 'Thing Made',
			title: null,
			text: null,
			person: null,
			status: null,
			url: null,
			occurredAt: '2026-05-01T09:59:59Z',
			recordId: 7,
			service: 'stub',
			eventId: '0123456789abcdef0123456789abcdef',
			event: 'made',
			account: 'ours',
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
	])('warns when %j is not as documented, and still holds it', (data, warnings) => {
		expect(item({ data })).toMatchObject({ data, warnings });
	});

	it.each(['broken', 'constructor', '__proto__', 'toString', ''])(
		'warns that the event %j is not in the list',
		(name) => {
			expect(item({ event: name, data: { any: 1 } })).toMatchObject({
				event: name,
				eventName: name,
				data: { any: 1 },
				warnings: ['event: Trigger On does not list this event, so its data was not checked'],
			});
		},
	);

	it('has no warning for an unlisted event that the user named', () => {
		const [{ json }] = toItems(
			stubService(),
			[event({ event: 'broken' })],
			stubSettings({ options: { additionalEventNames: ['broken'] } }),
			{ receivedAt: RECEIVED },
		);

		expect(json).not.toHaveProperty('warnings');
	});

	const listed = stubService({
		events: {
			many: {
				name: 'Many',
				description: 'Many',
				data: z.array(z.number()),
				identity: { by: 'fingerprint', evidence: 'doc' } as const,
			},
		},
	});
	const malformed = (length: number) =>
		event({ event: 'many', data: Array.from({ length }, () => 'x') });

	it('lists 20 deviations and counts the others', () => {
		const { warnings } = toItem(listed, malformed(5000), RECEIVED);

		expect(warnings).toHaveLength(21);
		expect(warnings![0]).toBe('data.0: Invalid input: expected number, received string');
		expect(warnings![20]).toBe('… and 4980 more');
	});

	it('is not checked when its lists are too long', () => {
		expect(toItem(listed, malformed(1_000_000), RECEIVED).warnings).toEqual([
			'data: its lists are too long to be checked',
		]);
	});

	it('is checked only until the lists of its delivery are too long together', () => {
		const events = Array.from({ length: 30 }, () => malformed(9000));

		const compared = toItems(listed, events, stubSettings(), { receivedAt: RECEIVED }).map(
			({ json }) => (json.warnings as string[]).length > 1,
		);

		expect(compared.slice(0, 5)).toEqual(Array(5).fill(true));
		expect(compared.slice(20)).toEqual(Array(10).fill(false));
	});

	it('shortens the warnings from reading the event and keeps only 20', () => {
		const warnings = Array.from({ length: 30 }, () => 'w'.repeat(100_000));

		const shown = item({ warnings }).warnings!;

		expect(shown).toHaveLength(21);
		expect(Math.max(...shown.map(({ length }) => length))).toBe(200);
	});

	it('writes the event time in standard ISO 8601', () => {
		const at = '2026-05-01T09:59:59,5+02';

		expect(item({ envelope: { at } }).occurredAt).toBe('2026-05-01T09:59:59.5+02:00');
		expect(item({ envelope: { at } })).not.toHaveProperty('warnings');
		expect(item({ envelope: { at: null } })).not.toHaveProperty('warnings');
	});

	it.each(['yesterday', '2026-02-30T10:00:00Z', '0001-01-01T00:00:00', 1777629599, true, ''])(
		'leaves out the invalid time %j and warns about it',
		(at) => {
			expect(item({ envelope: { at } })).toMatchObject({
				occurredAt: null,
				warnings: ['occurredAt: the event time is not a moment in ISO 8601'],
			});
		},
	);

	it('shows the warnings from reading the event instead of those from the schema', () => {
		expect(item({ data: 'text', warnings: ['data: another shape'] }).warnings).toEqual([
			'data: another shape',
		]);
	});
});

describe('The ten fields of an item', () => {
	const fields = (data: unknown) => item({ data });

	it('come first and in a fixed order', () => {
		expect(Object.keys(item())).toEqual([
			'eventName',
			'title',
			'text',
			'person',
			'status',
			'url',
			'occurredAt',
			'recordId',
			'service',
			'eventId',
			'event',
			'account',
			'receivedAt',
			'data',
		]);
	});

	it('take the first source that has a usable value', () => {
		const by = { name: ' ', email: 'mira@example.com' };
		const data = { id: 7, name: 'Lamp', by, url: 'https://example.com/7', note: ' Broken. ' };

		expect(fields(data)).toMatchObject({
			title: 'Lamp',
			text: 'Broken.',
			person: 'mira@example.com',
			url: 'https://example.com/7',
			recordId: 7,
		});
	});

	it.each([
		null,
		'text',
		[],
		{},
		{ id: null, name: '', by: {}, url: [], note: ' ' },
		{ id: 0, name: 5, by: 92, url: 'javascript:alert(1)', note: true, state: {} },
		{ id: 2 ** 53, by: '8d2b6f10-45c3-4e7a-b1d9-0c6f3a9e2571', url: 'ftp://example.com' },
	])('are null when the data has no usable value: %j', (data) => {
		expect(fields(data)).toMatchObject({
			title: null,
			text: null,
			person: null,
			status: null,
			url: null,
			recordId: null,
		});
	});

	it("can come from an event's own list of fields or from a function", () => {
		const made = stubService().events.made;
		const own = { title: ['subject'], text: () => [undefined, ' ', 'the second'] };
		const service = stubService({ events: { made: { ...made, fields: own } } });

		expect(
			toItem(service, event({ data: { id: 1, subject: 'S', name: 'N' } }), RECEIVED),
		).toMatchObject({ title: 'S', text: 'the second' });
	});

	it('are well-formed Unicode without NUL, like event and account, and the data stays unchanged', () => {
		const data = { id: 'a\u0000', name: '\ud83d lamp', note: 'x\u0000y' };

		expect(item({ event: 'odd\u0000', account: '\ude00', data })).toMatchObject({
			eventName: 'odd',
			event: 'odd',
			account: '\ufffd',
			title: '\ufffd lamp',
			text: 'xy',
			recordId: 'a',
			data,
		});
	});
});

describe('The items of a delivery', () => {
	const request = { method: 'POST', address: '192.0.2.1', headers: {}, query: {} };
	const items = (own: Parameters<typeof stubSettings>[0]) =>
		toItems(stubService(), [event(), event({ data: {} })], stubSettings(own), {
			receivedAt: RECEIVED,
			request,
		}).map(({ json }) => json);

	it('hold the ten fields, the full event, and the request', () => {
		const [first] = items({});

		expect(first).toMatchObject({ event: 'made', data: { id: 7 }, request });
	});

	it('hold only the ten fields, the warnings, and the request with "Simplify"', () => {
		const [first, second] = items({ simplify: true });

		expect(Object.keys(first)).toHaveLength(11);
		expect(first).toMatchObject({ recordId: 7, request });
		expect(first).not.toHaveProperty('data');
		expect(second).toMatchObject({ warnings: [expect.stringContaining('data.id')] });
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

	it.each(fixtureNames(service.id))('match their schema: %s', (name) => {
		const { warnings, ...rest } = itemOf(name);
		const schema = itemSchema(
			service.id,
			z.enum(Object.keys(service.events) as [string]),
			service.events[rest.event].data,
		);

		expect(warnings).toBeUndefined();
		expect(schema.parse(rest)).toEqual(rest);
	});

	it.each(Object.keys(service.events))('name the record that they are about: %s', (name) => {
		expect(itemOf(name).recordId).not.toBeNull();
	});
});
