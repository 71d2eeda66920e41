import { read } from '../../../receiver/read';
import type { Service } from '../../../receiver/service';
import { stubRequest, stubService, stubSettings } from '../../support/inProcess/stub';

const eventsOf = async (body: string, type?: string, own: Partial<Service> = {}) =>
	(await read(stubService(own), stubRequest(body, type), stubSettings(), {})).events;

const anything: Partial<Service> = {
	accepts: 'anything',
	read: ({ body }) => [{ event: 'made', account: null, data: body }],
};

describe('Reading a delivery of a service that sends JSON', () => {
	it.each([
		'application/json',
		'text/json',
		'application/vnd.api+json',
		'application/cloudevents+json',
		'',
	])('finds its events where the type is %j', async (type) => {
		expect(await eventsOf('{"event":"made"}', type)).toMatchObject([{ event: 'made' }]);
	});

	it('reads past a byte order mark', async () => {
		expect(await eventsOf('\uFEFF{"event":"made"}', 'text/json')).toMatchObject([
			{ event: 'made' },
		]);
	});

	it.each([
		'text/plain',
		'text/html',
		'application/xml',
		'application/jsonp',
		'json',
		'image/json',
	])('refuses %s with 415', async (type) => {
		await expect(eventsOf('{"event":"made"}', type)).rejects.toMatchObject({
			status: 415,
			reason: 'Stub sends application/json.',
		});
	});

	it.each(['{', 'hello', ' ', "{'event':'made'}"])('refuses %j with 422', async (body) => {
		await expect(eventsOf(body, 'text/json')).rejects.toMatchObject({
			status: 422,
			reason: 'The body is not JSON.',
		});
	});

	it('finds no event where there is no body, which only tries the URL', async () => {
		expect(await eventsOf('')).toEqual([]);
		expect(await eventsOf('', 'text/json')).toEqual([]);
	});

	it('finds no event in what the service calls a probe, and one where it calls it none', async () => {
		const isProbe: Service['isProbe'] = ({ body }) => body === 'ping';

		expect(await eventsOf('"ping"', undefined, { isProbe })).toEqual([]);
		expect(await eventsOf('', undefined, { ...anything, isProbe })).toMatchObject([
			{ event: 'made', data: undefined },
		]);
	});

	const named: Partial<Service> = {
		eventHeader: 'x-event',
		eventParameter: 'event',
		deliveryIdHeader: 'x-delivery',
		read: ({ body, eventName }) => [{ event: String(eventName), account: null, data: body }],
	};

	it("hands on the event's name and the delivery's id from their headers", async () => {
		const headers = { 'x-event': 'changed', 'x-delivery': 'd-1' };
		const request = stubRequest('{}', undefined, { headers });

		expect(await read(stubService(named), request, stubSettings(), {})).toMatchObject({
			events: [{ event: 'changed' }],
			deliveryId: 'd-1',
		});
	});

	it("hands on the event's name from its query parameter", async () => {
		const request = stubRequest('{}', undefined, { query: 'token=t&event=changed' });

		expect(await read(stubService(named), request, stubSettings(), {})).toMatchObject({
			events: [{ event: 'changed' }],
		});
	});

	it.each([
		'null',
		'0',
		'{"payload":null}',
		'"text"',
		'[]',
		'{}',
		'{"payload":null,"more":1}',
		'{"payload":{}}',
	])('finds the event "unrecognized" in %s', async (body) => {
		expect(await eventsOf(body, 'text/json')).toEqual([
			{
				event: 'unrecognized',
				account: null,
				data: JSON.parse(body),
				warnings: ['data: its shape is not one that Stub sends'],
			},
		]);
	});

	it('refuses what it does not recognize with 400 where the user wants that', async () => {
		const settings = stubSettings({ options: { unrecognizedPayloads: 'reject' } });

		await expect(read(stubService(), stubRequest('{}'), settings, {})).rejects.toMatchObject({
			status: 400,
			reason: 'The payload does not have a shape that Stub sends.',
		});
	});

	it("gives events the list's own spelling, and leaves others as they are", async () => {
		const own = { normalize: (event: string) => event.toLowerCase() };

		expect(await eventsOf('{"event":"MADE"}', undefined, own)).toMatchObject([{ event: 'made' }]);
		expect(await eventsOf('{"event":"Broken"}', undefined, own)).toMatchObject([
			{ event: 'Broken' },
		]);
		expect(await eventsOf('{"event":"Constructor"}', undefined, own)).toMatchObject([
			{ event: 'Constructor' },
		]);
	});

	it('hands the bytes on as they came', async () => {
		const { bytes } = await read(
			stubService(),
			stubRequest(' {"event" : "made"}\n'),
			stubSettings(),
			{},
		);

		expect(bytes.toString()).toBe(' {"event" : "made"}\n');
	});
});

describe('The bytes of a delivery', () => {
	const umlauts = '{"event":"made","name":"Zoë Müller"}';
	const latin1 = Buffer.from(umlauts, 'latin1');
	const readBytes = async (
		bytes: Buffer,
		contentType: string,
		charset: string,
		own: Partial<Service> = {},
		parsed?: unknown,
	) =>
		(
			await read(
				stubService(own),
				stubRequest('', contentType, {
					parsed,
					charset,
					bytes: async () => await Promise.resolve(bytes),
				}),
				stubSettings(),
				{},
			)
		).events;

	it.each(['', 'utf-8', 'utf8', 'us-ascii', 'iso-8859-1', 'latin1', 'windows-1252'])(
		'that are UTF-8 are read as it, under the label %j',
		async (charset) => {
			expect(await readBytes(Buffer.from(umlauts), 'text/json', charset)).toMatchObject([
				{ data: JSON.parse(umlauts) },
			]);
		},
	);

	it.each(['latin1', 'ascii', 'binary'])(
		'that are UTF-8 are intact where n8n read them as %s',
		async (charset) => {
			const asN8n = JSON.parse(Buffer.from(umlauts).toString(charset as BufferEncoding));

			expect(
				await readBytes(Buffer.from(umlauts), 'application/json', charset, {}, asN8n),
			).toMatchObject([{ data: JSON.parse(umlauts) }]);
		},
	);

	it.each<[type: string, charset: string, bytes: Buffer]>([
		['text/json', 'iso-8859-1', latin1],
		['text/json', '', latin1],
		['application/json', '', latin1],
		['application/vnd.api+json', 'windows-1252', latin1],
		['text/json', 'utf-16le', Buffer.from(umlauts, 'utf16le')],
		['application/json', 'utf-16le', Buffer.from(umlauts, 'utf16le')],
		['text/json', 'gbk', Buffer.from(umlauts)],
		['text/json', 'utf-8, latin1', Buffer.from(umlauts)],
		['', '', Buffer.from([0x22, 0xc0, 0x80, 0x22])],
	])('of the type %j under the label %j are refused with 415', async (type, charset, bytes) => {
		const parsed = type === 'application/json' ? { event: 'made', name: 'Zo\ufffd' } : undefined;

		for (const own of [{}, anything]) {
			await expect(readBytes(bytes, type, charset, own, parsed)).rejects.toMatchObject({
				status: 415,
				reason: 'The body is not UTF-8.',
			});
		}
	});

	it.each<[what: string, charset: string, form: Buffer]>([
		['in bytes that are no UTF-8', '', Buffer.from('name=Zoë', 'latin1')],
		['under a label that n8n heeds', 'latin1', Buffer.from('name=Zoë')],
		['in percent-encoding that is no UTF-8', '', Buffer.from('name=Zo%EB&rate=5%')],
	])('of a form are refused with 415 %s', async (_what, charset, form) => {
		const type = 'application/x-www-form-urlencoded';

		await expect(
			readBytes(form, type, charset, anything, { name: 'Zo\ufffd' }),
		).rejects.toMatchObject({ status: 415 });
	});

	it.each(['name=Zo%C3%AB', 'name=Zo%C3%AB&rate=5%', 'name=Zoë&rate=5%'])(
		'of a form in UTF-8 are read: %s',
		async (form) => {
			const type = 'application/x-www-form-urlencoded';

			expect(
				await readBytes(Buffer.from(form), type, 'utf-8', anything, { name: 'Zoë' }),
			).toMatchObject([{ data: { name: 'Zoë' } }]);
		},
	);

	it('are read where n8n parses nothing, although the type is application/json', async () => {
		expect(await readBytes(Buffer.from(umlauts), 'application/json', '')).toMatchObject([
			{ data: JSON.parse(umlauts) },
		]);
	});
});

describe('Reading a delivery of thousands of events', () => {
	const batch: Partial<Service> = {
		eventCount: (body) => (body as unknown[]).length,
		read: ({ body }) => (body as unknown[]).map((data) => ({ event: 'made', account: null, data })),
	};
	const ofEvents = (count: number) => JSON.stringify(Array(count).fill(1));

	it('finds 10,000', async () => {
		expect(await eventsOf(ofEvents(10_000), undefined, batch)).toHaveLength(10_000);
	});

	it('refuses more with 413 before any event is made of them', async () => {
		const readBatch = jest.fn(batch.read);

		await expect(
			eventsOf(ofEvents(10_001), undefined, { ...batch, read: readBatch }),
		).rejects.toMatchObject({
			status: 413,
			reason: 'The delivery holds more than 10000 events.',
		});
		expect(readBatch).not.toHaveBeenCalled();
	});

	it('refuses more with 413 from a service that does not count beforehand', async () => {
		await expect(
			eventsOf(ofEvents(10_001), undefined, { ...batch, eventCount: undefined }),
		).rejects.toMatchObject({ status: 413 });
	});

	it('finds as many as the service documents, and no more', async () => {
		const own: Partial<Service> = { ...batch, mostEvents: { value: 20_000, evidence: 'doc' } };

		expect(await eventsOf(ofEvents(20_000), undefined, own)).toHaveLength(20_000);
		await expect(eventsOf(ofEvents(20_001), undefined, own)).rejects.toMatchObject({
			status: 413,
			reason: 'The delivery holds more than 20000 events.',
		});
	});

	it('cuts a name of a megabyte, which each of their items would repeat', async () => {
		const name = 'n'.repeat(2 ** 20);
		const named: Partial<Service> = {
			read: () => [{ event: name, account: name, data: 1 }],
		};

		const [{ event, account }] = await eventsOf('1', undefined, named);

		expect([event, account]).toEqual(Array(2).fill(`${'n'.repeat(255)}…`));
	});
});

describe('Reading a delivery of a service that sends anything', () => {
	it.each([
		['text/plain', 'a < b', 'a < b'],
		['text/plain', '{"id":1}', { id: 1 }],
		['application/xml', '<a>1</a>', '<a>1</a>'],
		['', '\uFEFF[1]', [1]],
		['application/json', '{"id":1}', { id: 1 }],
	])('keeps %s as it was sent: %s', async (type, body, data) => {
		expect(await eventsOf(body, type, anything)).toMatchObject([{ data }]);
	});

	const form = (type: string, parsed: object, body = '') =>
		stubRequest(body, type, { parsed: parsed });
	const readForm = async (...args: Parameters<typeof form>) =>
		await read(stubService(anything), form(...args), stubSettings(), {});

	it.each([
		['application/x-www-form-urlencoded', { event: 'made', id: '7' }, { event: 'made', id: '7' }],
		['application/x-www-form-urlencoded', { payload: '{"id":7}' }, { id: 7 }],
		['application/x-www-form-urlencoded', { payload: 'no JSON' }, { payload: 'no JSON' }],
		['multipart/form-data', { data: { id: '7' }, files: {} }, { id: '7' }],
	])('reads a form of the type %s as its fields: %j', async (type, parsed, data) => {
		expect((await readForm(type, parsed, 'a=1')).events).toMatchObject([{ data }]);
	});

	it('tells two multipart forms apart, although n8n keeps none of their bytes', async () => {
		const [first, second] = [
			await readForm('multipart/form-data', { data: { id: '1' }, files: {} }),
			await readForm('multipart/form-data', { data: { id: '2' }, files: {} }),
		];

		expect(first.bytes.equals(second.bytes)).toBe(false);
	});
});
