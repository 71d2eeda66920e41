import type { ServiceEvent } from '../../receiver/delivery';
import { isObject, valueAt } from '../../receiver/lib/json';
import type { ReadInput, Service } from '../../receiver/service';
import { sharedSettings } from '../../receiver/settings';
import { supportBeeEvents } from './events';

/** SupportBee: "Using Web Hooks" at support.supportbee.io, and github.com/SupportBee/SupportBee-Apps */
export const supportBee: Service = {
	name: 'SupportBee',
	id: 'supportbee',
	credential: 'supportBeeWebhookApi',
	events: supportBeeEvents,
	settings: sharedSettings,
	checks: [
		{
			kind: 'urlToken',
			secret: {
				field: 'urlToken',
				label: 'URL Token',
				placeholder: 'Your own choice, 16 letters and digits or more',
				description:
					'A secret of your own choice, 16 letters and digits or more. Append it as ?token=… to the URL in SupportBee: only events sent to the URL with it are let in.',
				isRequired: true,
			},
			parameter: 'token',
		},
	],
	timeout: { value: 10, evidence: 'code' },
	/** Three more tries, an hour apart. */
	repeatsFor: { value: 4, evidence: 'doc' },
	accepts: 'json',
	isProbe,
	read,
	normalize,
	setUp: {
		where: 'In SupportBee, as an admin',
		steps: [
			'Open Admin → Web Hooks',
			'Enter the webhook URL above: the test URL while you test, the production URL once it works',
			"Add ?token= and your credential's URL Token to it, and press Update App",
		],
		then: 'SupportBee sends every event to every URL: choose below which ones trigger. It signs nothing: the token keeps others out.',
		page: 'supportbee',
	},
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

/** The vendor's own platform treats `_` and `.` alike. */
function normalize(event: string): string {
	return event.toLowerCase().replaceAll('_', '.');
}

/** `{"payload":null}` has been sent when a URL is tried: github.com/SupportBee/SupportBee-Apps */
function isProbe({ body }: ReadInput): boolean {
	const isNullPayload = isObject(body) && Object.keys(body).length === 1 && body.payload === null;
	return body === undefined || isNullPayload;
}

/** `{ payload: { action_type, company, ticket, … } }`: always one event. */
function read({ body }: ReadInput): ServiceEvent[] | undefined {
	const payload = isObject(body) ? body.payload : undefined;
	if (!isObject(payload) || typeof payload.action_type !== 'string') return undefined;
	const account = valueAt(payload, 'company.subdomain');
	return [
		{
			event: payload.action_type,
			account: typeof account === 'string' && account !== '' ? account : null,
			data: payload,
		},
	];
}
