import { fixture } from '../support/fixtures';
import type { Sent } from '../support/sender';
import {
	API_SECRET,
	byName,
	running,
	sign,
	testedGlartek,
	testedGlassix,
	testedSocialBoards,
	testedSupportBee,
	URL_TOKEN,
	type TestedService,
} from '../support/services';

/*
 * What an authenticated delivery must not be able to do, whoever makes it up.
 */

const notes = (count: number) =>
	`{"EventType":"note_deletion","Events":[${Array(count).fill('1').join(',')}]}`;

const changes = (count: number) =>
	`{"key":"k","changes":[${Array(count).fill('{"_event":"NEW_TICKET"}').join(',')}]}`;

const envelopes = (count: number) =>
	`[${Array(count / 100)
		.fill(changes(100))
		.join(',')}]`;

const batches: Array<[what: string, tested: TestedService, body: (count: number) => string]> = [
	['SocialBoards', testedSocialBoards, notes],
	['Glassix, in one envelope', testedGlassix, changes],
	['Glassix, in many envelopes', testedGlassix, envelopes],
];

describe.each(batches)('A delivery of thousands of events (%s)', (_what, tested, body) => {
	it('starts one execution with 10,000 events', async () => {
		const { items, result } = await running(tested).deliver(tested.delivery(body(10_000)));

		expect(items).toHaveLength(10_000);
		expect(result!.workflowData).toHaveLength(1);
	});

	it('is refused with 413 and a reason if it holds more than 10,000 events', async () => {
		const { status, text, items, log } = await running(tested).deliver(
			tested.delivery(body(10_100)),
		);

		expect({ status, text }).toEqual({
			status: 413,
			text: 'The delivery holds more than 10000 events.',
		});
		expect(items).toEqual([]);
		expect(log.map(({ level }) => level)).toEqual(['warn']);
		expect(log[0].message).toContain('Have the service send fewer at once');
	});

	it('is refused with 413 even with the largest body that n8n accepts', async () => {
		const count = 100 * Math.floor((15 * 2 ** 20) / body(100).length);

		const { status } = await running(tested).deliver(tested.delivery(body(count)));

		expect(status).toBe(413);
	});
});

/** How people write a token and an event into a URL, and how what they wrote is changed on its way. */
const misspellings = (token: string, event: string): string[] => {
	const right = [`token=${token}&event=${event}`, `event=${event}&token=${token}`];
	const appended = [`token=${token}?event=${event}`, `event=${event}?token=${token}`];
	return [
		...right,
		...appended,
		...[...right, ...appended].map((query) => query.replace('&', '&amp;')),
		...[...right, ...appended].map((query) => query.replace(/[&?]/, encodeURIComponent)),
		...[...right, ...appended].map((query) => query.replaceAll('=', '%3D')),
		...[...right, ...appended].map((query) => encodeURIComponent(query)),
		`event=${event}%26amp%3Btoken%3D${token}`,
		`event=${event}%3Ftoken%3D${token}`,
		`event=${event}%253Ftoken%253D${token}&token=${token}`,
		`event=${event}%2526token%253D${token}&token=${token}`,
		`event=${event}%23token=${token}&token=${token}`,
		`event=${event};token=${token}&token=${token}`,
		`event=${event}/${token}&token=${token}`,
		`event=${token}&token=${token}`,
		`event=&token=${token}`,
		`event=${event}%20${token}&token=${token}`,
		`event=${event}?token=${token}&event=${event}?x=${token}`,
		`token=${token}&Event=${event}?token=${token}`,
		`challenge=1?verifyToken=${token}&token=${token}&event=${token}${event}`,
	];
};

describe.each(byName)('The secrets of a %s credential', (_name, tested) => {
	const { service, event } = tested;
	const other = Object.keys(service.events).find((name) => name !== event)!;
	const body = fixture(service.id, event);
	const genuine = tested.delivery(body);
	const { headers: rows, ...fields } = tested.credential;
	const secrets = [
		...Object.values(fields),
		...((rows as { values?: Array<{ value: string }> })?.values ?? []).map(({ value }) => value),
	].filter((value): value is string => typeof value === 'string' && value !== '');

	it.each(
		secrets.flatMap((secret) => [
			...misspellings(secret, event),
			...misspellings(secret.replaceAll('-', '%2D'), event),
		]),
	)('never get into an item or the log by the URL ?%s', async (query) => {
		const sent = { ...genuine, query };
		const options = { includeRequest: true, duplicateDeliveries: 'processAll' };
		for (const parameters of [
			{ options },
			{ options, triggerOn: [other] },
			{ options: { ...options, additionalEventNames: ['x'] }, triggerOn: [other] },
		]) {
			const { items, log, text } = await running(tested, parameters).deliver(sent);

			for (const secret of secrets) {
				expect(JSON.stringify({ items, log, text })).not.toContain(secret);
			}
		}
	});

	if (service.eventHeader !== undefined) {
		it('never get into an item or the log by the header of the event', async () => {
			const headers = { ...genuine.headers, [service.eventHeader!]: `made ${API_SECRET}` };

			for (const triggerOn of [['allEvents'], [other]]) {
				const { items, failure, log } = await running(tested, { triggerOn }).deliver({
					...genuine,
					headers,
				});

				expect(JSON.stringify({ items, failure, log })).not.toContain(API_SECRET);
				expect(failure!.data).toMatchObject([
					{
						event: 'unrecognized',
						warnings: [
							'event: its name holds a secret of the credential, and is left out. Correct the URL in the service.',
						],
					},
				]);
			}
		});
	}
});

describe('The Glartek Trigger', () => {
	it.each(
		[
			'event=work_order.completed?token=T',
			'event=work_order.completed%26token=T',
			'event=work_order.completed%26token%3DT',
			'event=work_order.completed&amp;token=T',
		].map((query) => query.replace('T', URL_TOKEN)),
	)('finds the event and the token in the query ?%s', async (query) => {
		const { items } = await running(testedGlartek).deliver({
			...testedGlartek.delivery(fixture('glartek', 'work_order.completed')),
			query,
		});

		expect(items).toMatchObject([
			{ event: 'work_order.completed', eventName: 'Work Order Completed' },
		]);
	});
});

describe.each(byName)('The log of the %s Trigger', (_name, tested) => {
	const FORGERY = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
	const name = 'Mine\r\n2026-01-01 | error | forged\u001b[2J\u2028\u202e\u009b\u007f';

	it('has one line for each message, whatever the node and the event are called', async () => {
		const trigger = (parameters = {}, setup = {}) =>
			running(tested, parameters, { ...setup, name });
		const deliveries = [
			await trigger().deliver(tested.forgery('{}')),
			await trigger({}, { credential: new Error(`n8n says${name}${'x'.repeat(10_000)}`) }).deliver(
				tested.delivery('{}'),
			),
			await trigger({ triggerOn: [name.repeat(50)] }).deliver(tested.delivery('{}')),
			await trigger({
				triggerOn: [tested.event],
				options: { additionalEventNames: ['x'] },
			}).deliver(
				tested.delivery(
					JSON.stringify({ payload: { action_type: name }, EventType: name, Events: [{}] }),
				),
			),
		];

		const lines = deliveries.flatMap(({ log }) => log);
		expect(lines.length).toBeGreaterThanOrEqual(3);
		for (const { message, metadata } of lines) {
			expect(message).not.toMatch(FORGERY);
			expect(message.length).toBeLessThanOrEqual(1000);
			for (const value of Object.values(metadata as object)) expect(value).not.toMatch(FORGERY);
		}
	});
});

describe('A header that a proxy repeats', () => {
	const twice = ({ headers, ...sent }: Sent, name: string, between = ', '): Sent => ({
		...sent,
		headers: { ...headers, [name]: `${headers![name]}${between}${headers![name]}` },
	});
	const body = fixture('glassix', 'NEW_TICKET');

	it.each([', ', ','])(
		'is accepted if each of its signatures is right, joined by %j',
		async (between) => {
			const sent = twice(testedGlassix.delivery(body), 'x-hub-signature', between);

			expect((await running(testedGlassix).deliver(sent)).items).toHaveLength(1);
		},
	);

	it.each([
		['the right one and a wrong one', `${sign(body)}, ${sign(body, 'guess')}`],
		['a wrong one and the right one', `${sign(body, 'guess')}, ${sign(body)}`],
		['a wrong one twice', `${sign(body, 'guess')}, ${sign(body, 'guess')}`],
		['the right one and nothing', `${sign(body)}, `],
		['nothing twice', ', '],
	])('is refused with 401 if its signatures are %s', async (_what, signature) => {
		const sent = testedGlassix.delivery(body);

		const { status } = await running(testedGlassix).deliver({
			...sent,
			headers: { ...sent.headers, 'x-hub-signature': signature },
		});

		expect(status).toBe(401);
	});

	it.each(byName)('may be the content type of a %s delivery', async (_name, tested) => {
		const { headers, ...sent } = tested.delivery(fixture(tested.service.id, tested.event));
		for (const type of [
			'application/json, application/json',
			'text/json; charset=utf-8, text/json',
			'application/json ; charset=utf-8',
		]) {
			const { items } = await running(tested).deliver({
				...sent,
				headers: { ...headers, 'content-type': type },
			});

			expect(items).toMatchObject([{ event: tested.event }]);
		}
	});
});

describe('The text of a delivery', () => {
	const text = fixture('supportbee', 'customer.reply.created').replace(
		'"ticket"',
		'"é":"Zoë","ticket"',
	);
	const sent = (type: string, bytes: Buffer) => ({
		...testedSupportBee.delivery(bytes),
		headers: { 'content-type': type },
	});

	it.each([
		'application/json; charset=latin1',
		'application/json; charset=ascii',
		'application/json; charset=UTF8',
		'application/vnd.api+json; charset=iso-8859-1',
		'text/json; charset="utf-8"',
	])('stays intact if it is UTF-8 and its content type is %s', async (type) => {
		const { items } = await running(testedSupportBee).deliver(sent(type, Buffer.from(text)));

		expect(items).toMatchObject([{ data: { é: 'Zoë' } }]);
	});

	it.each(['application/json', 'text/json; charset=iso-8859-1', 'text/json', ''])(
		'is refused with 415 if it is Latin-1 and its content type is "%s"',
		async (type) => {
			const { status, text: reason } = await running(testedSupportBee).deliver(
				sent(type, Buffer.from(text, 'latin1')),
			);

			expect({ status, reason }).toEqual({ status: 415, reason: 'The body is not UTF-8.' });
		},
	);

	it('stays intact if the body is signed and its content type says Latin-1', async () => {
		const signed = fixture('glassix', 'NEW_MESSAGE').replace('"key"', '"é":"Zoë","key"');
		const delivery = testedGlassix.delivery(signed, 'NEW_MESSAGE');

		const { items } = await running(testedGlassix).deliver({
			...delivery,
			headers: { ...delivery.headers, 'content-type': 'application/json; charset=latin1' },
		});

		expect(items).toHaveLength(1);
		expect(JSON.stringify(items)).not.toContain('Ã');
	});
});
