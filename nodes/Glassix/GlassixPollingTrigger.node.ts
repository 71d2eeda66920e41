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
	triggerOn,
	unrecognizedOption,
} from '../../receiver/editor/parameters';
import { glassixEvents } from './events';
import { startPolling } from './polling/start';

export class GlassixPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Glassix Polling Trigger',
		name: 'glassixPollingTrigger',
		icon: { light: 'file:glassix.svg', dark: 'file:glassix.dark.svg' },
		group: ['trigger'],
		// As the Glassix Trigger: the items are alike.
		version: 1.1,
		subtitle: '={{ $parameter["triggerOn"].join(", ").replace("allEvents", "All Events") }}',
		description:
			'Fetches events from Glassix and starts the workflow for them: no public URL is needed',
		eventTriggerDescription: 'Waiting for an event in the queue at Glassix',
		activationMessage: 'Your workflow now fetches events from Glassix and runs for them.',
		defaults: { name: 'Glassix Polling Trigger' },
		triggerPanel: {
			header: 'Fetch an event from Glassix',
			executionsHelp: {
				inactive:
					'<b>While building your workflow</b>, press <b>Execute step</b> and cause an event in Glassix. Events fetched by a test stay in the queue and come again.<br /><br /><b>Once it works</b>, publish the workflow: it then fetches events all the time and runs for them.',
				active:
					'The published workflow fetches events all the time; see the <a data-key="executions">executions list</a>. A test waits for the events that the published workflow leaves it.',
			},
			activationHint: 'Once it works, publish the workflow to have it fetch events all the time.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'glassixApi', required: true }],
		properties: [
			setUpNotice({
				where: 'In Glassix',
				steps: [
					'Open Settings → Developers → Webhooks → New Webhook → Polling',
					'Enter a name, tick the events and save',
				],
				then: 'No public URL is needed: n8n asks Glassix for events. Use one polling trigger for each API key: two would share its events between them.',
				page: 'glassix-polling',
			}),
			triggerOn(glassixEvents),
			simplify,
			{
				displayName: 'Executions',
				name: 'startExecution',
				type: 'options',
				options: [
					{
						name: 'Once per Batch',
						value: 'oncePerBatch',
						description:
							'One for all events that are fetched at a time. Those of one that did not succeed come again, each in an execution of its own.',
					},
					{
						name: 'Once per Event',
						value: 'oncePerEvent',
						description: 'One for each event',
					},
				],
				default: 'oncePerEvent',
				description: 'How many executions to start for the events that are fetched',
			},
			{
				displayName: 'Delete From Queue When',
				name: 'deleteFromQueueWhen',
				type: 'options',
				options: [
					{
						name: 'Immediately',
						value: 'immediately',
						description: 'As soon as an event is handed to n8n, whatever becomes of its execution',
					},
					{
						name: 'Execution Finishes',
						value: 'executionFinishes',
						description: 'When the execution is over, with success or without',
					},
					{
						name: 'Execution Finishes Successfully',
						value: 'executionFinishesSuccessfully',
						description: 'An event whose execution did not succeed comes again',
					},
				],
				default: 'executionFinishesSuccessfully',
				description: 'When to delete an event from the queue at Glassix',
			},
			optionsOf([
				additionalEventNamesOption,
				{
					displayName: 'Poll Interval (Seconds)',
					name: 'pollInterval',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 5,
					description:
						'How long to wait after Glassix answered at once that nothing has happened. There is no wait while events come, nor when Glassix holds the request until something happens.',
				},
				unrecognizedOption(false),
			]),
		],
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await startPolling(this);
	}
}
