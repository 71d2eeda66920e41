import { z } from 'zod/v4';

import type { Catalogue } from '../../receiver/service';

/*
 * Shapes: developers.socialboards.com, "Webhook payload", "Ticket status change", "Ticket category change",
 * "External chat API: events", and the objects ticket, user and note. Keys are PascalCase in webhooks.
 * What only some of the vendor's examples have is optional.
 */

const user = z.looseObject({
	Id: z.string(),
	Name: z.string().nullable(),
	Image: z.string().nullish(),
	Email: z.string().nullish(),
	Status: z.string().nullish(),
	IsBot: z.boolean().nullish(),
});

/** A customer or somebody of the team. */
export type SocialBoardsUser = z.infer<typeof user>;

const category = z.looseObject({ Id: z.number(), Name: z.string().nullish() });

export type SocialBoardsCategory = z.infer<typeof category>;

const ticket = z.looseObject({
	Id: z.number(),
	Title: z.string().nullable(),
	Message: z.string().nullable(),
	HtmlMessage: z.string().nullish(),
	Status: z.string(),
	Author: user.nullable(),
	Category: category.nullish(),
	/** The assignee. */
	LockedBy: user.nullish(),
	CreationTime: z.string(),
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
	Id: z.number(),
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
const ticketId = z.number().optional();

/** Of these three the vendor publishes the names alone. */
const conversationEvent = z.looseObject({
	InboxLink: z.string().optional(),
	ConversationId: z.number().optional(),
	Conversation: conversation.optional(),
	EventTime: z.string().optional(),
	TicketId: ticketId,
});

/** The data of the chat events of which the vendor publishes the names alone. */
export type SocialBoardsConversationEvent = z.infer<typeof conversationEvent>;

const conversationIdentity = {
	by: ['data.ConversationId', 'data.EventTime'],
	evidence: 'infer',
} as const;

/**
 * The events whose strings SocialBoards publishes. It sends more (new tickets, replies, notes …)
 * under strings that it does not publish: those are delivered, too.
 */
export const socialBoardsEvents = {
	conversation_closed: {
		name: 'Conversation Closed',
		description: 'When a chat conversation is closed',
		data: conversationEvent,
		identity: conversationIdentity,
	},
	conversation_created: {
		name: 'Conversation Created',
		description: 'When a chat conversation begins',
		data: conversationEvent.extend({
			ConversationId: z.number(),
			Conversation: conversation,
			EventTime: z.string(),
		}),
		identity: conversationIdentity,
	},
	conversation_message_added: {
		name: 'Conversation Message Added',
		description: 'When a message is added to a chat conversation',
		data: conversationEvent,
		identity: conversationIdentity,
	},
	conversation_takeover_state_changed: {
		name: 'Conversation Takeover State Changed',
		description: 'When a chat conversation is handed over between bot and team',
		data: conversationEvent,
		identity: conversationIdentity,
	},
	note_deletion: {
		name: 'Note Deletion',
		description: 'When an internal note is deleted',
		data: z.looseObject({ NoteId: z.number(), TicketId: ticketId }),
		identity: { by: ['data.NoteId'], evidence: 'infer' },
	},
	ticket_category_change: {
		name: 'Ticket Category Change',
		description: 'When a ticket is moved to another category',
		data: z.looseObject({
			InboxLink: z.string(),
			PreviousTicketCategoryId: z.number().nullish(),
			Ticket: ticket,
			TicketId: ticketId,
		}),
		identity: { by: 'fingerprint', evidence: 'doc' },
	},
	ticket_status_change: {
		name: 'Ticket Status Change',
		description: "When a ticket's status changes, for example from open to pending",
		data: z.looseObject({
			InboxLink: z.string(),
			PreviousTicketStatus: z.string(),
			Ticket: ticket,
			TicketId: ticketId,
		}),
		identity: { by: 'fingerprint', evidence: 'doc' },
	},
} as const satisfies Catalogue;
