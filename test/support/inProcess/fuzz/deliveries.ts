import fc, { type Arbitrary } from 'fast-check';

import { wellFormed } from '../../../../receiver/lib/text';
import type { Sent } from '../../sender';
import { vendorEvents, type VendorEvent } from '../../vendors';
import { genuine } from './genuine';
import { mutant } from './mutants';
import * as any from './values';

/** A delivery and what is in it. */
export interface Made {
	vendorEvent: VendorEvent;
	sent: Sent;
	/** What each of its events must be delivered with, in their order. */
	data: any[];
}

/** A number that JavaScript cannot hold, as it stands in the body. */
export const literal = (digits: string) => `@@${digits}@@`;

/** JSON with numbers as they are to stand in it. */
export const withLiterals = (text: string) =>
	text.replace(/"@@(-?\d+(?:e\d+)?)@@"/g, (_, digits: string) => digits);

const asJson = (body: unknown) => withLiterals(JSON.stringify(body));

export const sentOf = ({ tested, event, bodyOf }: VendorEvent, data: any[], envelope = {}): Sent =>
	tested.delivery(asJson(bodyOf(data, envelope)), event);

for (const vendorEvent of vendorEvents) {
	// Without it a counterexample would show the whole service.
	Object.defineProperty(vendorEvent, fc.toStringMethod, {
		value: () => `${vendorEvent.tested.service.name} ${vendorEvent.event}`,
	});
}

export const anyEvent: Arbitrary<VendorEvent> = fc.constantFrom(...vendorEvents);

const zones = fc.constantFrom('Z', '', '+02:00');

/** Members of the envelope that may be otherwise. */
const envelopes: Record<string, Arbitrary<object>> = {
	glassix: fc.record(
		{
			key: fc.oneof(any.text, fc.constant(null)),
			dateTime: any.moment(zones),
			queueReceiptHandle: fc.oneof(any.text, fc.constant(null)),
			queueMessageId: fc.oneof(any.text, fc.constant(null)),
		},
		{ requiredKeys: [] },
	),
	socialboards: fc.record(
		{
			CommunityName: fc.oneof(any.text, fc.constant(null)),
			TicketId: fc.oneof(any.integer, fc.constant(null)),
		},
		{ requiredKeys: [] },
	),
};

export const envelopeOf = ({ tested }: VendorEvent): Arbitrary<object> =>
	envelopes[tested.service.id] ?? fc.constant({});

/** How many events a delivery has: mostly few, now and then a thousand. */
const howMany = ({ most }: VendorEvent): Arbitrary<number> =>
	most === 1
		? fc.constant(1)
		: fc.oneof(
				{ weight: 3000, arbitrary: fc.constantFrom(1, 1, 2, 3) },
				{ weight: 300, arbitrary: fc.constant(0) },
				{ weight: 30, arbitrary: fc.nat(40) },
				{ weight: 3, arbitrary: fc.constantFrom(999, most) },
			);

/** n8n takes no larger body, and a thousand events of a megabyte are more than a string can hold. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

const deliveriesOf = (dataOf: (vendorEvent: VendorEvent) => Arbitrary<any>): Arbitrary<Made> =>
	anyEvent.chain((vendorEvent) =>
		fc
			.tuple(
				howMany(vendorEvent),
				fc.array(dataOf(vendorEvent), { minLength: 1, maxLength: 3 }),
				envelopeOf(vendorEvent),
			)
			.map(([count, some, envelope]) => {
				const size = JSON.stringify(some).length / some.length;
				const length = Math.min(count, Math.max(1, Math.floor(MOST_CHARACTERS / size)));
				const data = Array.from({ length }, (_, place) => some[place % some.length]);
				return { vendorEvent, data, sent: sentOf(vendorEvent, data, envelope) };
			}),
	);

/** Deliveries as the vendors' classes allow them. */
export const genuineDelivery = deliveriesOf(genuine);

/** Deliveries of which each event is recognized, but holds anything. */
export const mutantDelivery = deliveriesOf(mutant);

/** The keys of a value in another letter case. */
function recased(value: any, recase: (key: string) => string): any {
	if (Array.isArray(value)) return value.map((one) => recased(one, recase));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, member]) => [recase(key), recased(member, recase)]),
	);
}

const CASES = [
	(key: string) => key.toUpperCase(),
	(key: string) => key.toLowerCase(),
	(key: string) => key.slice(0, 1).toLowerCase() + key.slice(1),
];

/** Deliveries of SocialBoards with all names in another letter case. */
export const recasedDelivery: Arbitrary<Made> = fc
	.tuple(
		fc.constantFrom(...vendorEvents.filter(({ tested }) => tested.service.id === 'socialboards')),
		fc.constantFrom(...CASES),
	)
	.chain(([vendorEvent, recase]) =>
		genuine(vendorEvent).map((data) => {
			const sent = vendorEvent.tested.delivery(asJson(recased(vendorEvent.bodyOf([data]), recase)));
			return { vendorEvent, data: [data], sent };
		}),
	);

const TYPES = [
	'application/json',
	'application/json; charset=utf-8',
	'text/json',
	'application/vnd.api+json',
	'text/plain',
	'application/x-www-form-urlencoded',
	'application/xml',
	'application/octet-stream',
	'multipart/form-data; boundary=x',
	'',
	'x',
];

/** What stands in a URL: no blanks, no controls. */
const queryText = any.text.map((text) => encodeURIComponent(wellFormed(text)).slice(0, 500));

/** Anything that a sender with the secret can send. */
export const anyDelivery: Arbitrary<Made> = fc
	.tuple(
		anyEvent,
		fc.oneof(
			{ weight: 3, arbitrary: any.json.map((value) => Buffer.from(JSON.stringify(value))) },
			{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
			{ weight: 1, arbitrary: any.text.map((text) => Buffer.from(text)) },
			{
				weight: 2,
				arbitrary: genuineDelivery.map(({ sent }) => Buffer.from(sent.body!)),
			},
			{
				weight: 1,
				arbitrary: fc
					.tuple(genuineDelivery, fc.nat(500))
					.map(([{ sent }, end]) => Buffer.from(sent.body!).subarray(0, end)),
			},
		),
		fc.constantFrom(...TYPES),
		fc.oneof(fc.constant(''), queryText),
		fc.constantFrom('&', '&event=', '&amp;event=', '?event=', '%26event%3D'),
	)
	.map(([vendorEvent, body, type, added, joined]) => {
		const sent = vendorEvent.tested.delivery(body, vendorEvent.event);
		const query = added === '' ? sent.query : `${sent.query ?? ''}${joined}${added}`;
		const headers = { ...sent.headers, 'content-type': type };
		return { vendorEvent, data: [], sent: { ...sent, headers, query } };
	});
