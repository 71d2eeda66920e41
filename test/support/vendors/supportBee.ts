import * as is from './shape';

/*
 * The fixtures of github.com/SupportBee/SupportBee-Apps and what its code reads, member by member; the values are
 * ours. Members of the REST API that no webhook sample has (`bcc`, `starred`, an assignment's time) are in here, too.
 */

const pictures = (who: string) =>
	is.members(
		Object.fromEntries(
			[20, 24, 32, 48, 64, 128].map((size) => [
				`thumb${size}`,
				is.link(`https://img.example.com/${who}.png?s=${size}`),
			]),
		),
	);

const userOf = (id: number, who: string, name: string, role: string, isAgent: boolean) =>
	is.members({
		id: is.required(is.integer(id)),
		email: is.text(`${who}@example.com`),
		name: is.text(name),
		role: is.text(role),
		agent: is.flag(isAgent),
		...(isAgent && { active_tickets_count: is.integer(4) }),
		picture: pictures(who),
	});

const mira = userOf(4107, 'mira.solberg', 'Mira Solberg', 'customer', false);
const tomas = userOf(212, 'tomas.eide', 'Tomas Eide', 'agent', true);
const noor = userOf(201, 'noor.haddad', 'Noor Haddad', 'admin', true);

const attachment = is.members({
	id: is.integer(9120),
	created_at: is.time('2026-01-20T10:15:00Z'),
	filename: is.text('chairs.jpg'),
	content_type: is.text('image/jpeg; name=chairs.jpg'),
	url: is.members({
		original: is.link('https://harbourlight.example.com/attachments/9120'),
		thumb: is.link('https://harbourlight.example.com/attachments/9120?version=thumb'),
	}),
});

const contentOf = (words: string) =>
	is.members({
		html: is.text(`<p>${words}</p>`),
		text: is.text(words),
		truncated: is.flag(false),
		attachments: is.list(attachment),
	});

/** SupportBee sends texts with HTML entities. */
const WORDS = 'I ordered green chairs &amp; got grey ones.';

const team = is.members({
	id: is.required(is.integer(31)),
	name: is.text('Returns desk'),
	picture: pictures('team'),
});

const ticketWith = (own: Record<string, is.Shape>) =>
	is.members({
		id: is.required(is.integer(66301)),
		subject: is.text('Wrong color delivered'),
		replies_count: is.integer(1),
		agent_replies_count: is.integer(1),
		comments_count: is.integer(1),
		last_activity_at: is.time('2026-01-20T11:02:31Z'),
		created_at: is.time('2026-01-20T10:15:00Z'),
		unanswered: is.flag(true),
		archived: is.flag(false),
		private: is.flag(false),
		spam: is.flag(false),
		trash: is.flag(false),
		summary: is.text(WORDS),
		draft: is.flag(false),
		url: is.link('https://harbourlight.example.com/tickets/66301'),
		source: is.json({ web: 'help@example.com' }),
		cc: is.list(tomas),
		bcc: is.list(noor),
		labels: is.list(is.members({ name: is.text('returns'), color: is.text('#3a87ad') })),
		customer_rating: is.json({}),
		requester: mira,
		content: contentOf(WORDS),
		current_user_assignee: is.members({ user: tomas }),
		current_team_assignee: is.members({ team }),
		starred: is.flag(false),
		...own,
	});

const counts = is.members({
	replies_count: is.integer(1),
	agent_replies_count: is.integer(1),
	comments_count: is.integer(1),
});

const replyOf = (replier: is.Shape, words: string) => ({
	reply: is.required(
		is.members({
			id: is.required(is.integer(80441)),
			created_at: is.time('2026-01-20T11:02:31Z'),
			summary: is.text(words),
			cc: is.list(tomas),
			bcc: is.list(tomas, []),
			ticket: counts,
			replier,
			content: contentOf(words),
		}),
	),
});

const comment = is.required(
	is.members({
		id: is.required(is.integer(12077)),
		created_at: is.time('2026-01-20T10:48:55Z'),
		merged: is.flag(false),
		ticket: counts,
		commenter: tomas,
		content: contentOf('Green is in stock again on Friday.'),
	}),
);

const assignmentOf = (id: number, at: string, assignee: Record<string, is.Shape>) =>
	is.required(
		is.members({
			id: is.required(is.integer(id)),
			created_at: is.time(at),
			ticket: is.members({ id: is.integer(66301) }),
			assignee: is.own(is.members(assignee)),
		}),
	);

const payloadOf = (
	event: string,
	own: Record<string, is.Shape> = {},
	ticket: Record<string, is.Shape> = {},
) =>
	is.members({
		action_type: is.required(is.text(event)),
		company: is.required(
			is.members({
				subdomain: is.required(is.text('harbourlight')),
				name: is.text('Harbour Light'),
			}),
		),
		agent: noor,
		ticket: is.required(ticketWith(ticket)),
		...own,
	});

/** The payloads, by `action_type`. */
export const payloads: Record<string, is.Members> = {
	'agent.reply.created': payloadOf(
		'agent.reply.created',
		replyOf(tomas, 'Sorry! Shall we exchange them?'),
	),
	'comment.created': payloadOf('comment.created', { comment }),
	'customer.reply.created': payloadOf(
		'customer.reply.created',
		replyOf(mira, 'Please send the green ones.'),
	),
	'ticket.answered': payloadOf('ticket.answered', {}, { unanswered: is.flag(false) }),
	'ticket.archived': payloadOf('ticket.archived', {}, { archived: is.flag(true) }),
	'ticket.assigned.to.team': payloadOf('ticket.assigned.to.team', {
		team_assignment: assignmentOf(2204, '2026-01-20T10:18:00Z', { team }),
	}),
	'ticket.assigned.to.user': payloadOf('ticket.assigned.to.user', {
		user_assignment: assignmentOf(5519, '2026-01-20T10:20:00Z', { user: tomas }),
	}),
	'ticket.created': payloadOf('ticket.created'),
	'ticket.spammed': payloadOf('ticket.spammed', {}, { spam: is.flag(true) }),
	'ticket.trashed': payloadOf('ticket.trashed', {}, { trash: is.flag(true) }),
	'ticket.unanswered': payloadOf('ticket.unanswered'),
	'ticket.unarchived': payloadOf('ticket.unarchived'),
	'ticket.unassigned.from.team': payloadOf(
		'ticket.unassigned.from.team',
		{},
		{ current_team_assignee: is.json(null) },
	),
	'ticket.unassigned.from.user': payloadOf(
		'ticket.unassigned.from.user',
		{},
		{ current_user_assignee: is.json(null) },
	),
	'ticket.unspammed': payloadOf('ticket.unspammed'),
	'ticket.untrashed': payloadOf('ticket.untrashed'),
};

const absentOf = (event: string, own: object = {}) => ({
	action_type: event,
	company: { subdomain: 'harbourlight', name: 'Harbour Light' },
	ticket: { id: 66301 },
	...own,
});

const OWN: Record<string, object> = {
	'agent.reply.created': { reply: { id: 80441 } },
	'comment.created': { comment: { id: 12077 } },
	'customer.reply.created': { reply: { id: 80441 } },
	'ticket.assigned.to.team': { team_assignment: { id: 2204 } },
	'ticket.assigned.to.user': { user_assignment: { id: 5519 } },
};

/** Payloads with ids alone. */
export const absent: Record<string, object> = Object.fromEntries(
	Object.keys(payloads).map((event) => [event, absentOf(event, OWN[event])]),
);
