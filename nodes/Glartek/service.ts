import { secretHeaders } from '../../receiver/checks/secretHeaders';
import { urlToken } from '../../receiver/checks/urlToken';
import { valueAt } from '../../receiver/paths';
import { queryValues } from '../../receiver/query';
import { isObject } from '../../receiver/read';
import type { ReadInput, Service, ServiceEvent } from '../../receiver/service';
import { glartekEvents, UNKNOWN_EVENT } from './events';

/** Glartek: https://help.glartek.com/article/webhooks */
export const glartek: Service = {
	name: 'Glartek',
	id: 'glartek',
	credential: 'glartekWebhookApi',
	secrets: [{ field: 'urlToken', label: 'URL Token', optional: true }],
	events: glartekEvents,
	checks: [urlToken, secretHeaders],
	timeout: 10,
	repeatsFor: 24,
	accepts: 'anything',
	read,
	normalise,
	alwaysWanted: ({ event }, { options }) =>
		event === UNKNOWN_EVENT && options.unknownEvents !== 'passOver',
	simplified: {
		id: ['id', 'action.id', 'workOrder.id', 'work_order.id', 'data.id'],
		title: ['title', 'name', 'action.name', 'workOrder.name', 'work_order.name', 'data.name'],
		status: ['status', 'action.status', 'workOrder.status', 'work_order.status', 'data.status'],
		person: ['user.name', 'assignee.name', 'assignedTo.name', 'user', 'assignee'],
		url: ['url', 'link'],
	},
};

/** Fields that commonly hold the event's name, in the order in which they are tried. */
const USUAL_FIELDS = [
	'event',
	'eventType',
	'event_type',
	'type',
	'webhookType',
	'webhook_type',
	'action',
	'name',
	'topic',
];

/** Letters and digits alone: `Work Order Created`, `work_order.created` and `work-order-created` are one. */
const squash = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');

const eventBySpelling = new Map(
	Object.entries(glartekEvents).flatMap(([event, { name }]) => [
		[squash(event), event],
		[squash(name), event],
	]),
);

function normalise(event: string): string {
	return eventBySpelling.get(squash(event)) ?? event;
}

/** Any body is one event: Glartek's own shape is not public. */
function read(input: ReadInput): ServiceEvent[] {
	return [{ event: eventOf(input), account: null, occurredAt: null, data: input.body }];
}

/** The URL knows for certain, then the field the user names; a usual field only if it holds a type's name. */
function eventOf({ body, query, parameter }: ReadInput): string {
	const [inUrl] = queryValues(query, 'event');
	if (inUrl) return inUrl;

	const field = parameter('eventField');
	const inNamedField = typeof field === 'string' && field !== '' ? valueAt(body, field) : undefined;
	if (typeof inNamedField === 'string' && inNamedField !== '') return inNamedField;

	const inUsualField = USUAL_FIELDS.map((field) => (isObject(body) ? body[field] : undefined)).find(
		(value) => typeof value === 'string' && eventBySpelling.has(squash(value)),
	);
	return typeof inUsualField === 'string' ? inUsualField : UNKNOWN_EVENT;
}
