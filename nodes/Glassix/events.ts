import { z } from 'zod/v4';

import type { ServiceEvent } from '../../receiver/delivery';
import { asText, valueAt, valuesAt } from '../../receiver/lib/json';
import { textOf } from '../../receiver/lib/text';
import type { Catalogue } from '../../receiver/service';

/*
 * Events: docs.glassix.com "Events", "Ticket", "Transaction", and github.com/Glassix/glassix-sharp, the vendor's C# client.
 * In the client each text, list and object may be null, and a name of an enumeration may come as its number.
 */

/** A name of the vendor's own list, or its number there. */
const enumeration = z.union([z.string(), z.number()]).nullish();

const user = z.looseObject({
	id: z.string().nullish(),
	UserName: z.string().nullish(),
	type: enumeration,
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
	type: enumeration,
	identifier: z.string().nullish(),
	protocolType: enumeration,
	subProtocolType: enumeration,
	userName: z.string().nullish(),
	isActive: z.boolean().nullish(),
});

/** Somebody in a ticket: a customer, an agent or a bot. */
export type GlassixParticipant = z.infer<typeof participant>;

const ticket = z.looseObject({
	id: z.number().nullish(),
	departmentId: z.string().nullish(),
	/** The subject. */
	field1: z.string().nullish(),
	state: enumeration,
	ticketType: enumeration,
	culture: z.string().nullish(),
	owner: user.nullish(),
	tags: z.array(z.unknown()).nullish(),
	open: z.string().nullish(),
	/** `0001-01-01T00:00:00` where the ticket is not closed. */
	close: z.string().nullish(),
	lastActivity: z.string().nullish(),
	primaryProtocolType: enumeration,
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
	type: enumeration,
	text: z.string().nullish(),
	html: z.string().nullish(),
	status: enumeration,
	fromProtocolType: enumeration,
	fromParticipant: participant.nullish(),
	attachments: z.array(z.unknown()).nullish(),
});

/** A message in a ticket, or what else happened to it. */
export type GlassixTransaction = z.infer<typeof transaction>;

const message = z.looseObject({
	text: z.string().nullish(),
	html: z.string().nullish(),
	protocolType: enumeration,
	from: z.string().nullish(),
	to: z.string().nullish(),
	dateTime: z.string().nullish(),
	providerMessageId: z.string().nullish(),
	departmentId: z.string().nullish(),
	status: enumeration,
	serviceProvider: enumeration,
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
	questionType: enumeration,
});

/** A question of a survey, with its answer. */
export type GlassixSurvey = z.infer<typeof survey>;

/** `dateTime`, to 100 nanoseconds, and the whole change, but for the ticket: a retry may show its newer state. */
const timeAndChange = {
	by: ['envelope.dateTime', { allOf: 'data', except: ['ticket'] }],
	evidence: 'infer',
} as const;

const ticketId = z.number().nullish();

/** What the ticket begins with, where its messages come with it: in the client's class they do. */
function firstMessage({ data }: ServiceEvent): unknown[] {
	const transactions = valueAt(data, 'ticket.transactions');
	const messages = Array.isArray(transactions)
		? transactions.filter((one) => valueAt(one, 'type') === 'Message')
		: [];
	return valuesAt(messages[0], ['text', 'html']);
}

/** The new owner by name, where the ticket tells it. */
function newOwner({ data }: ServiceEvent): unknown {
	const userName = valueAt(data, 'ownerUserName');
	const participants = valueAt(data, 'ticket.participants');
	const owner: unknown = Array.isArray(participants)
		? participants.find((one) => valueAt(one, 'userName') === userName)
		: undefined;
	return textOf(userName) && (owner ?? userName);
}

/** What a customer wrote in a survey; of one with ratings alone each question and its rating. */
function answers({ data }: ServiceEvent): string {
	const questions = valueAt(data, 'surveys');
	const given = (Array.isArray(questions) ? questions : []).flatMap((question) => {
		const value = textOf(asText(valueAt(question, 'value')));
		const title = textOf(valueAt(question, 'title'));
		const isWritten = valueAt(question, 'questionType') === 'Text';
		return value === undefined ? [] : [{ value, isWritten, title }];
	});
	const written = given.filter(({ isWritten }) => isWritten);
	const lines =
		written.length > 0
			? written.map(({ value }) => value)
			: given.map(({ title, value }) => (title === undefined ? value : `${title}: ${value}`));
	return lines.join('\n');
}

/** The events of Glassix, by `changes[]._event`. */
export const glassixEvents = {
	DOCUMENT_SIGNED: {
		name: 'Document Signed',
		description: 'When a customer has signed a document',
		data: z.looseObject({
			_event: z.literal('DOCUMENT_SIGNED'),
			ticketId,
			document: z.unknown(),
		}),
		identity: timeAndChange,
	},
	NEW_MESSAGE: {
		name: 'New Message',
		description: 'When a message is added to a ticket, by a customer or by an agent',
		data: z.looseObject({
			_event: z.literal('NEW_MESSAGE'),
			ticketId,
			transaction: transaction.nullish(),
			ticket: ticket.nullish(),
		}),
		/** "The unique identifier for the transaction": github.com/Glassix/glassix-sharp, Transaction.cs */
		identity: {
			by: ['envelope.dateTime', 'data.transaction.guidTransactionId'],
			evidence: 'code',
		},
		fields: {
			text: ['transaction.text', 'transaction.html'],
			person: ['transaction.fromParticipant'],
		},
	},
	NEW_TICKET: {
		name: 'New Ticket',
		description: 'When a ticket is opened',
		data: z.looseObject({
			_event: z.literal('NEW_TICKET'),
			ticketId,
			ticket: ticket.nullish(),
		}),
		identity: timeAndChange,
		fields: { text: firstMessage },
	},
	NON_TICKET_MESSAGE_STATUS: {
		name: 'Non-Ticket Message Status',
		description: 'When the status of a message that belongs to no ticket changes',
		data: z.looseObject({
			_event: z.literal('NON_TICKET_MESSAGE_STATUS'),
			message: message.nullish(),
		}),
		identity: timeAndChange,
		fields: {
			text: ['message.text', 'message.html'],
			// Such a message always goes to a customer; `from` is the department's own number.
			person: ['message.to', 'to'],
			status: ['message.status', 'status'],
			recordId: ['message.providerMessageId', 'messageId'],
		},
	},
	SURVEY_UPDATE: {
		name: 'Survey Update',
		description: 'When a customer has answered a survey',
		data: z.looseObject({
			_event: z.literal('SURVEY_UPDATE'),
			ticketId,
			participant: participant.nullish(),
			surveys: z.array(survey).nullish(),
		}),
		identity: timeAndChange,
		fields: {
			title: ['surveys.0.headerTitle', 'surveys.0.title'],
			text: answers,
			person: ['participant'],
		},
	},
	TICKET_OWNER_CHANGE: {
		name: 'Ticket Owner Change',
		description: 'When a ticket is given to another agent',
		data: z.looseObject({
			_event: z.literal('TICKET_OWNER_CHANGE'),
			ticketId,
			ownerId: z.string().nullish(),
			ownerUserName: z.string().nullish(),
			ticket: ticket.nullish(),
		}),
		identity: timeAndChange,
		fields: { person: newOwner },
	},
	TICKET_STATE_CHANGE: {
		name: 'Ticket State Change',
		description: 'When a ticket is opened, closed, snoozed or set to pending',
		data: z.looseObject({
			_event: z.literal('TICKET_STATE_CHANGE'),
			ticketId,
			ticketState: enumeration,
			ticket: ticket.nullish(),
		}),
		identity: timeAndChange,
		fields: { status: ['ticketState', 'ticket.state'] },
	},
	USER_STATUS_CHANGE: {
		name: 'User Status Change',
		description: 'When an agent goes online, offline or on a break',
		data: z.looseObject({
			_event: z.literal('USER_STATUS_CHANGE'),
			userId: z.string().nullish(),
			userName: z.string().nullish(),
			userStatus: enumeration,
			doNotDisturb: z.boolean().nullish(),
		}),
		identity: timeAndChange,
		fields: { person: ['userName'], status: ['userStatus'], recordId: ['userId'] },
	},
} as const satisfies Catalogue;
