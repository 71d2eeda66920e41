import { z } from 'zod/v4';

import type { ServiceEvent } from '../../receiver/delivery';
import { valueInAnyCase } from '../../receiver/lib/json';
import type { Catalogue } from '../../receiver/service';

/*
 * Shapes: developers.socialboards.com, "Webhook payload", "Ticket status change", "Ticket category change",
 * "External chat API: events", and the objects ticket, user and note. Keys are PascalCase in webhooks.
 * SocialBoards is written in .NET, which writes null for "none": each text, list and object may be null (concluded).
 */

const user = z.looseObject({
	Id: z.string().nullish(),
	Name: z.string().nullish(),
	Image: z.string().nullish(),
	Email: z.string().nullish(),
	Status: z.string().nullish(),
	IsBot: z.boolean().nullish(),
});

/** A customer or somebody of the team. */
export type SocialBoardsUser = z.infer<typeof user>;

const category = z.looseObject({ Id: z.number().nullish(), Name: z.string().nullish() });

export type SocialBoardsCategory = z.infer<typeof category>;

const ticket = z.looseObject({
	Id: z.number().nullish(),
	Title: z.string().nullish(),
	Message: z.string().nullish(),
	HtmlMessage: z.string().nullish(),
	Status: z.string().nullish(),
	Author: user.nullish(),
	Category: category.nullish(),
	/** The assignee. */
	LockedBy: user.nullish(),
	CreationTime: z.string().nullish(),
	LastThreadElementCreationTime: z.string().nullish(),
	Source: z.string().nullish(),
	DetailedSource: z.string().nullish(),
	SourceName: z.string().nullish(),
	OriginalLink: z.string().nullish(),
	Sentiment: z.string().nullish(),
	ReplyCount: z.number().nullish(),
	Properties: z.looseObject({}).nullish(),
	Tags: z.array(z.unknown()).nullish(),
	Attachments: z.array(z.unknown()).nullish(),
	CustomFields: z.unknown().optional(),
});

export type SocialBoardsTicket = z.infer<typeof ticket>;

const conversation = z.looseObject({
	/** The ticket's, too: a conversation is a ticket that holds a dialogue. */
	Id: z.number().nullish(),
	Author: user.nullish(),
	CreationTime: z.string().nullish(),
	LastModifiedTime: z.string().nullish(),
	Messages: z.array(z.unknown()).nullish(),
	IsClosed: z.boolean().nullish(),
	IsTakeoverEnabled: z.boolean().nullish(),
	TotalMessagesCount: z.number().nullish(),
});

export type SocialBoardsConversation = z.infer<typeof conversation>;

/** The envelope's `TicketId` is added to each event that has none of its own. */
const ticketId = z.number().nullish();

/** Of these three the vendor publishes the names alone. */
const conversationEvent = z.looseObject({
	InboxLink: z.string().nullish(),
	ConversationId: z.number().nullish(),
	Conversation: conversation.nullish(),
	EventTime: z.string().nullish(),
	TicketId: ticketId,
});

/** The data of the chat events of which the vendor publishes the names alone. */
export type SocialBoardsConversationEvent = z.infer<typeof conversationEvent>;

/** Two messages of a moment may be alike in all that is known of them. */
const unpublished = { by: 'fingerprint', evidence: 'unknown' } as const;

/** The newest message of a conversation: the last of its list (concluded: no shape of it is published). */
function newestMessage({ data }: ServiceEvent): unknown {
	const messages = valueInAnyCase(data, 'Conversation.Messages');
	return Array.isArray(messages) ? messages.at(-1) : undefined;
}

const newestText = (event: ServiceEvent) =>
	['Message', 'Text', 'HtmlMessage'].map((name) => valueInAnyCase(newestMessage(event), name));

/**
 * The events whose strings SocialBoards publishes. It sends more (new tickets, replies, notes …)
 * under strings that it does not publish: those are delivered, too.
 */
export const socialBoardsEvents = {
	conversation_closed: {
		name: 'Conversation Closed',
		description: 'When a chat conversation is closed',
		data: conversationEvent,
		identity: unpublished,
	},
	conversation_created: {
		name: 'Conversation Created',
		description: 'When a chat conversation begins',
		data: conversationEvent,
		identity: { by: ['data.ConversationId', 'data.EventTime'], evidence: 'infer' },
		fields: { text: newestText },
	},
	conversation_message_added: {
		name: 'Conversation Message Added',
		description: 'When a message is added to a chat conversation',
		data: conversationEvent,
		identity: unpublished,
		fields: {
			text: newestText,
			// Not the customer who began the conversation: the team or a bot may have written.
			person: (event) => valueInAnyCase(newestMessage(event), 'Author'),
		},
	},
	conversation_takeover_state_changed: {
		name: 'Conversation Takeover State Changed',
		description: 'When a chat conversation is handed over between bot and team',
		data: conversationEvent,
		identity: unpublished,
	},
	note_deletion: {
		name: 'Note Deletion',
		description: 'When an internal note is deleted',
		data: z.looseObject({ NoteId: z.number().nullish(), TicketId: ticketId }),
		identity: { by: ['data.NoteId'], evidence: 'infer' },
	},
	ticket_category_change: {
		name: 'Ticket Category Change',
		description: 'When a ticket gets another category, its first one, or loses it',
		data: z.looseObject({
			InboxLink: z.string().nullish(),
			PreviousTicketCategoryId: z.number().nullish(),
			Ticket: ticket.nullish(),
			TicketId: ticketId,
		}),
		identity: { by: 'fingerprint', evidence: 'doc' },
	},
	ticket_status_change: {
		name: 'Ticket Status Change',
		description: "When a ticket's status changes, for example from open to pending",
		data: z.looseObject({
			InboxLink: z.string().nullish(),
			PreviousTicketStatus: z.string().nullish(),
			Ticket: ticket.nullish(),
			TicketId: ticketId,
		}),
		identity: { by: 'fingerprint', evidence: 'doc' },
	},
} as const satisfies Catalogue;
