import { identify } from '../../../receiver/identify';
import type { ServiceEvent } from '../../../receiver/delivery';
import { glassix } from '../../../nodes/Glassix/service';
import { socialBoards } from '../../../nodes/SocialBoards/service';
import { supportBee } from '../../../nodes/SupportBee/service';
import { fixture, fixtureNames } from '../../support/fixtures';
import { readInput, stubEvent as event, stubService } from '../../support/inProcess/stub';

const identified = (events: ServiceEvent[], bytes = 'the body') =>
	identify(stubService(), { events, bytes: Buffer.from(bytes) });
const keyOf = (own: Partial<ServiceEvent> = {}, bytes?: string) =>
	identified([event(own)], bytes)[0].key;

describe("An event's key", () => {
	it('is 32 hexadecimal digits that stay the same across versions', () => {
		const key = '8765f30fb82505e30982d2565ffb6e33';

		expect(identified([event()])).toEqual([{ ...event(), key, eventId: key, unique: true }]);
		expect(identified([event({ event: 'changed' })])[0]).toMatchObject({
			key: 'ac842129787994e70ec3c7779aa313df',
			unique: false,
		});
	});

	const whole = stubService({
		events: {
			made: {
				...stubService().events.made,
				identity: { by: ['envelope.at', { allOf: 'data', except: ['ticket'] }], evidence: 'infer' },
			},
			changed: { ...stubService().events.changed, identity: { by: 'delivery', evidence: 'doc' } },
		},
	});
	const keyOfWhole = (data: object, bytes = 'the body') =>
		identify(whole, { events: [event({ data })], bytes: Buffer.from(bytes) })[0];

	it('is made of every member of the change, whatever its type and order', () => {
		const data = {
			ticketId: 7,
			to: null,
			is: false,
			list: [1, { b: 1, a: 2 }],
			ticket: { open: 1 },
		};
		const same = { list: [1, { a: 2, b: 1 }], is: false, to: null, ticketId: 7, ticket: 'newer' };

		expect(keyOfWhole(same, 'other bytes')).toMatchObject({
			key: keyOfWhole(data).key,
			unique: true,
		});
		for (const other of [
			{ ...data, to: 'x' },
			{ ...data, is: true },
			{ ...data, list: [] },
			{ ...data, more: null },
		]) {
			expect(keyOfWhole(other).key).not.toBe(keyOfWhole(data).key);
		}
	});

	it.each<[string, object]>([
		['a number is too large for JavaScript to store exactly', { ticketId: 2 ** 53 }],
		[
			'the data is nested too deeply to be serialized',
			{ deep: JSON.parse('['.repeat(1e5) + ']'.repeat(1e5)) },
		],
	])("comes from the body's bytes when %s", (_why, data) => {
		expect(keyOfWhole(data).unique).toBe(false);
		expect(keyOfWhole(data, 'other bytes').key).not.toBe(keyOfWhole(data).key);
	});

	it("is made of the delivery's id, if there is one, and the event's place in the delivery", () => {
		const keysOf = (deliveryId: string | undefined, bytes = 'the body') =>
			identify(whole, {
				events: [event({ event: 'changed' }), event({ event: 'changed' })],
				bytes: Buffer.from(bytes),
				deliveryId,
			}).map(({ key, unique }) => ({ key, unique }));

		const [first, second] = keysOf('d-1');
		expect(first.key).not.toBe(second.key);
		expect(keysOf('d-1', 'other bytes')).toEqual([first, second]);
		expect(keysOf('d-2')[0].key).not.toBe(first.key);
		expect(keysOf(undefined)[0].unique).toBe(false);
	});

	it('is the eventId of a unique event, while any other event gets a new eventId each time', () => {
		const [one, again] = [event({ event: 'changed' }), event({ event: 'changed' })].map(
			(changed) => identified([changed])[0],
		);

		expect(one.key).toBe(again.key);
		expect(one.eventId).toMatch(/^[0-9a-f]{32}$/);
		expect(one.eventId).not.toBe(again.eventId);
	});

	it('stays the same when the service sends the event again', () => {
		expect(keyOf()).toBe(keyOf());
		expect(keyOf({ event: 'changed' })).toBe(keyOf({ event: 'changed' }));
	});

	it('does not depend on how the body is written when the event is unique', () => {
		expect(keyOf({}, 'the body')).toBe(keyOf({}, 'the body written anew'));
	});

	it('depends on the body when the event is not unique', () => {
		expect(keyOf({ event: 'changed' }, 'the body')).not.toBe(
			keyOf({ event: 'changed' }, 'another'),
		);
	});

	it.each<[string, Partial<ServiceEvent>]>([
		['the unique value', { data: { id: 8 } }],
		['the time', { envelope: { at: '2026-01-01T00:00:01Z' } }],
		['the account', { account: 'theirs' }],
		['a missing account', { account: null }],
		['the event', { event: 'changed' }],
		['the type of the unique value', { data: { id: '7' } }],
	])('changes with %s', (_what, own) => {
		expect(keyOf(own)).not.toBe(keyOf());
	});

	it('changes with the service', () => {
		const theirs = identify(stubService({ id: 'another' }), {
			events: [event()],
			bytes: Buffer.from('the body'),
		});

		expect(theirs[0].eventId).not.toBe(keyOf());
	});

	it('changes with the place in the body when the event is not unique', () => {
		const changed = event({ event: 'changed' });
		const ids = identified([changed, changed]).map(({ key }) => key);

		expect(new Set(ids).size).toBe(2);
	});

	it('differs for each copy of an event in one body, and stays the same on a retry', () => {
		const twice = identified([event(), event(), event()]);

		expect(new Set(twice.map(({ key }) => key)).size).toBe(3);
		expect(twice[0].eventId).toBe(keyOf());
		expect(identified([event(), event(), event()])).toEqual(twice);
	});

	it('tells long texts apart as well as short ones', () => {
		const long = (end: string) => ({ account: 'long '.repeat(100) + end });

		expect(keyOf(long('a'))).toBe(keyOf(long('a')));
		expect(keyOf(long('a'))).not.toBe(keyOf(long('b')));
	});

	it('takes less than a second for 5,000 events that share a text of a megabyte', () => {
		const account = 'x'.repeat(1_000_000);
		const events = Array.from({ length: 5000 }, (_, id) => event({ account, data: { id } }));
		const start = performance.now();

		identified(events);

		expect(performance.now() - start).toBeLessThan(1000);
	});

	it('is made even when the event is nested 100,000 levels deep', () => {
		const depth = 100_000;
		const id = JSON.parse('['.repeat(depth) + ']'.repeat(depth));

		expect(identified([event({ data: { id } })])[0].unique).toBe(false);
	});

	it.each<[string, Partial<ServiceEvent>]>([
		['lacks its unique value', { data: {} }],
		['has null as its unique value', { data: { id: null } }],
		['has an empty text as its unique value', { data: { id: '' } }],
		['has a blank text as its unique value', { data: { id: '  ' } }],
		['has 0 as its unique value', { data: { id: 0 } }],
		['has a unique value that JavaScript rounds', { data: { id: 2 ** 53 } }],
		[
			'has the empty GUID as its unique value',
			{ data: { id: '00000000-0000-0000-0000-000000000000' } },
		],
		['has the placeholder for an unset time', { envelope: { at: '0001-01-01T00:00:00' } }],
		['has an object as its unique value', { data: { id: { id: 7 } } }],
		['has no data', { data: null }],
		["is not in the service's list", { event: 'broken' }],
		['is named constructor', { event: 'constructor' }],
		['is named __proto__', { event: '__proto__' }],
	])("comes from the body's bytes when the event %s", (_what, own) => {
		const [first] = identified([event(own)]);

		expect(first.unique).toBe(false);
		expect(keyOf(own, 'the body')).not.toBe(keyOf(own, 'another body'));
	});
});

describe.each([
	['Glassix', glassix],
	['SocialBoards', socialBoards],
	['SupportBee', supportBee],
])('The ids of %s', (_name, service) => {
	const idsOf = (name: string, text = fixture(service.id, name)) => {
		const events = service.read(readInput(service, JSON.parse(text)))!;
		return identify(service, { events, bytes: Buffer.from(text) });
	};

	it.each(fixtureNames(service.id))('are unique for %s only if its identity says so', (name) => {
		const [identifiedEvent] = idsOf(name);
		const { identity } = service.events[identifiedEvent.event];

		expect(identifiedEvent.unique).toBe(identity.by !== 'fingerprint');
	});

	it('stay the same for a retry with other whitespace only if the event is unique', () => {
		for (const name of fixtureNames(service.id)) {
			const compact = JSON.stringify(JSON.parse(fixture(service.id, name)));
			const [first] = idsOf(name);
			const [retry] = idsOf(name, compact);

			expect(retry.eventId === first.eventId).toBe(first.unique);
		}
	});
});
