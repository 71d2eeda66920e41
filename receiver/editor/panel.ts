import type { INodeProperties, INodeTypeDescription, IWebhookDescription } from 'n8n-workflow';

import type { Service, SetUp } from '../service';
import {
	additionalEventNamesOption,
	includeRequestOption,
	ipAllowlistOption,
	optionsOf,
	duplicateDeliveriesOption,
	rememberEventsOption,
	reportRefusedOption,
	simplify,
	triggerOn,
	unrecognizedOption,
	type Option,
} from './parameters';

const PAGES =
	'https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers/blob/main/docs';

/** What one service's trigger has beside what all have. */
interface Own {
	/** Parameters between the events and the options. */
	properties?: INodeProperties[];
	/** Options beside the shared ones. */
	options?: Option[];
}

type Shared = Pick<
	INodeTypeDescription,
	'eventTriggerDescription' | 'activationMessage' | 'triggerPanel' | 'webhooks' | 'properties'
>;

/** What the description of a webhook trigger shares with all others: its texts, webhooks and parameters. */
export function triggerDescription(
	service: Service,
	{ properties = [], options = [] }: Own = {},
): Shared {
	const { name } = service;
	const shared = [
		additionalEventNamesOption,
		includeRequestOption,
		ipAllowlistOption,
		rememberEventsOption,
		duplicateDeliveriesOption,
		reportRefusedOption,
		unrecognizedOption(true),
	];
	const whileBuilding = `<b>While building your workflow</b>, press <b>Execute step</b>, enter the <b>test URL</b> in ${name} and cause an event there.<br /><br />`;
	return {
		eventTriggerDescription: `Waiting for ${name} to send an event to the test URL`,
		activationMessage: `Your workflow now runs when ${name} sends an event to the production URL.`,
		triggerPanel: {
			header: `Receive an event from ${name}`,
			executionsHelp: {
				inactive: `${whileBuilding}<b>Once it works</b>, publish the workflow and enter the <b>production URL</b> in ${name}: it then runs for each event.`,
				active: `${whileBuilding}The published workflow runs for each event sent to the <b>production URL</b>; see the <a data-key="executions">executions list</a>.`,
			},
			activationHint: `Once it works, publish the workflow and enter the production URL in ${name}.`,
		},
		webhooks: webhooksOf(service),
		properties: [
			setUpNotice(service.setUp),
			triggerOn(service.events),
			simplify,
			...properties,
			optionsOf([...shared, ...options]),
		],
	};
}

/** One URL for everything: the handshake's GET, and the deliveries by the methods that the service uses. */
function webhooksOf({ handshake, methods = ['POST'] }: Service): IWebhookDescription[] {
	const setup: IWebhookDescription = {
		name: 'setup',
		httpMethod: 'GET',
		responseMode: 'onReceived',
		path: 'webhook',
		ndvHideUrl: true,
	};
	const deliveries = methods.map((httpMethod, place): IWebhookDescription => ({
		name: 'default',
		httpMethod,
		responseMode: 'onReceived',
		responseData: 'noData',
		path: 'webhook',
		...(place > 0 && { ndvHideUrl: true }),
	}));
	return [...(handshake ? [setup] : []), ...deliveries];
}

/** The notice that says where in the service the webhook is set up, and how. */
export function setUpNotice({ where, steps, then, page }: SetUp): INodeProperties {
	const list = steps.map((step) => `<li>${step}</li>`).join('');
	return {
		displayName: `${where}:<ul>${list}</ul>${then} <a href="${PAGES}/${page}.md" target="_blank">More</a>`,
		name: 'setUpNotice',
		type: 'notice',
		default: '',
	};
}
