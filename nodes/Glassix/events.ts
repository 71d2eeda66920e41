import { z } from 'zod/v4';

import type { Catalogue } from '../../receiver/service';

/*
 * Events: docs.glassix.com "Events", "Ticket", "Transaction", and github.com/Glassix/glassix-sharp, the vendor's C# client.
 * What only some examples have is optional.
 */

const user = z.looseObject({
	id: z.string().nullish(),
	UserName: z.string().nullish(),
	type: z.string().nullish(),
	culture: z.string().nullish(),
	isAnonymous: z.boolean().nullish(),
	uniqueArgument: z.string().nullish(),
});

/** An agent, a bot or an API user. */
export type GlassixUser = z.infer<typeof user>;

const participant = z.looseObject({
	id: z.number().nullish(),
	name: z.string().nullish(),
	displayName: z.string().nullish(),
	/** `Client`: a customer; `User`: an agent. */
	type: z.string().nullish(),
	identifier: z.string().nullish(),
	protocolType: z.string().nullish(),
	userName: z.string().nullish(),
	isActive: z.boolean().nullish(),
});

/** Somebody in a ticket: a customer, an agent or a bot. */
export type GlassixParticipant = z.infer<typeof participant>;

const ticket = z.looseObject({
	id: z.number(),
	departmentId: z.string().nullish(),
	/** The subject. */
	field1: z.string().nullish(),
	state: z.string().nullish(),
	ticketType: z.string().nullish(),
	culture: z.string().nullish(),
	owner: user.nullish(),
	tags: z.array(z.unknown()).nullish(),
	open: z.string().nullish(),
	/** `0001-01-01T00:00:00` where the ticket is not closed. */
	close: z.string().nullish(),
	lastActivity: z.string().nullish(),
	primaryProtocolType: z.string().nullish(),
	uniqueArgument: z.string().nullish(),
	details: z.looseObject({}).nullish(),
	participants: z.array(participant).nullish(),
	dynamicParameters: z.array(z.unknown()).nullish(),
});

/** Comes without its transactions: `GET /tickets/get/{id}` has them. */
export type GlassixTicket = z.infer<typeof ticket>;

const transaction = z.looseObject({
	guidTransactionId: z.string().nullish(),
	id: z.number().nullish(),
	dateTime: z.string().nullish(),
	type: z.string().nullish(),
	text: z.string().nullish(),
	html: z.string().nullish(),
	status: z.string().nullish(),
	fromProtocolType: z.string().nullish(),
	fromParticipant: participant.nullish(),
	attachments: z.array(z.unknown()).nullish(),
});

/** A message in a ticket, or what else happened to it. */
export type GlassixTransaction = z.infer<typeof transaction>;

const message = z.looseObject({
	text: z.string().nullish(),
	html: z.string().nullish(),
	protocolType: z.string().nullish(),
	from: z.string().nullish(),
	to: z.string().nullish(),
	dateTime: z.string().nullish(),
	providerMessageId: z.string().nullish(),
	departmentId: z.string().nullish(),
	status: z.string().nullish(),
	serviceProvider: z.string().nullish(),
	attachmentUris: z.array(z.unknown()).nullish(),
	files: z.array(z.unknown()).nullish(),
});

/** A message that belongs to no ticket. */
export type GlassixMessage = z.infer<typeof message>;

const survey = z.looseObject({
	id: z.union([z.number(), z.string()]).nullish(),
	surveyId: z.union([z.number(), z.string()]).nullish(),
	title: z.string().nullish(),
	value: z.unknown().optional(),
	questionType: z.string().nullish(),
});

/** A question of a survey, with its answer. */
export type GlassixSurvey = z.infer<typeof survey>;

/** `dateTime`, to 100 nanoseconds, and these tell an event from every other of its kind. */
const timeAnd = <const Paths extends readonly string[]>(...paths: Paths) =>
	({ by: ['envelope.dateTime', ...paths], evidence: 'infer' }) as const;

/** The events of Glassix, by `changes[]._event`. */
export const glassixEvents = {
	DOCUMENT_SIGNED: {
		name: 'Document Signed',
		description: 'When a customer has signed a document',
		data: z.looseObject({
			_event: z.literal('DOCUMENT_SIGNED'),
			ticketId: z.number().optional(),
			document: z.unknown(),
		}),
		identity: timeAnd('data.ticketId'),
	},
	NEW_MESSAGE: {
		name: 'New Message',
		description: 'When a message is added to a ticket, by a customer or by an agent',
		data: z.looseObject({
			_event: z.literal('NEW_MESSAGE'),
			ticketId: z.number(),
			transaction,
			ticket: ticket.nullish(),
		}),
		identity: timeAnd('data.ticketId', 'data.transaction.guidTransactionId'),
	},
	NEW_TICKET: {
		name: 'New Ticket',
		description: 'When a ticket is opened',
		data: z.looseObject({ _event: z.literal('NEW_TICKET'), ticketId: z.number(), ticket }),
		identity: timeAnd('data.ticketId'),
	},
	NON_TICKET_MESSAGE_STATUS: {
		name: 'Non-Ticket Message Status',
		description: 'When the status of a message that belongs to no ticket changes',
		data: z.looseObject({ _event: z.literal('NON_TICKET_MESSAGE_STATUS'), message }),
		identity: timeAnd('data.message.providerMessageId', 'data.message.status'),
	},
	SURVEY_UPDATE: {
		name: 'Survey Update',
		description: 'When a customer has answered a survey',
		data: z.looseObject({
			_event: z.literal('SURVEY_UPDATE'),
			ticketId: z.number().optional(),
			participant: participant.nullish(),
			surveys: z.array(survey),
		}),
		identity: timeAnd('data.ticketId'),
	},
	TICKET_OWNER_CHANGE: {
		name: 'Ticket Owner Change',
		description: 'When a ticket is given to another agent',
		data: z.looseObject({
			_event: z.literal('TICKET_OWNER_CHANGE'),
			ticketId: z.number(),
			ownerId: z.string().nullish(),
			ownerUserName: z.string().nullish(),
			ticket: ticket.nullish(),
		}),
		identity: timeAnd('data.ticketId'),
	},
	TICKET_STATE_CHANGE: {
		name: 'Ticket State Change',
		description: 'When a ticket is opened, closed, snoozed or set to pending',
		data: z.looseObject({
			_event: z.literal('TICKET_STATE_CHANGE'),
			ticketId: z.number(),
			ticketState: z.string(),
			ticket: ticket.nullish(),
		}),
		identity: timeAnd('data.ticketId', 'data.ticketState'),
	},
	USER_STATUS_CHANGE: {
		name: 'User Status Change',
		description: 'When an agent goes online, offline or on a break',
		data: z.looseObject({
			_event: z.literal('USER_STATUS_CHANGE'),
			userId: z.string(),
			userName: z.string().nullish(),
			userStatus: z.string(),
			doNotDisturb: z.boolean().nullish(),
		}),
		identity: timeAnd('data.userId', 'data.userStatus'),
	},
} as const satisfies Catalogue;
