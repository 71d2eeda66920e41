import { fixture } from '../support/fixtures';
import { byName, running, testedSocialBoards, URL_TOKEN, VERIFY_TOKEN } from '../support/services';

const notes = (ids: number[]) =>
	testedSocialBoards.delivery(
		JSON.stringify({
			CommunityName: 'harbourlight',
			EventType: 'note_deletion',
			Events: ids.map((NoteId) => ({ NoteId })),
		}),
	);

describe('A delivery of 500 events', () => {
	it('starts one execution with 500 items in the same order, each with its own eventId', async () => {
		const ids = Array.from({ length: 500 }, (_, index) => 9000 - index);

		const { items, result } = await running(testedSocialBoards).deliver(notes(ids));

		expect(result!.workflowData).toHaveLength(1);
		expect(items.map(({ data }) => (data as { NoteId: number }).NoteId)).toEqual(ids);
		expect(new Set(items.map(({ eventId }) => eventId)).size).toBe(500);
	});
});

describe.each(byName)('The items of the %s Trigger', (_name, tested) => {
	const body = fixture(tested.service.id, tested.event);

	it('hold only the ten fields while "Simplify" is on', async () => {
		const trigger = running(tested, { simplify: true });

		const { items } = await trigger.deliver(tested.delivery(body));

		expect(Object.keys(items[0])).toEqual([
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
		]);
	});

	it('hold the request without its secrets while "Include Request" is on', async () => {
		const trigger = running(tested, { options: { includeRequest: true } });
		const { query = '', ...delivery } = tested.delivery(body);

		const { items } = await trigger.deliver({
			...delivery,
			query: `${query}&place=Oslo`,
			address: '192.0.2.1',
			headers: { ...delivery.headers, Cookie: 'a=b', Authorization: 'Bearer c', 'X-Try': '2' },
		});

		const { request } = items[0];
		expect(request).toMatchObject({ method: 'POST', address: '192.0.2.1' });
		expect(request!.query).toMatchObject({ place: 'Oslo' });
		expect(request!.headers).toMatchObject({ 'x-try': '2' });
		expect(Object.keys({ ...request!.headers, ...request!.query }).join()).not.toMatch(
			/token|signature|cookie|authorization/,
		);
	});

	it('hold no request while "Include Request" is off', async () => {
		const { items } = await running(tested).deliver(tested.delivery(body));

		expect(items[0]).not.toHaveProperty('request');
	});
});

describe('The IP allowlist', () => {
	it('lets nobody in while one of its entries cannot be read', async () => {
		const trigger = running(testedSocialBoards, { options: { ipAllowlist: '0.0.0.0/0, 10.0.0' } });

		const { status, text } = await trigger.deliver(notes([1]));

		expect(status).toBe(403);
		expect(text).toBe("The IP(s) Allowlist has an entry that can't be read.");
	});

	it('is checked before the token, so that a stranger learns nothing about the token', async () => {
		const trigger = running(testedSocialBoards, { options: { ipAllowlist: '192.0.2.1' } });

		const right = await trigger.deliver({ ...notes([1]), address: '198.51.100.7' });
		const wrong = await trigger.deliver({
			...notes([1]),
			query: `token=${VERIFY_TOKEN}`,
			address: '198.51.100.7',
		});

		expect(URL_TOKEN).not.toBe(VERIFY_TOKEN);
		expect(wrong.headers).toEqual({ ...right.headers, date: expect.any(String) });
		expect([wrong.status, wrong.text]).toEqual([right.status, right.text]);
		expect([wrong.items, right.items]).toEqual([[], []]);
	});
});
