import { fixture } from '../support/fixtures';
import {
	running,
	testedGlartek,
	testedGlassix,
	testedSocialBoards,
	testedSupportBee,
	URL_TOKEN,
	type TestedService,
} from '../support/services';

/*
 * What people who receive these services' events, or similar ones, ran into: each case stands for its kind.
 */

type Json = any;

const sample = (tested: TestedService, event: string): Json =>
	JSON.parse(fixture(tested.service.id, event));

/** A delivery of a service's sample after a change. */
const changed = (tested: TestedService, event: string, change: (body: Json) => void) => {
	const body = sample(tested, event);
	change(body);
	return tested.delivery(JSON.stringify(body), event);
};

/** The items of deliveries to one trigger, one delivery after the other. */
async function itemsOf(
	tested: TestedService,
	sent: Array<ReturnType<TestedService['delivery']>>,
	parameters: Parameters<typeof running>[1] = {},
) {
	const trigger = running(tested, parameters);
	const items: Json[] = [];
	for (const delivery of sent) items.push(...(await trigger.deliver(delivery)).items);
	return items;
}

/** Keys in the letter case of a REST API: the first letter small. */
const inCamelCase = (value: Json): Json => {
	if (Array.isArray(value)) return value.map(inCamelCase);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, member]) => [
			key[0].toLowerCase() + key.slice(1),
			inCamelCase(member),
		]),
	);
};

describe('The SocialBoards Trigger', () => {
	it('starts the workflow for an envelope in camelCase, with the fields of the ticket', async () => {
		const body = JSON.stringify(inCamelCase(sample(testedSocialBoards, 'ticket_status_change')));

		const items = await itemsOf(testedSocialBoards, [testedSocialBoards.delivery(body)], {
			triggerOn: ['ticket_status_change'],
		});

		const { Ticket } = sample(testedSocialBoards, 'ticket_status_change').Events[0];
		expect(items).toMatchObject([
			{
				event: 'ticket_status_change',
				account: 'harbourlight',
				title: Ticket.Title,
				person: Ticket.Author.Name,
				status: Ticket.Status,
				recordId: Ticket.Id,
				warnings: ['data: the names are in another letter case than SocialBoards documents'],
			},
		]);
	});

	it('understands EventType in any letter case', async () => {
		const shouted = changed(testedSocialBoards, 'note_deletion', (body) => {
			body.EventType = 'Note_Deletion';
		});

		expect(
			await itemsOf(testedSocialBoards, [shouted], { triggerOn: ['note_deletion'] }),
		).toMatchObject([{ event: 'note_deletion' }]);
	});

	it('tells two messages without a time apart, and gives them no time', async () => {
		const messages = ['one', 'two'].map((text) =>
			changed(testedSocialBoards, 'conversation_message_added', ({ Events: [event] }) => {
				event.EventTime = '0001-01-01T00:00:00';
				event.Conversation.Messages.at(-1).Message = text;
			}),
		);

		const items = await itemsOf(testedSocialBoards, messages);

		expect(items.map(({ text, occurredAt }) => ({ text, occurredAt }))).toEqual([
			{ text: 'one', occurredAt: null },
			{ text: 'two', occurredAt: null },
		]);
	});

	it.each([
		'conversation_message_added',
		'conversation_takeover_state_changed',
		'conversation_closed',
	])('tells two %s events of the same moment apart', async (event) => {
		const two = [3, 4].map((count) =>
			changed(testedSocialBoards, event, ({ Events: [first] }) => {
				first.Conversation.TotalMessagesCount = count;
			}),
		);

		expect(await itemsOf(testedSocialBoards, two)).toHaveLength(2);
	});

	it.each([
		['note_deletion', (body: Json) => (body.TicketId = null)],
		['conversation_created', (body: Json) => (body.TicketId = body.Events[0].TicketId = null)],
		[
			'conversation_closed',
			({ Events: [event] }: Json) => (event.Conversation = event.EventTime = null),
		],
		[
			'ticket_status_change',
			({ Events: [event] }: Json) => (event.InboxLink = event.PreviousTicketStatus = null),
		],
		[
			'ticket_category_change',
			({ Events: [event] }: Json) => (event.Ticket.Category = { Id: null, Name: null }),
		],
	])(
		'gives no warning about a null that .NET writes for a missing value: %s',
		async (event, change) => {
			const [item] = await itemsOf(testedSocialBoards, [
				changed(testedSocialBoards, event, change),
			]);

			expect(item).not.toHaveProperty('warnings');
		},
	);

	it.each([
		['2026-02-30T10:00:00Z', null],
		['2026-13-01T10:00:00Z', null],
		['2026-02-12T25:61:00Z', null],
		['0001-01-01T00:00:00', null],
		['2026-02-12T14:05:40', null],
		[1770901540, null],
		['2026-02-12T14:05:40+01', '2026-02-12T14:05:40+01:00'],
		['2026-02-12t14:05:40z', '2026-02-12T14:05:40Z'],
	])('turns the event time %j into %j', async (sent, occurredAt) => {
		const [item] = await itemsOf(testedSocialBoards, [
			changed(testedSocialBoards, 'conversation_created', ({ Events: [event] }) => {
				event.EventTime = sent;
			}),
		]);

		expect(item.occurredAt).toBe(occurredAt);
		expect('warnings' in item).toBe(occurredAt === null);
	});

	it('names the author of the newest message, and nobody if there is no message', async () => {
		const agent = {
			Id: 'e2d49a08-6c75-4b13-8fa0-1d7b53c6e984',
			Name: 'Tomas Eide',
			Status: 'team',
		};
		const byAgent = changed(
			testedSocialBoards,
			'conversation_message_added',
			({ Events: [event] }) => {
				event.Conversation.Messages = [
					{ Message: 'Hello' },
					{ Message: 'Half past seven.', Author: agent },
				];
			},
		);
		const byNobody = changed(
			testedSocialBoards,
			'conversation_message_added',
			({ Events: [event] }) => {
				event.Conversation.Messages = [];
			},
		);

		expect(await itemsOf(testedSocialBoards, [byAgent, byNobody])).toMatchObject([
			{ person: 'Tomas Eide', text: 'Half past seven.' },
			{ person: null, text: null },
		]);
	});

	it("builds a note's link from its ticket id", async () => {
		const [item] = await itemsOf(testedSocialBoards, [
			changed(testedSocialBoards, 'note_deletion', (body) => (body.TicketId = 730115)),
		]);

		expect(item).toMatchObject({
			recordId: 730115,
			url: 'https://inbox.socialboards.com/harbourlight/tickets?ticketId=730115',
		});
	});
});

describe('The Glassix Trigger', () => {
	const delivery = (event: string, change: (body: Json, first: Json) => void) =>
		changed(testedGlassix, event, (body) => change(body, body.changes[0]));

	const AT = '2026-03-02T10:00:00Z';

	it.each<[string, Array<(change: Json) => void>]>([
		[
			'TICKET_OWNER_CHANGE',
			[(c) => (c.ownerUserName = 'a@example.com'), (c) => (c.ownerUserName = null)],
		],
		['SURVEY_UPDATE', [(c) => (c.surveys[0].value = '4'), (c) => (c.surveys[0].value = '5')]],
		['SURVEY_UPDATE', [(c) => (c.participant.id = 1), (c) => (c.participant.id = 2)]],
		['DOCUMENT_SIGNED', [(c) => (c.document = { id: 1 }), (c) => (c.document = { id: 2 })]],
		[
			'USER_STATUS_CHANGE',
			[
				(c) => (c.doNotDisturb = true),
				(c) => (c.doNotDisturb = false),
				(c) => delete c.doNotDisturb,
			],
		],
		[
			'NON_TICKET_MESSAGE_STATUS',
			['Accepted', 'Delivered', 'Read'].map((status) => (c: Json) => (c.message.status = status)),
		],
		[
			'NON_TICKET_MESSAGE_STATUS',
			[null, '', null].map((id, place) => (c: Json) => {
				c.message.providerMessageId = id;
				c.message.to = `1555010020${place}`;
			}),
		],
	])('tells %s events of the same moment apart', async (event, changes) => {
		const sent = changes.map((change) =>
			delivery(event, (body, first) => {
				body.dateTime = AT;
				change(first);
			}),
		);

		expect(await itemsOf(testedGlassix, sent)).toHaveLength(changes.length);
		expect(await itemsOf(testedGlassix, [sent[0], sent[0]])).toHaveLength(1);
	});

	it('recognizes a retry even if the ticket in it has changed', async () => {
		const sent = ['Open', 'Closed'].map((state) =>
			delivery('TICKET_STATE_CHANGE', (_body, first) => (first.ticket.state = state)),
		);

		expect(await itemsOf(testedGlassix, sent)).toHaveLength(1);
	});

	const client = (own: object) => ({
		id: 2,
		name: '',
		displayName: null,
		type: 'Client',
		identifier: '15550100123',
		userName: null,
		...own,
	});

	it('names the client by phone number if there is no name, and never names the agent', async () => {
		const [message, created] = await itemsOf(testedGlassix, [
			delivery('NEW_MESSAGE', (_body, first) => (first.transaction.fromParticipant = client({}))),
			delivery('NEW_TICKET', (_body, first) => {
				const agent = first.ticket.participants.find(({ type }: Json) => type === 'User');
				first.ticket.participants = [agent, client({})];
			}),
		]);

		expect([message.person, created.person]).toEqual(['15550100123', '15550100123']);
	});

	it('names nobody if there is only an id or an agent', async () => {
		const guid = 'c5a7e0d4-9f61-4b08-8e2c-7d13b6a4f905';
		const [message, created, owner] = await itemsOf(testedGlassix, [
			delivery('NEW_MESSAGE', (_body, first) => {
				first.transaction.fromParticipant = client({ identifier: guid });
			}),
			delivery('NEW_TICKET', (_body, first) => (first.ticket.participants = [])),
			delivery('TICKET_OWNER_CHANGE', (_body, first) => (first.ownerUserName = null)),
		]);

		expect([message.person, created.person, owner.person]).toEqual([null, null, null]);
	});

	it('names the customer of a new ticket', async () => {
		const [item] = await itemsOf(testedGlassix, [delivery('NEW_TICKET', () => undefined)]);
		const { participants } = sample(testedGlassix, 'NEW_TICKET').changes[0].ticket;

		expect(item.person).toBe(participants.find(({ type }: Json) => type === 'Client').name);
	});

	it('names the receiver of a message without a ticket, not the sender', async () => {
		const [item] = await itemsOf(testedGlassix, [
			delivery('NON_TICKET_MESSAGE_STATUS', ({ changes: [{ message }] }) => {
				message.from = '15550100999';
				message.to = '15550100201';
			}),
		]);

		expect(item.person).toBe('15550100201');
	});

	it('reads a time without an offset as UTC, as Glassix documents it', async () => {
		const [item] = await itemsOf(testedGlassix, [
			delivery('TICKET_STATE_CHANGE', (body) => (body.dateTime = '2026-03-02T10:02:55.0047730')),
		]);

		expect(item.occurredAt).toBe('2026-03-02T10:02:55.0047730Z');
		expect(item).not.toHaveProperty('warnings');
	});

	it.each([
		['TICKET_STATE_CHANGE', (change: Json) => (change.ticketId = null)],
		['SURVEY_UPDATE', (change: Json) => (change.surveys = null)],
		['NON_TICKET_MESSAGE_STATUS', (change: Json) => (change.message.serviceProvider = 19)],
		['TICKET_STATE_CHANGE', (change: Json) => (change.ticket.state = change.ticketState = 2)],
		['USER_STATUS_CHANGE', (change: Json) => (change.userStatus = 3)],
	])("gives no warning about what Glassix's own client accepts: %s", async (event, change) => {
		const [item] = await itemsOf(testedGlassix, [delivery(event, (_body, first) => change(first))]);

		expect(item).not.toHaveProperty('warnings');
	});

	it("recognizes the event in the flat body of the vendor's public example", async () => {
		const body = JSON.stringify({
			eventType: 'non_ticket.message_status',
			messageId: 'sms-0f83a2d6',
			status: 'Delivered',
			timestamp: '2026-03-02T12:08:33Z',
			to: '15550100123',
		});

		expect(await itemsOf(testedGlassix, [testedGlassix.delivery(body)])).toMatchObject([
			{
				event: 'NON_TICKET_MESSAGE_STATUS',
				person: '15550100123',
				status: 'Delivered',
				recordId: 'sms-0f83a2d6',
				occurredAt: '2026-03-02T12:08:33Z',
				warnings: ["data: the shape is that of Glassix' public example, without changes"],
			},
		]);
	});

	it('makes an item of each change, recognized or not', async () => {
		const body = sample(testedGlassix, 'TICKET_STATE_CHANGE');
		body.changes.push({ hello: 'world' });

		expect(
			await itemsOf(testedGlassix, [testedGlassix.delivery(JSON.stringify(body))]),
		).toMatchObject([{ event: 'TICKET_STATE_CHANGE' }, { event: 'unrecognized' }]);
	});
});

describe('The SupportBee Trigger', () => {
	const payload = (event: string, change: (payload: Json) => void) =>
		changed(testedSupportBee, event, (body) => change(body.payload));

	it('tells two replies apart whose ids JavaScript reads as one number', async () => {
		const body = fixture('supportbee', 'customer.reply.created');
		const { reply } = JSON.parse(body).payload;
		const withId = (id: string) =>
			testedSupportBee.delivery(body.replace(`"id": ${reply.id}`, `"id": ${id}`));

		const items = await itemsOf(testedSupportBee, [
			withId('9007199254740992'),
			withId('9007199254740993'),
		]);

		expect(items).toHaveLength(2);
		expect(items[0].eventId).not.toBe(items[1].eventId);
	});

	it('names nobody, and never the customer, if the event does not say who did it', async () => {
		const sent = ['ticket.archived', 'ticket.unassigned.from.user', 'ticket.answered'].map(
			(event) => payload(event, (one) => delete one.agent),
		);

		expect((await itemsOf(testedSupportBee, sent)).map(({ person }) => person)).toEqual([
			null,
			null,
			null,
		]);
	});

	it('names the customer of a new ticket, not the agent who entered it', async () => {
		const [item] = await itemsOf(testedSupportBee, [
			payload('ticket.created', (one) => {
				one.agent = { id: 2, name: 'Bob', email: 'bob@example.com' };
				one.ticket.requester = { id: 7, name: null, email: 'ann@example.com' };
			}),
		]);

		expect(item.person).toBe('ann@example.com');
	});

	it('names nobody, and never the agent, for a customer without a name and an address', async () => {
		const [item] = await itemsOf(testedSupportBee, [
			payload('customer.reply.created', (one) => {
				one.reply.replier = { id: 7, name: null, email: null };
				one.agent = { id: 2, name: 'Bob' };
			}),
		]);

		expect(item.person).toBeNull();
	});

	it.each([
		[{ trash: true, spam: true }, 'trashed'],
		[{ spam: true, archived: true }, 'spam'],
		[{ archived: true, unanswered: true }, 'archived'],
		[{ unanswered: true }, 'unanswered'],
		[{ unanswered: false }, 'answered'],
		[{ current_user_assignee: { user: { id: 1 } } }, 'assigned'],
		[{}, null],
	])('reads the status from the flags of the ticket: %j', async (flags, status) => {
		const [item] = await itemsOf(testedSupportBee, [
			payload('ticket.created', (one) => (one.ticket = { id: 66301, ...flags })),
		]);

		expect(item.status).toBe(status);
		expect(item).not.toHaveProperty('warnings');
	});

	it("builds the ticket's link if it has none, as the vendor's own apps do", async () => {
		const [item] = await itemsOf(testedSupportBee, [
			payload('ticket.created', (one) => delete one.ticket.url),
		]);
		const { company, ticket } = sample(testedSupportBee, 'ticket.created').payload;

		expect(item.url).toBe(`https://${company.subdomain}.supportbee.com/tickets/${ticket.id}`);
	});

	it('gives the text without HTML entities, or the HTML if there is no text', async () => {
		const content = (text: unknown, markup: unknown) =>
			payload('agent.reply.created', (one) => {
				one.reply.id += 1;
				one.reply.content = { text, html: markup };
			});

		const [plain] = await itemsOf(testedSupportBee, [content('Fish &amp; chips', '<p>x</p>')]);
		const [html] = await itemsOf(testedSupportBee, [content('  ', '<p>Fish</p>')]);

		expect([plain.text, html.text]).toEqual(['Fish & chips', '<p>Fish</p>']);
	});

	it('gives each of five state changes that look alike its own eventId', async () => {
		jest.useFakeTimers({
			doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'],
		});
		try {
			const trigger = running(testedSupportBee);
			const eventIds: string[] = [];
			for (const event of ['trashed', 'untrashed', 'trashed', 'untrashed', 'trashed']) {
				const body = fixture('supportbee', `ticket.${event}`);
				const { items } = await trigger.deliver(testedSupportBee.delivery(body));
				eventIds.push(...items.map(({ eventId }) => eventId));
				jest.setSystemTime(Date.now() + 2000);
			}

			expect(new Set(eventIds).size).toBe(5);
		} finally {
			jest.useRealTimers();
		}
	});
});

describe('The Glartek Trigger', () => {
	const order = sample(testedGlartek, 'work_order.created');
	const sentTo = (query: string, own: object = {}) => ({
		query,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ ...order, ...own }),
	});

	it('understands &amp; in the URL, and runs only for the selected event', async () => {
		const sent = [
			sentTo(`token=${URL_TOKEN}&amp;event=work_order.created`),
			sentTo(`token=${URL_TOKEN}&amp;event=action.created`, { x: 1 }),
			sentTo(`event=action.created&amp;token=${URL_TOKEN}`, { x: 2 }),
			sentTo(`token=${URL_TOKEN}&#38;event=action.created`, { x: 3 }),
		];

		const items = await itemsOf(testedGlartek, sent, { triggerOn: ['action.created'] });

		expect(items.map(({ event }) => event)).toEqual(Array(3).fill('action.created'));
	});

	it.each([
		`token=${URL_TOKEN}%26event%3Dwork_order.created`,
		`token%3D${URL_TOKEN}&event=work_order.created`,
		`token=${URL_TOKEN}&event=work_order%2Ecreated`,
		`token=${URL_TOKEN}&event=Work%20Order%20Created`,
		`token=${URL_TOKEN}&event=Work%2520Order%2520Created`,
		`token=${URL_TOKEN}?event=work_order.created`,
		`event=work_order.created?token=${URL_TOKEN}`,
	])('understands the query ?%s', async (query) => {
		expect(await itemsOf(testedGlartek, [sentTo(query)])).toMatchObject([
			{ event: 'work_order.created', eventName: 'Work Order Created' },
		]);
	});

	it.each([
		'token=guessed%26event%3Dwork_order.created',
		'token%3Dguessed&event=work_order.created',
		'token=guessed&amp;event=work_order.created',
		`token=guessed%26token%3D${URL_TOKEN}`,
		`token=guessed&amp;token=${URL_TOKEN}`,
	])('refuses a delivery with the query ?%s', async (query) => {
		const { status } = await running(testedGlartek).deliver(sentTo(query));

		expect(status).toBe(401);
	});

	it.each([
		[
			'event=work_order.created&id=20518&name=Pump%20inspection',
			{ id: '20518', name: 'Pump inspection' },
		],
		[`payload=${encodeURIComponent('{"event":"work_order.created","id":20519}')}`, { id: 20519 }],
	])('reads the fields of the form %s as it reads JSON', async (body, data) => {
		const items = await itemsOf(
			testedGlartek,
			[
				{
					query: `token=${URL_TOKEN}`,
					headers: { 'content-type': 'application/x-www-form-urlencoded' },
					body,
				},
			],
			{ triggerOn: ['work_order.created'] },
		);

		expect(items).toMatchObject([{ event: 'work_order.created', recordId: data.id, data }]);
	});

	it.each([
		[{ user: 92 }, null],
		[{ user: '92' }, null],
		[{ user: { id: 92, name: ' ' } }, null],
		[{ user: { id: 92, email: 'priya@example.com' } }, 'priya@example.com'],
		[{ user: 'Priya Raman' }, 'Priya Raman'],
	])('names a person, never an id: %j', async (body, person) => {
		const [item] = await itemsOf(testedGlartek, [
			{ ...sentTo(`token=${URL_TOKEN}&event=work_order.updated`), body: JSON.stringify(body) },
		]);

		expect(item.person).toBe(person);
	});

	it('takes title and id from the same object, and never from the field that names the event', async () => {
		const sent = [
			{ id: 1, workOrder: { id: 20518, name: 'Pump' } },
			{ name: 'Work Order Created', id: 7 },
			{ id: 9, title: 'Seal', workOrder: { note: 'no id here' } },
		].map((body) => ({
			...sentTo(`token=${URL_TOKEN}&event=work_order.created`),
			body: JSON.stringify(body),
		}));

		const items = await itemsOf(testedGlartek, sent);

		expect(items.map(({ title, recordId }) => ({ title, recordId }))).toEqual([
			{ title: 'Pump', recordId: 20518 },
			{ title: null, recordId: 7 },
			{ title: 'Seal', recordId: 9 },
		]);
	});
});
