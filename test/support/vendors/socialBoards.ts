import * as is from './shape';

/*
 * The sample bodies of developers.socialboards.com, key by key; the values are ours. Wherever .NET can write null it
 * may stand (concluded: the samples have explicit nulls). Of a chat's messages no shape is published: what stands
 * there is concluded from the ticket's.
 */

const MIRA = 'c3d9e6b1-58a4-4f72-9b0e-16d27fa8c540';
const TOMAS = 'f40b8c57-2e19-4a6d-b3c8-95d1706e2ab4';

const user = is.members({
	CustomIdentifier: is.text('customer-2044'),
	Id: is.guid(MIRA),
	Name: is.text('Mira Solberg'),
	Image: is.link('https://img.example.com/mira.png'),
	Email: is.text('mira.solberg@example.com'),
	Status: is.text('client'),
	IsBot: is.netFlag(false),
});

const tomas = {
	CustomIdentifier: 'agent-17',
	Id: TOMAS,
	Name: 'Tomas Eide',
	Image: 'https://img.example.com/tomas.png',
	Email: 'tomas.eide@example.com',
	Status: 'team',
	IsBot: false,
};

const FLAGS = [
	'IsAnonymized',
	'IsMuted',
	'HasAttachments',
	'HasDraft',
	'IsAssignedToBot',
	'IsDeleted',
	'IsExpired',
	'IsHidden',
	'IsLocked',
	'IsSpam',
	'IsSensitive',
];

const ticket = is.members({
	Id: is.required(is.integer(730115)),
	Title: is.text('Wrong invoice'),
	Message: is.text('My invoice shows two ferries, I took one.'),
	HtmlMessage: is.text('<p>My invoice shows two ferries, I took one.</p>'),
	Author: user,
	Category: is.members({
		Id: is.netInteger(304),
		Name: is.text('Invoices'),
		Parents: is.list(is.json(null), []),
	}),
	CreationTime: is.time('2026-02-11T08:31:04.6125478+01:00'),
	LastThreadElementCreationTime: is.time('2026-02-11T08:52:19.0331472+01:00'),
	LockedBy: user,
	OriginalLink: is.link('https://social.example.com/posts/55'),
	Properties: is.members(Object.fromEntries(FLAGS.map((key) => [key, is.netFlag(false)]))),
	ReplyCount: is.netInteger(2),
	IsMuted: is.netFlag(false),
	Sentiment: is.text('complaint'),
	Source: is.text('web'),
	DetailedSource: is.text('web_website'),
	SourceName: is.text('Contact form'),
	Status: is.text('pending'),
	Attachments: is.list(is.json(null), []),
	CustomFields: is.list(is.json(null), []),
	Tags: is.list(is.json(null), []),
});

const messageOf = (Id: number, Author: unknown, Message: string) => ({ Id, Author, Message });

const MESSAGES = [
	messageOf(1, is.maximal(user), 'When does the evening ferry leave?'),
	messageOf(2, tomas, 'At half past seven.'),
];

const conversationOf = (isClosed: boolean, messages: unknown[]) =>
	is.members({
		Author: user,
		CreationTime: is.time('2026-02-12T14:05:40.2210983+01:00'),
		Feedback: is.json(null),
		Fields: is.json(null),
		Id: is.required(is.integer(730288)),
		IsClosed: { ...is.netFlag(isClosed), none: isClosed },
		IsTakeoverEnabled: is.netFlag(true),
		LastModifiedTime: is.time('2026-02-12T14:06:12.9047715+01:00'),
		Messages: is.list(is.json(null), messages),
		QueuePositionInfo: is.members({ Position: is.netInteger(12), WaitTime: is.integer(40) }),
		TotalMessagesCount: is.netInteger(messages.length),
	});

export const TICKET_LINK = 'https://inbox.example.com/harbourlight/tickets?ticketId=730115';
export const CHAT_LINK = 'https://inbox.example.com/harbourlight/tickets?ticketId=730288';

const ticketEvent = (own: Record<string, is.Shape>) =>
	is.members({
		InboxLink: is.link(TICKET_LINK),
		...own,
		Ticket: is.own(ticket),
		TicketId: is.integer(730115),
	});

const chatEvent = (eventTime: string, isClosed = false, messages = MESSAGES) =>
	is.members({
		InboxLink: is.link(CHAT_LINK),
		ConversationId: is.required(is.integer(730288)),
		Conversation: is.own(conversationOf(isClosed, messages)),
		EventTime: is.time(eventTime),
		TicketId: is.integer(730288),
	});

/** The elements of `Events`, by `EventType`. */
export const elements: Record<string, is.Members> = {
	conversation_closed: chatEvent('2026-02-12T14:20:03.1178253+01:00', true),
	conversation_created: chatEvent('2026-02-12T14:05:50.2844587+01:00', false, []),
	conversation_message_added: chatEvent('2026-02-12T14:06:13.0117204+01:00'),
	conversation_takeover_state_changed: chatEvent('2026-02-12T14:07:58.4400162+01:00'),
	note_deletion: is.members({
		NoteId: is.required(is.integer(58210)),
		TicketId: is.integer(730115),
	}),
	ticket_category_change: ticketEvent({ PreviousTicketCategoryId: is.integer(298) }),
	ticket_status_change: ticketEvent({ PreviousTicketStatus: is.text('open') }),
};

export const envelope = (event: string, events: unknown[], own: object = {}) => ({
	CommunityName: 'harbourlight',
	EventType: event,
	Events: events,
	...own,
});

/** Elements with an id alone. */
export const absent: Record<string, object> = {
	conversation_closed: { ConversationId: 730288 },
	conversation_created: { ConversationId: 730288 },
	conversation_message_added: { ConversationId: 730288 },
	conversation_takeover_state_changed: { ConversationId: 730288 },
	note_deletion: { NoteId: 58210 },
	ticket_category_change: { Ticket: { Id: 730115 } },
	ticket_status_change: { Ticket: { Id: 730115 } },
};
