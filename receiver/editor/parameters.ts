import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import type { Service } from '../service';
import { ALL_EVENTS } from '../settings';

/** What the editor needs to know of a service to list its events. */
type Events = Pick<Service, 'events' | 'eventParameter'>;

const ALL = {
	value: ALL_EVENTS,
	name: 'All Events',
	description: 'Every event, also those that are not in this list',
};

/** Where the user meets the event's own name. */
const ownName = ({ eventParameter }: Events, event: string) =>
	eventParameter === undefined ? event : `In the URL: &${eventParameter}=${event}`;

/** The choices of "Trigger On": the catalogue's events and "All Events", sorted by name. */
function eventOptions(service: Events): INodePropertyOptions[] {
	const listed = Object.entries(service.events).map(([value, { name, description }]) => ({
		value,
		name,
		// Its own name first: the editor shows one line.
		description: `${ownName(service, value)}. ${description}.`,
	}));
	return (
		[ALL, ...listed]
			// n8n makes an action of the name where there is none, and takes its punctuation away.
			.map((option) => ({ ...option, action: `On ${option.name.toLowerCase()}` }))
			.sort((a, b) => a.name.localeCompare(b.name, 'en'))
	);
}

export const triggerOn = (service: Events): INodeProperties => ({
	displayName: 'Trigger On',
	name: 'triggerOn',
	type: 'multiOptions',
	options: eventOptions(service),
	default: [],
	description: 'The events that start the workflow',
});

const LONGEST_SUBTITLE = 40;

/** The line below the node's name: the selected events by their labels, or how many where these are too long. */
export function subtitle({ events }: Pick<Service, 'events'>): string {
	const listed = Object.entries(events).map(([event, { name }]): [string, string] => [event, name]);
	const labels = Object.fromEntries([[ALL_EVENTS, ALL.name], ...listed]);
	const selected = '[$parameter["triggerOn"], $parameter["options"]?.["additionalEventNames"]]';
	return `={{ ((names, labels) => {
		const shown = names.includes("${ALL_EVENTS}") ? ["${ALL_EVENTS}"] : names;
		const text = shown.map((name) => labels[name] ?? name).join(", ");
		return text.length > ${LONGEST_SUBTITLE} ? shown.length + " events" : text;
	})(${selected}.flat().filter((name) => name), ${JSON.stringify(labels)}) }}`.replace(/\s+/g, ' ');
}

/** An option of the node's collection of options. */
export type Option = INodeProperties | INodePropertyCollection | INodePropertyOptions;

export const additionalEventNamesOption = (otherEvent: string): Option => ({
	displayName: 'Additional Event Names',
	name: 'additionalEventNames',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Event Name' },
	// The editor puts this into the list when the option is added: an empty field to type into.
	default: '',
	placeholder: `e.g. ${otherEvent}`,
	description:
		'Events to trigger on that Trigger On does not list, by the names the service gives them',
	displayOptions: { hide: { '/triggerOn': [ALL_EVENTS] } },
});

export const includeRequestOption: Option = {
	displayName: 'Include Request',
	name: 'includeRequest',
	type: 'boolean',
	default: false,
	description:
		'Whether to add the request to each item: its method, client address, headers and query, without any secrets',
};

export const ipAllowlistOption: Option = {
	displayName: 'IP(s) Allowlist',
	name: 'ipAllowlist',
	type: 'string',
	default: '',
	placeholder: 'e.g. 192.0.2.10, 2001:db8::/32',
	description:
		"Comma-separated list of IP addresses and ranges that deliveries are accepted from. Behind a reverse proxy, set N8N_PROXY_HOPS so that n8n sees the sender's address.",
};

export const duplicateDeliveriesOption: Option = {
	displayName: 'Duplicate Deliveries',
	name: 'duplicateDeliveries',
	type: 'options',
	options: [
		{
			name: 'Process All',
			value: 'processAll',
			description: 'Start an execution for every delivery',
		},
		{
			name: 'Skip Identical',
			value: 'skipIdentical',
			description:
				'Start one execution for all deliveries that look alike, even if they are several events',
		},
		{
			name: 'Skip Retries',
			value: 'skipRetries',
			description: 'Start one execution for an event, even if the service sends it again',
		},
	],
	default: 'skipRetries',
	description: 'What to do with an event that this trigger has received before',
};

const rememberEvents: INodeProperties = {
	displayName: 'Remember Events (Hours)',
	name: 'rememberEvents',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 24,
	description:
		'How long a repeated delivery is recognized. By default, as long as the service is known to retry, otherwise 24 hours.',
};

/** To add the option does not shorten what it shows. */
export const rememberEventsOption = ({ repeatsFor }: Pick<Service, 'repeatsFor'>): Option => ({
	...rememberEvents,
	default: repeatsFor.value,
});

export const reportRefusedOption: Option = {
	displayName: 'Report Refused Deliveries',
	name: 'reportRefusedDeliveries',
	type: 'options',
	options: [
		{
			name: 'As Failed Executions',
			value: 'asFailedExecutions',
			description:
				'Start an execution that fails at the trigger and says how to fix it: for the first delivery refused for a reason, then for the 10th, 100th and 1,000th within a day',
		},
		{
			name: 'Log Only',
			value: 'logOnly',
			description: "Write to n8n's log, and start no execution",
		},
	],
	default: 'asFailedExecutions',
	description:
		'Where you see that a delivery was refused. No other node of the workflow runs, and your error workflow is told.',
};

export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: false,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** What to do with what is not built as the service builds its own. */
export const unrecognizedOption = (canReject: boolean): Option => ({
	displayName: 'Unrecognized Payloads',
	name: 'unrecognizedPayloads',
	type: 'options',
	options: [
		{ name: 'Ignore', value: 'ignore', description: 'Start nothing' },
		...(canReject
			? [{ name: 'Reject', value: 'reject', description: 'Answer 400 and start nothing' }]
			: []),
		{
			name: 'Report',
			value: 'report',
			description: canReject
				? 'Start an execution that fails at the trigger and holds the payload, so that somebody looks at it'
				: 'Start the workflow with the event "unrecognized", so that somebody looks at it',
		},
		{
			name: 'Start Workflow',
			value: 'start',
			description: 'Start the workflow with the event "unrecognized", whatever is selected above',
		},
	],
	default: 'report',
	description: 'What to do with an authenticated payload whose shape is not one the service sends',
});

/** The collection of options, sorted by name. */
export const optionsOf = (options: Option[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: ([...options] as INodeProperties[]).sort((a, b) =>
		a.displayName.localeCompare(b.displayName, 'en'),
	),
});
