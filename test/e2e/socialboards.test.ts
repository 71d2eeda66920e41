import { fixture } from '../support/fixtures';
import { testedSocialBoards as socialBoards, URL_TOKEN, VERIFY_TOKEN } from '../support/services';
import { eventually } from '../support/realN8n/eventually';
import { deliversEveryEvent } from '../support/realN8n/everyEvent';
import { published, type PublishedTrigger } from '../support/realN8n/published';
import {
	ALREADY_RECEIVED,
	answersByTheTable,
	NOT_SELECTED,
	nothing,
	seen,
	started,
	told,
} from '../support/realN8n/table';

/** To the URL with its token, as the set-up page says. */
const handshake = (query: string) => ({ method: 'GET', query: `token=${URL_TOKEN}&${query}` });
const notes = (ids: number[]) =>
	socialBoards.delivery(
		JSON.stringify({
			CommunityName: 'harbourlight',
			EventType: 'note_deletion',
			TicketId: 730115,
			Events: ids.map((NoteId) => ({ NoteId })),
		}),
	);

answersByTheTable(socialBoards);

deliversEveryEvent(
	socialBoards,
	[
		['conversation_closed', 'Conversation Closed', '2026-02-12T14:20:03.1178253+01:00'],
		['conversation_created', 'Conversation Created', '2026-02-12T14:05:50.2844587+01:00'],
		[
			'conversation_message_added',
			'Conversation Message Added',
			'2026-02-12T14:06:13.0117204+01:00',
		],
		[
			'conversation_takeover_state_changed',
			'Conversation Takeover State Changed',
			'2026-02-12T14:05:58.4400162+01:00',
		],
		['note_deletion', 'Note Deletion', null],
		['ticket_category_change', 'Ticket Category Change', null],
		['ticket_status_change', 'Ticket Status Change', null],
	].map(([name, eventName, occurredAt]) => ({
		fixture: name!,
		eventName: eventName!,
		account: 'harbourlight',
		occurredAt: occurredAt!,
	})),
	({ TicketId, Events: [event] }) => (TicketId === undefined ? event : { ...event, TicketId }),
);

describe("An example of SocialBoards' documentation", () => {
	it.each([
		['documented-ticket-status-change', 'ticket_status_change'],
		['documented-note-deletion', 'note_deletion'],
	])('becomes one item that keeps every field: %s', async (name, event) => {
		const trigger = await published(socialBoards);
		const body = fixture('socialboards', name);

		const outcome = await trigger.deliver(socialBoards.delivery(body));

		expect(seen(outcome)).toEqual(started([event]));
		const [item] = outcome.runs[0];
		expect(item.data).toEqual(JSON.parse(body).Events[0]);
		expect(item).not.toHaveProperty('warnings');
	});
});

describe('The handshake', () => {
	let trigger: PublishedTrigger;

	beforeAll(async () => {
		trigger = await published(socialBoards);
	});

	it('gets its challenge back as plain text, even if it looks like a web page', async () => {
		const challenge = encodeURIComponent('<script>alert(1)</script>');

		const outcome = await trigger.deliver(
			handshake(`challenge=${challenge}&verifyToken=${VERIFY_TOKEN}`),
		);

		expect(seen(outcome)).toEqual(told(200, '<script>alert(1)</script>'));
	});

	it('accepts a token with any characters, percent-encoded', async () => {
		const verifyToken = 'a+b%20&c=d?é漢#/"\'<>';
		const credential = { ...socialBoards.credential, verifyToken };
		const special = await published(socialBoards, {}, { credential });

		const outcome = await special.deliver(
			handshake(`challenge=581904&verifyToken=${encodeURIComponent(verifyToken)}`),
		);

		expect(seen(outcome)).toEqual(told(200, '581904'));
	});
});

describe('A delivery of 500 events', () => {
	it('runs once, with 500 items in their order', async () => {
		const trigger = await published(socialBoards);
		const ids = Array.from({ length: 500 }, (_, place) => 9000 - place);

		const { answer, runs } = await trigger.deliver(notes(ids));

		expect(answer.status).toBe(200);
		expect(runs).toHaveLength(1);
		expect(runs[0].map(({ data }) => data)).toEqual(
			ids.map((NoteId) => ({ NoteId, TicketId: 730115 })),
		);
		expect(new Set(runs[0].map(({ eventId }) => eventId)).size).toBe(500);
	});
});

describe('Turning "Check URL Token" off', () => {
	it('lets in events without a token', async () => {
		const trigger = await published(socialBoards, { checkUrlToken: false });

		const outcome = await trigger.deliver({ ...notes([1]), query: '' });

		expect(seen(outcome)).toEqual(started(['note_deletion']));
	});
});

describe('Listening on the test URL', () => {
	it('goes on after the handshake, and ends with the first event', async () => {
		const trigger = await published(socialBoards, {}, { published: false });
		await trigger.listen();

		const verified = await trigger.deliverToTestUrl(
			handshake(`challenge=581904&verifyToken=${VERIFY_TOKEN}`),
		);
		const taken = await trigger.deliverToTestUrl(notes([1]));
		const late = await trigger.deliverToTestUrl(notes([2]));

		expect(seen(verified)).toEqual(told(200, '581904'));
		expect(seen(taken)).toEqual(started(['note_deletion']));
		expect(late.answer.status).toBe(404);
		expect(late.runs).toEqual([]);
	});

	it('goes on after an event that is not selected, and ends with a refused delivery', async () => {
		const trigger = await published(
			socialBoards,
			{ triggerOn: ['ticket_status_change'] },
			{ published: false },
		);
		await trigger.listen();

		const unselected = await trigger.deliverToTestUrl(notes([1]));
		const refused = await trigger.deliverToTestUrl(socialBoards.forgery('{}'));

		expect(seen(unselected)).toEqual(nothing(socialBoards, NOT_SELECTED));
		expect(seen(refused)).toEqual(
			told(401, "The token in the URL is not the credential's URL Token."),
		);
		const [{ error }] = await trigger.failures();
		expect(error.message).toBe(`Refused a delivery (401): ${refused.answer.text}`);
		// One that is not selected would not end the listening by itself.
		await eventually(async () => {
			expect((await trigger.deliverToTestUrl(notes([2]))).answer.status).toBe(404);
		});
	});
});

describe('An event that is sent again', () => {
	it('runs once', async () => {
		const trigger = await published(socialBoards);

		expect(seen(await trigger.deliver(notes([7])))).toEqual(started(['note_deletion']));
		expect(seen(await trigger.deliver(notes([7])))).toEqual(
			nothing(socialBoards, ALREADY_RECEIVED),
		);
	});
});
