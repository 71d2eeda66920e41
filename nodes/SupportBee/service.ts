import type { ServiceEvent } from '../../receiver/delivery';
import { isObject, valueAt, valuesAt } from '../../receiver/lib/json';
import { textOf } from '../../receiver/lib/text';
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
				description:
					'A secret that you choose. Add it as ?token=… to the URL in SupportBee: only deliveries to the URL with it are accepted.',
				hint: "Use 16 or more random letters and digits, and keep a copy: n8n doesn't show a saved token again",
				isRequired: true,
				hasPrevious: true,
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
			'Copy the production URL: unfold Webhook URLs above and select Production URL (to test, select Test URL)',
			"Add ?token= and your credential's URL Token to it",
			'Open Admin → Web Hooks, add the URL behind a comma (do not replace other URLs), and select Update App',
		],
		then: "SupportBee sends every event to every URL: select below which ones start the workflow. SupportBee doesn't sign its requests, so the URL Token is what authenticates them.",
		otherEvent: 'ticket.merged',
		page: 'supportbee',
	},
	personMembers: ['name', 'email'],
	fields: {
		title: ['ticket.subject'],
		text: [],
		// Who did it, where SupportBee says so; never the customer whose ticket it was done to.
		person: ['agent'],
		status: statusOf,
		url: urlOf,
		recordId: ['ticket.id'],
	},
};

/** The flags of a ticket and what it is with each, the weightiest first. */
const STATUS_BY_FLAG = [
	['trash', true, 'trashed'],
	['spam', true, 'spam'],
	['archived', true, 'archived'],
	['unanswered', true, 'unanswered'],
	['unanswered', false, 'answered'],
] as const;

function statusOf({ data }: ServiceEvent): string | undefined {
	const ticket = valueAt(data, 'ticket');
	const [, , status] = STATUS_BY_FLAG.find(([flag, is]) => valueAt(ticket, flag) === is) ?? [];
	const isAssigned =
		valuesAt(ticket, ['current_user_assignee', 'current_team_assignee']).length > 0;
	return status ?? (isAssigned ? 'assigned' : undefined);
}

/** As the vendor's own apps build it: github.com/SupportBee/SupportBee-Apps, apps/slack/slack.rb */
function urlOf({ account, data }: ServiceEvent): unknown {
	const [url] = valuesAt(data, ['ticket.url']);
	if (textOf(url) !== undefined) return url;
	const id = valueAt(data, 'ticket.id');
	const isKnown = typeof id === 'number' && /^[a-z0-9-]+$/i.test(account ?? '');
	return isKnown ? `https://${account}.supportbee.com/tickets/${id}` : undefined;
}

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
