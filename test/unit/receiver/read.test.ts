import { read } from '../../../receiver/read';
import type { Service } from '../../../receiver/service';
import { stubRequest, stubService, stubSettings } from '../../support/inProcess/stub';

const eventsOf = async (body: string, type?: string, own: Partial<Service> = {}) =>
	(await read(stubService(own), stubRequest(body, type), stubSettings(), {})).events;

const anything: Partial<Service> = {
	accepts: 'anything',
	read: ({ body }) => [{ event: 'made', account: null, data: body }],
};

describe('A delivery of a service that sends JSON', () => {
	it.each([
		'application/json',
		'text/json',
		'application/vnd.api+json',
		'application/cloudevents+json',
		'',
	])('is read when its content type is %j', async (type) => {
		expect(await eventsOf('{"event":"made"}', type)).toMatchObject([{ event: 'made' }]);
	});

	it('is read despite a byte order mark', async () => {
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
	])('is refused with 415 when its content type is %s', async (type) => {
		await expect(eventsOf('{"event":"made"}', type)).rejects.toMatchObject({
			status: 415,
			reason: 'Stub sends application/json.',
		});
	});

	it.each(['{', 'hello', ' ', "{'event':'made'}"])(
		'is refused with 422 when its body is %j',
		async (body) => {
			await expect(eventsOf(body, 'text/json')).rejects.toMatchObject({
				status: 422,
				reason: 'The body is not JSON.',
			});
		},
	);

	it('holds no event when it has no body', async () => {
		expect(await eventsOf('')).toEqual([]);
		expect(await eventsOf('', 'text/json')).toEqual([]);
	});

	it('holds no event when the service calls it a probe, and one event otherwise', async () => {
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

	it('gets its event name and its id from headers', async () => {
		const headers = { 'x-event': 'changed', 'x-delivery': 'd-1' };
		const request = stubRequest('{}', undefined, { headers });

		expect(await read(stubService(named), request, stubSettings(), {})).toMatchObject({
			events: [{ event: 'changed' }],
			deliveryId: 'd-1',
		});
	});

	it('gets its event name from a query parameter', async () => {
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
	])('becomes the event "unrecognized" when its body is %s', async (body) => {
		expect(await eventsOf(body, 'text/json')).toEqual([
			{
				event: 'unrecognized',
				account: null,
				data: JSON.parse(body),
				warnings: ['data: its shape is not one that Stub sends'],
			},
		]);
	});

	it('is refused with 400 when it is unrecognized and the user wants that', async () => {
		const settings = stubSettings({ options: { unrecognizedPayloads: 'reject' } });

		await expect(read(stubService(), stubRequest('{}'), settings, {})).rejects.toMatchObject({
			status: 400,
			reason: 'The payload does not have a shape that Stub sends.',
		});
	});

	it("takes the list's spelling of its events and keeps unknown names unchanged", async () => {
		const own = { normalize: (event: string) => event.toLowerCase() };

		expect(await eventsOf('{"event":"MADE"}', undefined, own)).toMatchObject([{ event: 'made' }]);
		expect(await eventsOf('{"event":"Broken"}', undefined, own)).toMatchObject([
			{ event: 'Broken' },
		]);
		expect(await eventsOf('{"event":"Constructor"}', undefined, own)).toMatchObject([
			{ event: 'Constructor' },
		]);
	});

	it('keeps its bytes unchanged', async () => {
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
		'are read as UTF-8 under the charset label %j',
		async (charset) => {
			expect(await readBytes(Buffer.from(umlauts), 'text/json', charset)).toMatchObject([
				{ data: JSON.parse(umlauts) },
			]);
		},
	);

	it.each(['latin1', 'ascii', 'binary'])(
		'stay intact as UTF-8 when n8n reads them as %s',
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
	])(
		'are refused with 415 with the type %j and the charset label %j',
		async (type, charset, bytes) => {
			const parsed = type === 'application/json' ? { event: 'made', name: 'Zo\ufffd' } : undefined;

			for (const own of [{}, anything]) {
				await expect(readBytes(bytes, type, charset, own, parsed)).rejects.toMatchObject({
					status: 415,
					reason: 'The body is not UTF-8.',
				});
			}
		},
	);

	it.each<[what: string, charset: string, form: Buffer]>([
		['in bytes that are not UTF-8', '', Buffer.from('name=Zoë', 'latin1')],
		['under a charset label that n8n follows', 'latin1', Buffer.from('name=Zoë')],
		['in percent-encoding that is not UTF-8', '', Buffer.from('name=Zo%EB&rate=5%')],
	])('are refused with 415 for a form %s', async (_what, charset, form) => {
		const type = 'application/x-www-form-urlencoded';

		await expect(
			readBytes(form, type, charset, anything, { name: 'Zo\ufffd' }),
		).rejects.toMatchObject({ status: 415 });
	});

	it.each(['name=Zo%C3%AB', 'name=Zo%C3%AB&rate=5%', 'name=Zoë&rate=5%'])(
		'are read for a form in UTF-8: %s',
		async (form) => {
			const type = 'application/x-www-form-urlencoded';

			expect(
				await readBytes(Buffer.from(form), type, 'utf-8', anything, { name: 'Zoë' }),
			).toMatchObject([{ data: { name: 'Zoë' } }]);
		},
	);

	it('are read when n8n parses nothing although the type is application/json', async () => {
		expect(await readBytes(Buffer.from(umlauts), 'application/json', '')).toMatchObject([
			{ data: JSON.parse(umlauts) },
		]);
	});
});

describe('A delivery of thousands of events', () => {
	const batch: Partial<Service> = {
		eventCount: (body) => (body as unknown[]).length,
		read: ({ body }) => (body as unknown[]).map((data) => ({ event: 'made', account: null, data })),
	};
	const ofEvents = (count: number) => JSON.stringify(Array(count).fill(1));

	it('is read with 10,000 events', async () => {
		expect(await eventsOf(ofEvents(10_000), undefined, batch)).toHaveLength(10_000);
	});

	it('is refused with 413 above 10,000 events, before any event is read', async () => {
		const readBatch = jest.fn(batch.read);

		await expect(
			eventsOf(ofEvents(10_001), undefined, { ...batch, read: readBatch }),
		).rejects.toMatchObject({
			status: 413,
			reason: 'The delivery holds more than 10000 events.',
		});
		expect(readBatch).not.toHaveBeenCalled();
	});

	it('is refused with 413 above 10,000 events even if the service does not count them first', async () => {
		await expect(
			eventsOf(ofEvents(10_001), undefined, { ...batch, eventCount: undefined }),
		).rejects.toMatchObject({ status: 413 });
	});

	it('is read with as many events as the service documents, and no more', async () => {
		const own: Partial<Service> = { ...batch, mostEvents: { value: 20_000, evidence: 'doc' } };

		expect(await eventsOf(ofEvents(20_000), undefined, own)).toHaveLength(20_000);
		await expect(eventsOf(ofEvents(20_001), undefined, own)).rejects.toMatchObject({
			status: 413,
			reason: 'The delivery holds more than 20000 events.',
		});
	});

	it('has its event name and its account cut to 255 characters', async () => {
		const name = 'n'.repeat(2 ** 20);
		const named: Partial<Service> = {
			read: () => [{ event: name, account: name, data: 1 }],
		};

		const [{ event, account }] = await eventsOf('1', undefined, named);

		expect([event, account]).toEqual(Array(2).fill(`${'n'.repeat(255)}…`));
	});
});

describe('A delivery of a service that sends anything', () => {
	it.each([
		['text/plain', 'a < b', 'a < b'],
		['text/plain', '{"id":1}', { id: 1 }],
		['application/xml', '<a>1</a>', '<a>1</a>'],
		['', '\uFEFF[1]', [1]],
		['application/json', '{"id":1}', { id: 1 }],
	])('is read as JSON or as text, with the type %s: %s', async (type, body, data) => {
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
	])('becomes the fields of a form of the type %s: %j', async (type, parsed, data) => {
		expect((await readForm(type, parsed, 'a=1')).events).toMatchObject([{ data }]);
	});

	it('differs from another multipart form although n8n keeps the bytes of neither', async () => {
		const [first, second] = [
			await readForm('multipart/form-data', { data: { id: '1' }, files: {} }),
			await readForm('multipart/form-data', { data: { id: '2' }, files: {} }),
		];

		expect(first.bytes.equals(second.bytes)).toBe(false);
	});
});
