import fc, { type Arbitrary } from 'fast-check';
import { writeFileSync } from 'fs';
import { z } from 'zod/v4';

import { itemSchema, type Item } from '../../receiver/item';
import {
	anyDelivery,
	anyEvent,
	envelopeOf,
	genuineDelivery,
	literal,
	mutantDelivery,
	recasedDelivery,
	sentOf,
	withLiterals,
	type Made,
} from '../support/inProcess/fuzz/deliveries';
import { edited, genuine, genuineEdits } from '../support/inProcess/fuzz/genuine';
import * as any from '../support/inProcess/fuzz/values';
import { running, type TestedService } from '../support/services';
import type { VendorEvent } from '../support/vendors';
import type { RunningTrigger, Taken } from '../support/inProcess/webhook';

/*
 * What holds for every delivery, tried by machine with deliveries made at random from the vendors' classes and the
 * catalogues' schemas. `npm run fuzz` makes more of them.
 */

const RUNS = Number(process.env.FUZZ_RUNS ?? 2000);
const SEED = Number(process.env.FUZZ_SEED ?? 20260301);
const HOUR = 3_600_000;

interface Result {
	property: string;
	runs: number;
	seconds: number;
	/** What broke it, '' where nothing did. */
	counterexample: string;
}

const results: Result[] = [];

afterAll(() => {
	const { FUZZ_REPORT } = process.env;
	if (FUZZ_REPORT) writeFileSync(FUZZ_REPORT, JSON.stringify(results));
});

/** A test that tries a property with as many values as are asked for. On failure it says the seed. */
function holds<Value>(
	property: string,
	arbitrary: Arbitrary<Value>,
	check: (value: Value) => Promise<void>,
) {
	it(
		property,
		async () => {
			const started = performance.now();
			const details = await fc.check(fc.asyncProperty(arbitrary, check), {
				numRuns: RUNS,
				seed: SEED,
			});
			const report = details.failed ? await fc.asyncDefaultReportMessage(details) : undefined;
			results.push({
				property,
				runs: details.numRuns,
				seconds: (performance.now() - started) / 1000,
				counterexample: report ?? '',
			});
			if (report !== undefined) throw new Error(report.slice(0, 5000));
		},
		HOUR,
	);
}

const triggers = new Map<TestedService, RunningTrigger>();

/** A trigger that takes each delivery as if it had seen none before. */
function forgetful(tested: TestedService): RunningTrigger {
	const trigger =
		triggers.get(tested) ?? running(tested, { options: { duplicateDeliveries: 'processAll' } });
	triggers.set(tested, trigger);
	return trigger;
}

const take = async ({ vendorEvent, sent }: Made) => await forgetful(vendorEvent.tested).take(sent);

const MADE_UP = z.string().refine((text) => !/[\0\p{Surrogate}]/u.test(text));
const filled = MADE_UP.refine((text) => text.trim() === text && text !== '').nullable();

/** Years, offsets and fractions that JavaScript and Postgres take. */
const POSTGRES_TIME =
	/^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-5]):[0-5]\d)$/;

/** The ten fields, as every later node may rely on them. */
const tenFields = (service: string) =>
	z.object({
		eventName: MADE_UP,
		title: filled,
		text: filled,
		person: filled,
		status: filled,
		url: filled.refine((url) => url === null || /^https?:\/\//i.test(url)),
		occurredAt: filled.refine(
			(time) =>
				time === null || (POSTGRES_TIME.test(time) && !Number.isNaN(new Date(time).getTime())),
		),
		recordId: z.union([filled, z.number().refine(Number.isSafeInteger)]),
		service: z.literal(service),
		eventId: z.string().regex(/^[0-9a-f]{32}$/),
	});

const NAMES = Object.keys(tenFields('').shape);

/** @throws where a field is not of its type, or the ten are not the first. */
function checkFields(tested: TestedService, items: Item[]): void {
	const { id } = tested.service;
	const whole = itemSchema(id, MADE_UP, z.unknown());
	for (const item of items) {
		tenFields(id).parse(item);
		whole.parse(item);
		if (Object.keys(item).slice(0, NAMES.length).join() !== NAMES.join()) {
			throw new Error('The ten fields are not the first.');
		}
	}
}

const same = (found: unknown, wanted: unknown, what: string) => {
	if (found !== wanted) throw new Error(`${what}: ${String(found)}, not ${String(wanted)}`);
};

const REFUSALS = [400, 401, 415, 422];

holds('a trigger never throws, whatever is sent', anyDelivery, async (made) => {
	const { status, answeredBy, log, items } = await take(made);

	if (![200, ...REFUSALS].includes(status)) throw new Error(`${status}: ${JSON.stringify(log)}`);
	if (answeredBy === 'nobody') throw new Error('Nobody answered.');
	if (log.some(({ level }) => level === 'error' || level === 'thrown')) {
		throw new Error(JSON.stringify(log));
	}
	checkFields(made.vendorEvent.tested, items);
});

holds(
	'a trigger gives as many items as events, in their order',
	fc.oneof(genuineDelivery, mutantDelivery),
	async (made) => {
		const { items } = await take(made);

		same(items.length, made.data.length, 'items');
		items.forEach(({ data }, place) => {
			const sent = made.data[place];
			// SocialBoards' envelope adds its ticket's id.
			const [own, wanted] = [data, sent].map((one) => ({ ...Object(one), TicketId: undefined }));
			const isObject = typeof sent === 'object' && sent !== null && !Array.isArray(sent);
			same(
				JSON.stringify(isObject ? own : data),
				JSON.stringify(isObject ? wanted : sent),
				`event ${place}`,
			);
		});
	},
);

holds(
	'a trigger gives the ten fields their types',
	fc.oneof(mutantDelivery, genuineDelivery, recasedDelivery),
	async (made) => {
		const { status, items } = await take(made);

		same(status, 200, 'status');
		checkFields(made.vendorEvent.tested, items);
	},
);

holds(
	"a trigger gives no warning about what the vendor's classes allow",
	genuineDelivery,
	async (made) => {
		const { items } = await take(made);

		for (const { event, warnings } of items) {
			same(event, made.vendorEvent.event, 'event');
			same(warnings?.join(), undefined, 'warnings');
		}
	},
);

/** Time passes without anybody waiting for it, and never by itself: a busy machine must not change what comes out. */
const clock = { passed: 0 };
const frozenAt = Date.now();

beforeAll(() => {
	jest.spyOn(Date, 'now').mockImplementation(() => frozenAt + clock.passed);
});

const count = (taken: Taken[]) => taken.flatMap(({ items }) => items).length;

/** How the same bytes may come twice although they are one delivery. */
const TWICE: Record<string, (trigger: RunningTrigger, made: Made) => Promise<Taken[]>> = {
	'at once': async (trigger, { sent }) =>
		await Promise.all([trigger.take(sent), trigger.take(sent)]),
	'within a second': async (trigger, { sent }) => {
		const first = await trigger.take(sent);
		clock.passed += 900;
		return [first, await trigger.take(sent)];
	},
	'after an answer that the service missed': async (trigger, { sent }) => {
		const first = await trigger.take(sent, true);
		clock.passed += 3 * HOUR;
		return [first, await trigger.take(sent)];
	},
};

holds(
	'a trigger runs once if the same bytes come twice and may be one delivery',
	fc.tuple(genuineDelivery, fc.constantFrom(...Object.keys(TWICE))),
	async ([made, how]) => {
		const taken = await TWICE[how](running(made.vendorEvent.tested), made);

		same(count(taken), made.data.length, `items, sent again ${how}`);
	},
);

/** What tells an event from another, as its page says; not taken from the catalogue, which is what is tried here. */
const TOLD_APART_BY: Record<string, string[]> = {
	NEW_MESSAGE: ['transaction.guidTransactionId'],
	conversation_created: ['ConversationId', 'EventTime'],
	note_deletion: ['NoteId'],
	'agent.reply.created': ['reply.id'],
	'comment.created': ['comment.id'],
	'customer.reply.created': ['reply.id'],
	'ticket.assigned.to.team': ['team_assignment.id'],
	'ticket.assigned.to.user': ['user_assignment.id'],
	'ticket.created': ['ticket.id'],
};

/** Whether a member tells an event from another: of Glassix' changes all but the ticket, else any where none is named. */
function discriminators({ tested, event }: VendorEvent): (path: string[]) => boolean {
	const named = TOLD_APART_BY[event];
	if (named) return (path) => named.includes(path.join('.'));
	return ([first]) => tested.service.id !== 'glassix' || first !== 'ticket';
}

/** A value as text, the same in whatever order its members come. */
const canonical = (value: unknown): string =>
	withLiterals(
		JSON.stringify(value, (_, member: unknown) =>
			typeof member === 'object' && member !== null && !Array.isArray(member)
				? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
				: member,
		),
	);

/** Two numbers that JavaScript reads as one, and others beyond what it can hold. */
const rounded = fc
	.constantFrom('9007199254740992', '9007199254740993', '-9007199254740993', '1e400', '2e400')
	.map(literal);

interface Pair {
	vendorEvent: VendorEvent;
	data: [any, any];
	envelope: [object, object];
}

/** Two events that differ in nothing but one of the values that tell them apart. */
const pairs: Arbitrary<Pair> = anyEvent.chain((vendorEvent) => {
	const isWanted = discriminators(vendorEvent);
	const edits = genuineEdits(vendorEvent, isWanted);
	const change = fc
		.tuple(edits, edits, fc.option(rounded, { freq: 4 }), fc.option(rounded, { freq: 4 }))
		.map(([one, other, big, otherBig]) => [
			{ ...one, ...(typeof one.value === 'number' && big !== null && { value: big }) },
			{
				...other,
				...(typeof other.value === 'number' && otherBig !== null && { value: otherBig }),
			},
		]);
	const hasTime = vendorEvent.tested.service.id === 'glassix';
	const time = any.moment(fc.constantFrom('Z', ''));
	return fc
		.tuple(genuine(vendorEvent), change, envelopeOf(vendorEvent), fc.boolean(), time)
		.map(([data, [one, other], envelope, isSameBase, dateTime]): Pair => {
			const base = isSameBase ? edited(data, [one]) : data;
			if (hasTime && !isSameBase) {
				return { vendorEvent, data: [base, base], envelope: [envelope, { ...envelope, dateTime }] };
			}
			return { vendorEvent, data: [base, edited(base, [other])], envelope: [envelope, envelope] };
		});
});

holds(
	'a trigger runs twice for two events that differ in what identifies them',
	pairs,
	async (pair) => {
		const { vendorEvent, data, envelope } = pair;
		fc.pre(canonical([data[0], envelope[0]]) !== canonical([data[1], envelope[1]]));
		const trigger = running(vendorEvent.tested);
		const taken = await Promise.all(
			[0, 1].map(
				async (place) => await trigger.take(sentOf(vendorEvent, [data[place]], envelope[place])),
			),
		);

		same(count(taken), 2, 'items');
		same(new Set(taken.flatMap(({ items }) => items.map(({ eventId }) => eventId))).size, 2, 'ids');
	},
);
