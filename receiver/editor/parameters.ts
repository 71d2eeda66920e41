import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import type { Catalogue } from '../service';
import { ALL_EVENTS } from '../settings';

/** The choices of "Trigger On": the catalogue's events and "All Events", sorted by name. */
function eventOptions(events: Catalogue): INodePropertyOptions[] {
	return [
		{
			name: 'All Events',
			value: ALL_EVENTS,
			description: 'Every event, also those that are not in this list',
		},
		...Object.entries(events).map(([value, { name, description }]) => ({
			name,
			value,
			description,
		})),
	].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

export const triggerOn = (events: Catalogue): INodeProperties => ({
	displayName: 'Trigger On',
	name: 'triggerOn',
	type: 'multiOptions',
	options: eventOptions(events),
	default: [],
});

/** An option of the node's collection of options. */
export type Option = INodeProperties | INodePropertyCollection | INodePropertyOptions;

export const additionalEventNamesOption: Option = {
	displayName: 'Additional Event Names',
	name: 'additionalEventNames',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Event Name' },
	// The editor puts this into the list when the option is added: an empty field to type into.
	default: '',
	placeholder: 'e.g. ticket_reply',
	description: 'Events to trigger on that the list above does not have, as the service names them',
	displayOptions: { hide: { '/triggerOn': [ALL_EVENTS] } },
};

export const includeRequestOption: Option = {
	displayName: 'Include Request',
	name: 'includeRequest',
	type: 'boolean',
	default: false,
	description:
		'Whether to add the request to each item: its method, client address, headers and query, without what is secret in them',
};

export const ipAllowlistOption: Option = {
	displayName: 'IP(s) Allowlist',
	name: 'ipAllowlist',
	type: 'string',
	default: '',
	placeholder: 'e.g. 192.0.2.10, 2001:db8::/32',
	description:
		'Addresses and ranges that deliveries may come from, separated by commas. Behind a reverse proxy, set N8N_PROXY_HOPS so that n8n knows the real address.',
};

export const duplicateDeliveriesOption: Option = {
	displayName: 'Duplicate Deliveries',
	name: 'duplicateDeliveries',
	type: 'options',
	options: [
		{
			name: 'Drop',
			value: 'skipRetries',
			description:
				'Trigger once for an event that the service sends again because it missed the answer',
		},
		{
			name: 'Skip Identical',
			value: 'skipIdentical',
			description:
				'Trigger once for all deliveries that are alike, even if they are several events',
		},
		{
			name: 'Keep',
			value: 'processAll',
			description: 'Trigger for every delivery',
		},
	],
	default: 'skipRetries',
	description: 'What to do with an event that this trigger has been sent before',
};

export const rememberEventsOption: Option = {
	displayName: 'Remember Events (Hours)',
	name: 'rememberEvents',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 24,
	description:
		'How long an event is remembered. If this option is not added, it is as long as the service sends an event again.',
};

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
		{
			name: 'Ignore',
			value: 'ignore',
			description: 'Start nothing',
		},
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
	description:
		'What to do with an authenticated payload that is not built as the service builds its own',
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
