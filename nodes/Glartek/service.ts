import type { ServiceEvent } from '../../receiver/delivery';
import { isObject, valueAt } from '../../receiver/lib/json';
import type { ReadInput, Service } from '../../receiver/service';
import { choice, settingsSchema, text } from '../../receiver/settings';
import { glartekEvents, UNKNOWN_EVENT } from './events';

const settings = settingsSchema(
	{ eventField: text('Event Field') },
	{ unknownEvents: choice('Unknown Events', ['deliver', 'ignore']) },
);

type GlartekSettings = ReturnType<typeof settings.parse>;

/** Glartek: https://help.glartek.com/article/webhooks */
export const glartek: Service<GlartekSettings> = {
	name: 'Glartek',
	id: 'glartek',
	credential: 'glartekWebhookApi',
	events: glartekEvents,
	settings,
	checks: [
		{
			kind: 'urlToken',
			secret: {
				field: 'urlToken',
				label: 'URL Token',
				placeholder: 'Your own choice, 16 letters and digits or more',
				description:
					'A secret of your own choice, 16 letters and digits or more. Append it as ?token=… to the endpoint in Glartek: only events sent to the URL with it are let in.',
			},
			parameter: 'token',
		},
		{
			kind: 'secretHeaders',
			description:
				'Headers that Glartek sends with each delivery, if your account can. Each delivery must bear all of them. At least a URL token or a header is needed.',
		},
	],
	methods: ['POST', 'PUT'],
	timeout: { value: 10, evidence: 'doc' },
	repeatsFor: { value: 24, evidence: 'unknown' },
	accepts: 'anything',
	eventParameter: 'event',
	// An event in the URL is an event, whatever the body holds.
	isProbe: ({ body, eventName }) => body === undefined && eventName === undefined,
	read,
	normalize,
	isAlwaysWanted: ({ event }, { options }) =>
		event === UNKNOWN_EVENT && options.unknownEvents === 'deliver',
	setUp: {
		where: 'In Glartek, once for each event',
		steps: [
			'Open Settings → Webhooks → New Webhook and choose the Webhook Type',
			'As Endpoint, enter the webhook URL above: the test URL while you test, the production URL once it works',
			"Add ?token= and your credential's URL Token to it, then &amp;event= and the type, such as &amp;event=work_order.created",
		],
		then: 'Glartek signs nothing: the token keeps others out.',
		page: 'glartek',
	},
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
const squash = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const eventBySpelling = new Map(
	Object.entries(glartekEvents).flatMap(([event, { name }]) => [
		[squash(event), event],
		[squash(name), event],
	]),
);

function normalize(event: string): string {
	return eventBySpelling.get(squash(event)) ?? event;
}

/** Any body is one event: Glartek's own shape is not public. */
function read(input: ReadInput<GlartekSettings>): ServiceEvent[] {
	return [{ event: eventOf(input), account: null, data: input.body }];
}

/** The URL knows for certain, then the field the user names; a usual field only if it holds a type's name. */
function eventOf({
	body,
	eventName,
	settings: { eventField },
}: ReadInput<GlartekSettings>): string {
	if (eventName !== undefined) return eventName;

	const inNamedField = eventField === '' ? undefined : valueAt(body, eventField);
	if (typeof inNamedField === 'string' && inNamedField !== '') return inNamedField;

	const inUsualField = USUAL_FIELDS.map((name) => (isObject(body) ? body[name] : undefined)).find(
		(value) => typeof value === 'string' && eventBySpelling.has(squash(value)),
	);
	return typeof inUsualField === 'string' ? inUsualField : UNKNOWN_EVENT;
}
