import { fixture } from '../support/fixtures';
import { running, testedSocialBoards } from '../support/services';

const body = fixture('socialboards', 'ticket_status_change');
const credential = { verifyToken: 'verify-token-Lw4RzK81', urlToken: '' };

const batch = (events: unknown[], more = {}) =>
	testedSocialBoards.delivery(
		JSON.stringify({
			CommunityName: 'harbourlight',
			EventType: 'note_deletion',
			...more,
			Events: events,
		}),
	);

describe('The SocialBoards Trigger', () => {
	it('says in each item which community and ticket an event belongs to', async () => {
		const { items } = await running(testedSocialBoards).deliver(testedSocialBoards.delivery(body));

		expect(items[0]).toMatchObject({
			service: 'socialboards',
			event: 'ticket_status_change',
			eventName: 'Ticket Status Change',
			account: 'harbourlight',
			occurredAt: null,
			data: { PreviousTicketStatus: 'open', TicketId: 730115, Ticket: { Id: 730115 } },
		});
	});

	it('gives the time of chat events as SocialBoards writes it', async () => {
		const { items } = await running(testedSocialBoards).deliver(
			testedSocialBoards.delivery(fixture('socialboards', 'conversation_closed')),
		);

		expect(items[0].occurredAt).toBe('2026-02-12T14:20:03.1178253+01:00');
	});

	it('makes an item of each event of one delivery, in their order', async () => {
		const { items } = await running(testedSocialBoards).deliver(
			batch([{ NoteId: 3 }, { NoteId: 1 }, { NoteId: 2 }], { TicketId: 77 }),
		);

		expect(items.map(({ data }) => data)).toEqual([
			{ NoteId: 3, TicketId: 77 },
			{ NoteId: 1, TicketId: 77 },
			{ NoteId: 2, TicketId: 77 },
		]);
		expect(new Set(items.map(({ eventId }) => eventId)).size).toBe(3);
	});

	it("keeps an event's own ticket id if the delivery names another", async () => {
		const { items } = await running(testedSocialBoards).deliver(
			batch([{ NoteId: 3, TicketId: 78 }], { TicketId: 77 }),
		);

		expect(items[0].data).toEqual({ NoteId: 3, TicketId: 78 });
	});

	it('answers 200 to a delivery without events and starts nothing', async () => {
		const { status, result } = await running(testedSocialBoards).deliver(batch([]));

		expect(status).toBe(200);
		expect(result).toEqual({ noWebhookResponse: true });
	});

	it.each([
		['an event that is not in the list', 'ticket_reply'],
		['an event named like a property of every object', 'constructor'],
		['an event named like the prototype of every object', '__proto__'],
	])('delivers %s with a warning', async (_what, event) => {
		const { items } = await running(testedSocialBoards).deliver(
			batch([{ ReplyId: 1 }], { EventType: event }),
		);

		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({ event, eventName: event, data: { ReplyId: 1 } });
		expect(items[0].warnings).toEqual([
			'event: Trigger On does not list this event, so its data was not checked',
		]);
	});

	it('delivers an event that is added under "Additional Event Names" with spaces around its name', async () => {
		const trigger = running(testedSocialBoards, {
			triggerOn: ['note_deletion'],
			options: { additionalEventNames: [' ticket_reply '] },
		});

		const { items } = await trigger.deliver(batch([{ ReplyId: 1 }], { EventType: 'ticket_reply' }));

		expect(items.map(({ event }) => event)).toEqual(['ticket_reply']);
		expect(items[0]).not.toHaveProperty('warnings');
	});

	it('lets in events without a token if the user turns "Check URL Token" off', async () => {
		const trigger = running(testedSocialBoards, { checkUrlToken: false }, { credential });

		const { items } = await trigger.deliver({
			...testedSocialBoards.delivery(body),
			query: undefined,
		});

		expect(items).toHaveLength(1);
	});

	it('refuses events while "Check URL Token" is on and the credential has no URL token', async () => {
		const trigger = running(testedSocialBoards, {}, { credential });

		const { status, text, log } = await trigger.deliver(testedSocialBoards.delivery(body));

		expect(status).toBe(401);
		expect(text).toBe('The credential is empty, so no delivery can be checked.');
		expect(log[0].message).toContain("Fill in URL Token in the node's SocialBoards credential.");
	});

	it('still checks the IP allowlist while "Check URL Token" is off', async () => {
		const trigger = running(
			testedSocialBoards,
			{ checkUrlToken: false, options: { ipAllowlist: '192.0.2.1' } },
			{ credential },
		);

		expect((await trigger.deliver(testedSocialBoards.delivery(body))).status).toBe(403);
	});

	it('refuses a form with 415', async () => {
		const { status } = await running(testedSocialBoards).deliver({
			...testedSocialBoards.delivery('--x--'),
			headers: { 'content-type': 'multipart/form-data; boundary=x' },
		});

		expect(status).toBe(415);
	});
});
