import { urlToken } from '../../receiver/checks/urlToken';
import { firstValueAt } from '../../receiver/paths';
import { isObject } from '../../receiver/read';
import type { ReadInput, Service, ServiceEvent } from '../../receiver/service';
import { supportBeeEvents } from './events';

/** SupportBee: "Using Web Hooks" at support.supportbee.io, and github.com/SupportBee/SupportBee-Apps */
export const supportBee: Service = {
	name: 'SupportBee',
	id: 'supportbee',
	credential: 'supportBeeWebhookApi',
	secrets: [{ field: 'urlToken', label: 'URL Token' }],
	events: supportBeeEvents,
	checks: [urlToken],
	/** 10 s in all; three more tries, an hour apart. */
	timeout: 10,
	repeatsFor: 4,
	accepts: 'json',
	read,
	normalise,
	simplified: {
		id: ['ticket.id'],
		title: ['ticket.subject'],
		status: [],
		person: [
			'reply.replier.name',
			'reply.replier.email',
			'comment.commenter.name',
			'comment.commenter.email',
			'user_assignment.assignee.user.name',
			'team_assignment.assignee.team.name',
			'agent.name',
			'ticket.requester.name',
			'ticket.requester.email',
		],
		url: ['ticket.url'],
	},
};

/** Only what has just been created tells its time; a state's change does not. */
const CREATION_TIMES = new Map([
	['agent.reply.created', 'reply.created_at'],
	['comment.created', 'comment.created_at'],
	['customer.reply.created', 'reply.created_at'],
	['ticket.created', 'ticket.created_at'],
]);

/** The vendor's own platform treats `_` and `.` alike. */
function normalise(event: string): string {
	return event.toLowerCase().replaceAll('_', '.');
}

/** `{ payload: { action_type, company, ticket, … } }`: always one event. */
function read({ body }: ReadInput): ServiceEvent[] | undefined {
	const payload = isObject(body) ? body.payload : undefined;
	if (!isObject(payload) || typeof payload.action_type !== 'string') return undefined;
	const event = payload.action_type;
	const timePath = CREATION_TIMES.get(normalise(event));
	const text = (path: string | undefined) => {
		const value = path === undefined ? null : firstValueAt(payload, [path]);
		return typeof value === 'string' ? value : null;
	};
	return [{ event, account: text('company.subdomain'), occurredAt: text(timePath), data: payload }];
}
