import { z } from 'zod/v4';

import type { ServiceEvent } from '../../receiver/delivery';
import { valueAt } from '../../receiver/lib/json';
import { textOf, unescapeHtml } from '../../receiver/lib/text';
import type { Catalogue } from '../../receiver/service';

/*
 * Events: support.supportbee.io "Using Web Hooks"; strings and shapes: github.com/SupportBee/SupportBee-Apps, the
 * vendor's own receiver of these deliveries. What only some of its fixtures have is optional.
 */

const user = z.looseObject({
	id: z.number(),
	email: z.string().nullish(),
	name: z.string().nullish(),
	agent: z.boolean().nullish(),
	role: z.string().nullish(),
	picture: z.looseObject({}).nullish(),
});

/** A customer, agent or collaborator. */
export type SupportBeeUser = z.infer<typeof user>;

const content = z.looseObject({
	text: z.string().nullish(),
	html: z.string().nullish(),
	truncated: z.boolean().nullish(),
	attachments: z.array(z.unknown()).nullish(),
});

/** What a ticket, reply or comment says. */
export type SupportBeeContent = z.infer<typeof content>;

const ticket = z.looseObject({
	id: z.number(),
	subject: z.string().nullish(),
	summary: z.string().nullish(),
	url: z.string().nullish(),
	created_at: z.string().nullish(),
	last_activity_at: z.string().nullish(),
	replies_count: z.number().nullish(),
	agent_replies_count: z.number().nullish(),
	comments_count: z.number().nullish(),
	unanswered: z.boolean().nullish(),
	archived: z.boolean().nullish(),
	private: z.boolean().nullish(),
	spam: z.boolean().nullish(),
	trash: z.boolean().nullish(),
	draft: z.boolean().nullish(),
	source: z.unknown().optional(),
	cc: z.array(z.unknown()).nullish(),
	bcc: z.array(z.unknown()).nullish(),
	labels: z.array(z.unknown()).nullish(),
	requester: user.nullish(),
	content: content.nullish(),
	current_user_assignee: z.unknown().optional(),
	current_team_assignee: z.unknown().optional(),
});

export type SupportBeeTicket = z.infer<typeof ticket>;

const reply = z.looseObject({
	id: z.number(),
	created_at: z.string().nullish(),
	summary: z.string().nullish(),
	cc: z.array(z.unknown()).nullish(),
	/** Agent or customer? Tell it by the event: the vendor's own sample has `agent` wrong here. */
	replier: user.nullish(),
	content: content.nullish(),
});

/** A reply of an agent or of a customer. */
export type SupportBeeReply = z.infer<typeof reply>;

const comment = z.looseObject({
	id: z.number(),
	created_at: z.string().nullish(),
	commenter: user.nullish(),
	content: content.nullish(),
});

/** An agent's comment on a ticket. */
export type SupportBeeComment = z.infer<typeof comment>;

const team = z.looseObject({ id: z.number(), name: z.string().nullish() });

export type SupportBeeTeam = z.infer<typeof team>;

const company = z.looseObject({ subdomain: z.string(), name: z.string().nullish() });

/** Whose account it is. */
export type SupportBeeCompany = z.infer<typeof company>;

const payload = z.looseObject({
	action_type: z.string(),
	company,
	ticket,
	/** Who did it, where SupportBee says so. */
	agent: user.nullish(),
});

/** What every event holds. */
export type SupportBeePayload = z.infer<typeof payload>;

/** Of a state's change nothing but the ticket is told: done, undone and done again can be alike to the byte. */
const stateChange = (name: string, description: string, status?: string) =>
	({
		name,
		description,
		data: payload,
		identity: { by: 'fingerprint', evidence: 'code' },
		...(status !== undefined && { fields: { status: () => status } }),
	}) as const;

/**
 * The words of a ticket, a reply or a comment. SupportBee writes plain text with HTML entities: its own library
 * unescapes it, too. A summary is the beginning of the words.
 */
const wordsOf =
	(path: string) =>
	({ data }: ServiceEvent) => {
		const [text, html, summary] = ['content.text', 'content.html', 'summary'].map((name) =>
			textOf(valueAt(data, `${path}.${name}`)),
		);
		return [text && unescapeHtml(text), html, summary && unescapeHtml(summary)];
	};

/** The events of SupportBee, by `payload.action_type`. */
export const supportBeeEvents = {
	'agent.reply.created': {
		name: 'New Agent Reply Created',
		description: 'When an agent replies to a ticket',
		data: payload.extend({ reply }),
		identity: { by: ['data.reply.id'], evidence: 'code' },
		occurredAt: ['data.reply.created_at'],
		fields: { text: wordsOf('reply'), person: ['reply.replier', 'agent'] },
	},
	'comment.created': {
		name: 'New Comment Created',
		description: 'When an agent comments on a ticket',
		data: payload.extend({ comment }),
		identity: { by: ['data.comment.id'], evidence: 'code' },
		occurredAt: ['data.comment.created_at'],
		fields: { text: wordsOf('comment'), person: ['comment.commenter', 'agent'] },
	},
	'customer.reply.created': {
		name: 'New Customer Reply Created',
		description: 'When a customer replies to a ticket',
		data: payload.extend({ reply }),
		identity: { by: ['data.reply.id'], evidence: 'code' },
		occurredAt: ['data.reply.created_at'],
		fields: { text: wordsOf('reply'), person: ['reply.replier'] },
	},
	'ticket.answered': stateChange(
		'Ticket Answered',
		'When a ticket is marked as answered',
		'answered',
	),
	'ticket.archived': stateChange('Ticket Archived', 'When a ticket is archived', 'archived'),
	'ticket.assigned.to.team': {
		name: 'Ticket Assigned to Team',
		description: 'When a ticket is assigned to a team',
		data: payload.extend({
			team_assignment: z.looseObject({
				id: z.number(),
				assignee: z.looseObject({ team: team.nullish() }).nullish(),
			}),
		}),
		identity: { by: ['data.team_assignment.id'], evidence: 'code' },
		// The REST API has it; whether a webhook does is not known.
		occurredAt: ['data.team_assignment.created_at'],
		fields: { person: ['team_assignment.assignee.team', 'ticket.current_team_assignee.team'] },
	},
	'ticket.assigned.to.user': {
		name: 'Ticket Assigned to User',
		description: 'When a ticket is assigned to an agent',
		data: payload.extend({
			user_assignment: z.looseObject({
				id: z.number(),
				assignee: z.looseObject({ user: user.nullish() }).nullish(),
			}),
		}),
		identity: { by: ['data.user_assignment.id'], evidence: 'code' },
		// The REST API has it; whether a webhook does is not known.
		occurredAt: ['data.user_assignment.created_at'],
		fields: { person: ['user_assignment.assignee.user', 'ticket.current_user_assignee.user'] },
	},
	'ticket.created': {
		name: 'New Ticket Created',
		description: 'When a ticket is created',
		data: payload,
		identity: { by: ['data.ticket.id'], evidence: 'code' },
		occurredAt: ['data.ticket.created_at'],
		fields: { text: wordsOf('ticket'), person: ['ticket.requester'] },
	},
	'ticket.spammed': stateChange('Ticket Spammed', 'When a ticket is marked as spam', 'spam'),
	'ticket.trashed': stateChange('Ticket Trashed', 'When a ticket is moved to the trash', 'trashed'),
	'ticket.unanswered': stateChange(
		'Ticket Unanswered',
		'When a ticket is marked as unanswered',
		'unanswered',
	),
	'ticket.unarchived': stateChange('Ticket Unarchived', 'When a ticket is unarchived'),
	'ticket.unassigned.from.team': stateChange(
		'Ticket Unassigned from Team',
		'When a ticket is no longer assigned to a team',
	),
	'ticket.unassigned.from.user': stateChange(
		'Ticket Unassigned from User',
		'When a ticket is no longer assigned to an agent',
	),
	'ticket.unspammed': stateChange('Ticket Unspammed', 'When a ticket is no longer marked as spam'),
	'ticket.untrashed': stateChange('Ticket Untrashed', 'When a ticket is restored from the trash'),
} as const satisfies Catalogue;
