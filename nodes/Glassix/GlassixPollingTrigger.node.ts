import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
} from 'n8n-workflow';

import { setUpNotice } from '../../receiver/editor/panel';
import {
	additionalEventNamesOption,
	optionsOf,
	simplify,
	subtitle,
	triggerOn,
	unrecognizedOption,
} from '../../receiver/editor/parameters';
import { startPolling } from './polling/start';
import { glassix } from './service';

export class GlassixPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Glassix Polling Trigger',
		name: 'glassixPollingTrigger',
		icon: { light: 'file:glassix.svg', dark: 'file:glassix.dark.svg' },
		group: ['trigger'],
		// As the Glassix Trigger: the items are alike.
		version: 1.1,
		subtitle: subtitle(glassix),
		description:
			'Starts the workflow when a ticket, message, or survey changes in Glassix. Needs no public URL: n8n fetches the events.',
		eventTriggerDescription:
			'Trigger one of the events selected under Trigger On in Glassix. Other events are ignored. The test ends after ten minutes.',
		activationMessage:
			'Your workflow now fetches events from Glassix and runs for each selected one.',
		defaults: { name: 'Glassix Polling Trigger' },
		triggerPanel: {
			header: 'Fetch an event from Glassix',
			executionsHelp: {
				inactive:
					'<b>While building your workflow</b>, select <b>Execute step</b> and trigger an event in Glassix. Events fetched by a test stay in the queue and come again.<br /><br /><b>When it works</b>, publish the workflow. It then fetches events continuously and runs for them.',
				active:
					'The published workflow fetches events continuously. See the <a data-key="executions">executions list</a>. A test gets only the events that the published workflow leaves.',
			},
			activationHint: 'When it works, publish the workflow to fetch events continuously.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'glassixApi', required: true }],
		properties: [
			setUpNotice({
				where: 'In Glassix',
				steps: [
					'Open Settings → Developers → Events (older accounts: Webhooks → New Webhook) and choose Polling',
					'Enter a name, select the events, and save',
				],
				then: 'Needs no public URL: n8n fetches the events. Use one polling trigger per API key: two would share its events between them.',
				page: 'glassix-polling',
			}),
			triggerOn(glassix),
			simplify,
			{
				displayName: 'Start Execution',
				name: 'startExecution',
				type: 'options',
				options: [
					{
						name: 'Once per Batch',
						value: 'oncePerBatch',
						description:
							'One execution for all events fetched together. If it does not succeed, its events come again, each in an execution of its own.',
					},
					{
						name: 'Once per Event',
						value: 'oncePerEvent',
						description: 'One execution for each event',
					},
				],
				default: 'oncePerEvent',
				description: 'How often to start the workflow for the events that are fetched',
			},
			{
				displayName: 'Delete From Queue When',
				name: 'deleteFromQueueWhen',
				type: 'options',
				options: [
					{
						name: 'Immediately',
						value: 'immediately',
						description: 'As soon as n8n has the event, whatever becomes of its execution',
					},
					{
						name: 'Execution Finishes',
						value: 'executionFinishes',
						description: 'When the execution is over, whether it succeeds or not',
					},
					{
						name: 'Execution Finishes Successfully',
						value: 'executionFinishesSuccessfully',
						description: 'When the execution succeeds. Otherwise the event comes again.',
					},
				],
				default: 'executionFinishesSuccessfully',
				description: 'When to delete an event from the queue at Glassix',
			},
			optionsOf([
				additionalEventNamesOption(glassix.setUp.otherEvent),
				{
					displayName: 'Poll Interval (Seconds)',
					name: 'pollInterval',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 5,
					description:
						'How long to wait before asking again when Glassix has no events. While events come, there is no wait.',
				},
				unrecognizedOption(false),
			]),
		],
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await startPolling(this);
	}
}
