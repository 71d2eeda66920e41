import { unrecognized, type ServiceEvent } from '../../receiver/delivery';
import { isObject, valueAt, valuesAt } from '../../receiver/lib/json';
import type { ReadInput, Service } from '../../receiver/service';
import { settingsSchema, text } from '../../receiver/settings';
import { glartekEvents, otherLabels } from './events';

const settings = settingsSchema({ eventField: text('Event Field') }, {});

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
				description:
					'A secret that you choose. Add it as ?token=… to the Endpoint in Glartek: only deliveries to the URL with it are accepted.',
				hint: "Use 16 or more random letters and digits, and keep a copy: n8n doesn't show a saved token again",
				hasPrevious: true,
			},
			parameter: 'token',
		},
		{
			kind: 'secretHeaders',
			description:
				'Headers that Glartek sends with each delivery, if your account can. Each delivery must include all of them; of two rows with the same name, either value is accepted. Enter a URL Token or at least one header.',
			placeholder: 'X-Glartek-Secret',
		},
	],
	methods: ['POST', 'PUT'],
	timeout: { value: 10, evidence: 'doc' },
	repeatsFor: { value: 24, evidence: 'unknown' },
	accepts: 'anything',
	wantsEmptyAnswers: true,
	eventParameter: 'event',
	// An event in the URL is an event, whatever the body holds.
	isProbe: ({ body, eventName }) => body === undefined && eventName === undefined,
	read,
	normalize,
	setUp: {
		where: 'In Glartek, once for each event',
		steps: [
			'Open Settings → Webhooks → New Webhook and choose the Webhook Type',
			'As Endpoint, enter the production URL (unfold Webhook URLs above and select Production URL; to test, select Test URL), then ?token= and your URL Token, then &amp;event= and the event, such as &amp;event=work_order.created',
			'Paste it as it is: do not encode ?, = and &amp;. Select Create',
		],
		then: "Glartek doesn't sign its requests, so the URL Token is what authenticates them.",
		otherEvent: 'asset.moved',
		page: 'glartek',
	},
	personMembers: ['name', 'email'],
	fields: {
		title: (event) => ofRecord(event, ['title', 'name']),
		text: (event) => ofRecord(event, ['comment', 'message', 'reason', 'description']),
		person: ['user', 'createdBy', 'created_by', 'assignee', 'assignedTo'],
		status: (event) => ofRecord(event, ['status']),
		url: (event) => [...ofRecord(event, ['url', 'link']), ...valuesAt(event.data, ['url', 'link'])],
		recordId: (event) => ofRecord(event, ['id']),
	},
};

/** Where a body may hold the work order or the action; '' is the body itself. */
const RECORDS = ['workOrder', 'work_order', 'action', 'data.workOrder', 'data.action', 'data', ''];

/** The members of the one object that is the work order or the action, but for the one that names the event. */
function ofRecord({ data, envelope }: ServiceEvent, names: string[]): unknown[] {
	const eventField = valueAt(envelope, 'eventField');
	const records = RECORDS.map((path) => ({
		path,
		value: path === '' ? data : valueAt(data, path),
	})).filter(({ value }) => isObject(value));
	const has = (...members: string[]) =>
		records.find(({ value }) => valuesAt(value, members).length > 0);
	const record = has('id') ?? has('title', 'name');
	const prefix = record?.path === '' ? '' : `${record?.path}.`;
	return valuesAt(
		record?.value,
		names.filter((name) => `${prefix}${name}` !== eventField),
	);
}

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
	[
		...Object.entries(glartekEvents).flatMap(([event, { name }]) => [
			[event, event],
			[name, event],
		]),
		...Object.entries(otherLabels),
	].map(([spelling, event]) => [squash(spelling!), event!]),
);

function normalize(event: string): string {
	return eventBySpelling.get(squash(event)) ?? event;
}

const NO_EVENT =
	"This request doesn't say which event it is. Add &event=… to this webhook's Endpoint in Glartek.";
const NO_TYPE =
	'The event in the URL is no webhook type of Glartek. Correct &event=… in this webhook\'s Endpoint in Glartek, or name it under the option "Additional Event Names".';

/** Any body is one event: Glartek's own shape is not public. */
function read(input: ReadInput<GlartekSettings>): ServiceEvent[] {
	const { body, eventName, settings: own } = input;
	const named = namedIn(input);
	const event = eventName ?? named?.event;
	if (event === undefined) return [{ ...unrecognized('Glartek', body), warnings: [NO_EVENT] }];
	const isTyped = [
		...eventBySpelling.keys(),
		...own.options.additionalEventNames.map(squash),
	].includes(squash(event));
	if (eventName !== undefined && !isTyped) {
		return [{ ...unrecognized('Glartek', body), warnings: [NO_TYPE] }];
	}
	const isOther = named !== undefined && normalize(named.event) !== normalize(event);
	return [
		{
			event,
			account: null,
			envelope: { eventField: named?.field },
			data: body,
			...(isOther && { warnings: [`data.${named.field}: names another event than the URL`] }),
		},
	];
}

/** The event that the body names: in the field that the user gives, or in a usual one if it holds a type's name. */
function namedIn({
	body,
	settings: { eventField },
}: ReadInput<GlartekSettings>): { field: string; event: string } | undefined {
	const given = eventField === '' ? undefined : valueAt(body, eventField);
	if (typeof given === 'string' && given !== '') return { field: eventField, event: given };
	return USUAL_FIELDS.flatMap((field) => {
		const event = isObject(body) ? body[field] : undefined;
		return typeof event === 'string' && eventBySpelling.has(squash(event))
			? [{ field, event }]
			: [];
	})[0];
}
