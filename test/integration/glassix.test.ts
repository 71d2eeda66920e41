import { fixture } from '../support/fixtures';
import { API_SECRET, PREVIOUS_API_SECRET, running, sign, testedGlassix } from '../support/services';

const body = fixture('glassix', 'TICKET_STATE_CHANGE');
const json = { 'content-type': 'application/json' };
const signed = (text: string | Buffer, signature: string) => ({
	body: text,
	headers: { ...json, 'X-Hub-Signature': signature },
});

describe('The signature of a Glassix delivery', () => {
	it.each([
		['blanks and line breaks', '{ "changes" :\n\n[ ],\t"key":"k" }\n\n'],
		['another order of keys', '{"changes":[],"dateTime":"2026-03-02T09:14:07Z","key":"k"}'],
		['characters written as escapes', '{"key":"caf\\u00e9 \\ud83d\\ude00","changes":[]}'],
		['the same characters written out', '{"key":"café 😀","changes":[]}'],
		['numbers beyond what JavaScript holds', '{"key":12345678901234567890.0,"changes":[]}'],
		['a key given twice', '{"key":"a","key":"b","changes":[]}'],
		['a byte order mark', '\uFEFF{"changes":[]}'],
	])('is checked over the bytes that were sent: %s', async (_what, text) => {
		const trigger = running(testedGlassix);

		const genuine = await trigger.deliver(signed(text, sign(text)));
		const resigned = await trigger.deliver(signed(text, sign(JSON.stringify({ changes: [] }))));

		expect(genuine.status).toBe(200);
		expect(resigned.status).toBe(401);
	});

	it('does not match if one byte of the body is changed', async () => {
		const changed = body.replace('"Closed"', '"closed"');
		expect(changed).not.toBe(body);

		const { status, text } = await running(testedGlassix).deliver(signed(changed, sign(body)));

		expect({ status, text }).toEqual({
			status: 401,
			text: 'The signature does not match the body.',
		});
	});

	it('may be written in capital letters', async () => {
		const { items } = await running(testedGlassix).deliver(signed(body, sign(body).toUpperCase()));

		expect(items).toHaveLength(1);
	});

	it('is checked even if n8n does not parse the body', async () => {
		const trigger = running(testedGlassix);
		const type = { 'content-type': 'application/vnd.glassix+json' };

		const genuine = await trigger.deliver({
			body,
			headers: { ...type, 'X-Hub-Signature': sign(body) },
		});
		const forged = await trigger.deliver({
			body: `${body} `,
			headers: { ...type, 'X-Hub-Signature': sign(body) },
		});

		expect(genuine.items).toHaveLength(1);
		expect(forged.status).toBe(401);
	});

	it('matches with the present and the previous secret, and with no other', async () => {
		const credential = { apiSecret: API_SECRET, previousApiSecret: PREVIOUS_API_SECRET };
		const trigger = running(
			testedGlassix,
			{ options: { duplicateDeliveries: 'processAll' } },
			{ credential },
		);

		const present = await trigger.deliver(signed(body, sign(body, API_SECRET)));
		const previous = await trigger.deliver(signed(body, sign(body, PREVIOUS_API_SECRET)));
		const third = await trigger.deliver(signed(body, sign(body, 'api-secret-long-gone')));
		const empty = await trigger.deliver(signed(body, sign(body, '')));

		expect(present.items).toHaveLength(1);
		expect(previous.items).toHaveLength(1);
		expect(third.status).toBe(401);
		expect(empty.status).toBe(401);
	});

	it('is refused if it signs only the date', async () => {
		const date = 'Mon, 02 Mar 2026 10:02:55 GMT';

		const { status } = await running(testedGlassix).deliver({
			body,
			headers: {
				...json,
				'X-Glassix-Auth-Date': date,
				'X-Glassix-Auth-Signature': sign(date),
				'X-Glassix-Auth': sign(date),
			},
		});

		expect(status).toBe(401);
	});

	describe('with "Check Date Signature" on,', () => {
		const date = 'Mon, 02 Mar 2026 10:02:55 GMT';
		const delivery = (headers: Record<string, string>) => ({
			body,
			headers: { ...json, 'X-Hub-Signature': sign(body), 'X-Glassix-Auth-Date': date, ...headers },
		});
		const trigger = () =>
			running(testedGlassix, {
				options: { checkDateSignature: true, duplicateDeliveries: 'processAll' },
			});

		it.each(['X-Glassix-Auth-Signature', 'X-Glassix-Auth'])(
			'is accepted together with a date signature in the header %s',
			async (header) => {
				const { items } = await trigger().deliver(delivery({ [header]: sign(date) }));

				expect(items).toHaveLength(1);
			},
		);

		it.each([
			['missing', {}],
			['made for another date', { 'X-Glassix-Auth-Signature': sign('another date') }],
		])('is refused with 401 if the date signature is %s', async (_how, headers) => {
			expect((await trigger().deliver(delivery(headers))).status).toBe(401);
		});

		it('is never replaced by the date signature', async () => {
			const { status, text } = await trigger().deliver(
				delivery({ 'X-Glassix-Auth-Signature': sign(date), 'X-Hub-Signature': sign('other') }),
			);

			expect(status).toBe(401);
			expect(text).toBe('The signature does not match the body.');
		});
	});

	it('is not required if the credential has only custom headers, which must all match', async () => {
		const credential = {
			apiSecret: '',
			previousApiSecret: '',
			headers: {
				values: [
					{ name: 'X-Webhook-Secret', value: 'header-secret-one-Pq' },
					{ name: 'X-Second', value: 'header-secret-two-Vn' },
				],
			},
		};
		const trigger = running(testedGlassix, {}, { credential });
		const both = { 'x-webhook-secret': 'header-secret-one-Pq', 'X-SECOND': 'header-secret-two-Vn' };

		const one = await trigger.deliver({
			body,
			headers: { ...json, 'x-webhook-secret': 'header-secret-one-Pq' },
		});
		const all = await trigger.deliver({ body, headers: { ...json, ...both } });

		expect(one.status).toBe(401);
		expect(all.items).toHaveLength(1);
	});

	it('is required in addition to custom headers if the credential has both', async () => {
		const credential = {
			apiSecret: API_SECRET,
			headers: { values: [{ name: 'X-Webhook-Secret', value: 'header-secret-one-Pq' }] },
		};
		const trigger = running(testedGlassix, {}, { credential });
		const header = { 'X-Webhook-Secret': 'header-secret-one-Pq' };
		const signature = { 'X-Hub-Signature': sign(body) };

		const deliver = async (headers: Record<string, string>) =>
			await trigger.deliver({ body, headers: { ...json, ...headers } });

		expect((await deliver(header)).status).toBe(401);
		expect((await deliver(signature)).status).toBe(401);
		expect((await deliver({ ...header, ...signature })).items).toHaveLength(1);
	});
});

describe('The Glassix Trigger', () => {
	it('says which account an event belongs to, and when it happened, to 100 nanoseconds', async () => {
		const { items } = await running(testedGlassix).deliver(testedGlassix.delivery(body));

		expect(items[0]).toMatchObject({
			service: 'glassix',
			event: 'TICKET_STATE_CHANGE',
			eventName: 'Ticket State Change',
			account: '3f0c1a52-7be4-4d19-9a86-52c0d1e8b7f4',
			occurredAt: '2026-03-02T10:02:55.0047730Z',
			data: { ticketId: 90412, ticketState: 'Closed' },
		});
	});

	it('makes an item of each change, even in a list of envelopes', async () => {
		const status = (userStatus: string) => ({
			_event: 'USER_STATUS_CHANGE',
			userId: 'a-guid',
			userStatus,
		});
		const text = JSON.stringify([
			{
				key: 'one',
				dateTime: '2026-03-02T09:00:00Z',
				changes: [status('Online'), status('Break')],
			},
			{ key: 'two', dateTime: '2026-03-02T09:01:00Z', changes: [status('Offline')] },
		]);

		const { items } = await running(testedGlassix).deliver(testedGlassix.delivery(text));

		expect(items.map(({ account, data }) => [account, data])).toEqual([
			['one', status('Online')],
			['one', status('Break')],
			['two', status('Offline')],
		]);
		expect(items.every((item) => item.warnings === undefined)).toBe(true);
	});

	it('delivers a change without an event name as "unrecognized", beside the others', async () => {
		const named = { _event: 'USER_STATUS_CHANGE', userStatus: 'Online' };
		const changes = [named, { id: 1 }, 'text'];
		const text = JSON.stringify({ key: 'k', dateTime: null, changes });

		const { items } = await running(testedGlassix).deliver(testedGlassix.delivery(text));

		expect(items.map(({ event, data }) => [event, data])).toEqual([
			['USER_STATUS_CHANGE', named],
			['unrecognized', { id: 1 }],
			['unrecognized', 'text'],
		]);
	});

	it('warns about a time that is not in ISO 8601, and leaves it out', async () => {
		const text = body.replace('2026-03-02T10:02:55.0047730Z', 'yesterday');

		const { items } = await running(testedGlassix).deliver(testedGlassix.delivery(text));

		expect(items[0]).toMatchObject({
			occurredAt: null,
			warnings: ['occurredAt: the event time is not a moment in ISO 8601'],
		});
	});

	it('refuses a form with 401, even if it has a signature', async () => {
		const { status } = await running(testedGlassix).deliver({
			...testedGlassix.delivery('--x--'),
			headers: {
				'content-type': 'multipart/form-data; boundary=x',
				'X-Hub-Signature': sign('--x--'),
			},
		});

		expect(status).toBe(401);
	});
});
