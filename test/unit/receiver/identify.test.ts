import { identify } from '../../../receiver/identify';
import type { ServiceEvent } from '../../../receiver/delivery';
import { glassix } from '../../../nodes/Glassix/service';
import { socialBoards } from '../../../nodes/SocialBoards/service';
import { supportBee } from '../../../nodes/SupportBee/service';
import { fixture, fixtureNames } from '../../support/fixtures';
import { readInput, stubEvent as event, stubService } from '../../support/stub';

const identified = (events: ServiceEvent[], bytes = 'the body') =>
	identify(stubService(), { events, bytes: Buffer.from(bytes) });
const idOf = (own: Partial<ServiceEvent> = {}, bytes?: string) =>
	identified([event(own)], bytes)[0].eventId;

describe("An event's id", () => {
	it('is 32 hexadecimal digits that never change from one version to the next', () => {
		expect(identified([event()])).toEqual([
			{ ...event(), eventId: '8765f30fb82505e30982d2565ffb6e33', unique: true },
		]);
		expect(identified([event({ event: 'changed' })])[0]).toMatchObject({
			eventId: 'ac842129787994e70ec3c7779aa313df',
			unique: false,
		});
	});

	it('is the same when the service sends the event again', () => {
		expect(idOf()).toBe(idOf());
		expect(idOf({ event: 'changed' })).toBe(idOf({ event: 'changed' }));
	});

	it('is the same however the body is written, where the event has something unique', () => {
		expect(idOf({}, 'the body')).toBe(idOf({}, 'the body written anew'));
	});

	it('differs with the body where the event has nothing unique', () => {
		expect(idOf({ event: 'changed' }, 'the body')).not.toBe(idOf({ event: 'changed' }, 'another'));
	});

	it.each<[string, Partial<ServiceEvent>]>([
		['what is unique', { data: { id: 8 } }],
		['the time', { envelope: { at: '2026-01-01T00:00:01Z' } }],
		['the account', { account: 'theirs' }],
		['no account', { account: null }],
		['the event', { event: 'changed' }],
		['the type of what is unique', { data: { id: '7' } }],
	])('differs with %s', (_what, own) => {
		expect(idOf(own)).not.toBe(idOf());
	});

	it('differs with the service', () => {
		const theirs = identify(stubService({ id: 'another' }), {
			events: [event()],
			bytes: Buffer.from('the body'),
		});

		expect(theirs[0].eventId).not.toBe(idOf());
	});

	it('differs with the place in the body where the event has nothing unique', () => {
		const changed = event({ event: 'changed' });
		const ids = identified([changed, changed]).map(({ eventId }) => eventId);

		expect(new Set(ids).size).toBe(2);
	});

	it('is another one for each time that a body holds the same event, the same again on a retry', () => {
		const twice = identified([event(), event(), event()]);

		expect(new Set(twice.map(({ eventId }) => eventId)).size).toBe(3);
		expect(twice[0].eventId).toBe(idOf());
		expect(identified([event(), event(), event()])).toEqual(twice);
	});

	it('is as different for long texts as for short ones', () => {
		const long = (end: string) => ({ account: 'long '.repeat(100) + end });

		expect(idOf(long('a'))).toBe(idOf(long('a')));
		expect(idOf(long('a'))).not.toBe(idOf(long('b')));
	});

	it('takes no longer for thousands of events that share a text of a megabyte', () => {
		const account = 'x'.repeat(1_000_000);
		const events = Array.from({ length: 5000 }, (_, id) => event({ account, data: { id } }));
		const start = performance.now();

		identified(events);

		expect(performance.now() - start).toBeLessThan(1000);
	});

	it('is made where the event is nested deeper than a function can call itself', () => {
		const depth = 100_000;
		const id = JSON.parse('['.repeat(depth) + ']'.repeat(depth));

		expect(identified([event({ data: { id } })])[0].unique).toBe(false);
	});

	it.each<[string, Partial<ServiceEvent>]>([
		['lacks what is unique', { data: {} }],
		['has null there', { data: { id: null } }],
		['has an object there', { data: { id: { id: 7 } } }],
		['has no data at all', { data: null }],
		['is not in the list', { event: 'broken' }],
		['is named constructor', { event: 'constructor' }],
		['is named __proto__', { event: '__proto__' }],
	])("comes from the body's bytes where the event %s", (_what, own) => {
		const [first] = identified([event(own)]);

		expect(first.unique).toBe(false);
		expect(idOf(own, 'the body')).not.toBe(idOf(own, 'another body'));
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

	it.each(fixtureNames(service.id))('are unique for %s where its identity says so', (name) => {
		const [identifiedEvent] = idsOf(name);
		const { identity } = service.events[identifiedEvent.event];

		expect(identifiedEvent.unique).toBe(identity.by !== 'fingerprint');
	});

	it('are stable over a retry whose bytes are spaced otherwise, where the event is unique', () => {
		for (const name of fixtureNames(service.id)) {
			const compact = JSON.stringify(JSON.parse(fixture(service.id, name)));
			const [first] = idsOf(name);
			const [retry] = idsOf(name, compact);

			expect(retry.eventId === first.eventId).toBe(first.unique);
		}
	});
});
