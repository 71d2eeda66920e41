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
	| 'eventTriggerDescription'
	| 'activationMessage'
	| 'triggerPanel'
	| 'webhooks'
	| 'properties'
	| 'hints'
	| 'sensitiveOutputFields'
	| 'builderHint'
>;

/** What the description of a webhook trigger shares with all others: its texts, webhooks and parameters. */
export function triggerDescription(
	service: Service,
	{ properties = [], options = [] }: Own = {},
): Shared {
	const { name } = service;
	const shared = [
		additionalEventNamesOption(service.setUp.otherEvent),
		includeRequestOption,
		ipAllowlistOption,
		rememberEventsOption(service),
		duplicateDeliveriesOption,
		reportRefusedOption,
		unrecognizedOption(true),
	];
	const productionUrl = `the production URL${addedTo(service)}`;
	const whileBuilding = `<b>While building your workflow</b>, select <b>Execute step</b>, enter the <b>test URL</b>${addedTo(service)} in ${name}, and trigger an event there.<br /><br />`;
	const whileListening = `Trigger one of the events selected under Trigger On in ${name}. Other events are ignored. Listening ends after two minutes.`;
	return {
		eventTriggerDescription: whileListening,
		// The panel of a node that listens has words of n8n's own: this stands beside it.
		hints: [{ message: whileListening, location: 'outputPane', whenToDisplay: 'beforeExecution' }],
		activationMessage: `Your workflow now runs for each selected event that ${name} sends to ${productionUrl}.`,
		triggerPanel: {
			header: `Receive an event from ${name}`,
			executionsHelp: {
				inactive: `${whileBuilding}<b>When it works</b>, publish the workflow and enter ${productionUrl} in ${name}. It then runs for each selected event.`,
				active: `${whileBuilding}The published workflow runs for each selected event sent to ${productionUrl}. See the <a data-key="executions">executions list</a>.`,
			},
			activationHint: `When it works, publish the workflow and enter ${productionUrl} in ${name}.`,
		},
		webhooks: webhooksOf(service),
		properties: [
			setUpNotice(service.setUp),
			triggerOn(service),
			simplify,
			...properties,
			optionsOf([...shared, ...options]),
		],
		// Include Request leaves these out by itself: this holds should it ever not.
		sensitiveOutputFields: ['authorization', 'proxy-authorization', 'cookie'].map(
			(header) => `request.headers.${header}`,
		),
		builderHint: { searchHint: hintFor(service) },
	};
}

/** What the user adds to the URL before entering it in the service. */
function addedTo({ checks, eventParameter }: Service): string {
	const added = [
		...checks.flatMap((check) =>
			check.kind === 'urlToken' ? [`?${check.parameter}= and your ${check.secret.label}`] : [],
		),
		...(eventParameter === undefined ? [] : [`&amp;${eventParameter}= and the event`]),
	];
	return added.length > 0 ? ` followed by ${added.join(', then ')}` : '';
}

/** For n8n's AI builder: when to take this trigger, and what to set. */
const hintFor = ({ name, events, setUp }: Service) =>
	`Use this trigger to start a workflow when ${name} sends an event, rather than a Webhook node: it checks who sent the delivery, splits it into one item per event, and skips retries. Set triggerOn to a list of event names such as ["${Object.keys(events)[0]}"], or to ["allEvents"]; put names that are not in its list into options.additionalEventNames (for example "${setUp.otherEvent}"). Each item has eventName, title, text, person, status, url, occurredAt, recordId, service, and eventId first. The user creates the credential and enters the production URL in ${name}; n8n does not register it there.`;

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
export function setUpNotice({
	where,
	steps,
	then,
	page,
}: Omit<SetUp, 'otherEvent'>): INodeProperties {
	const list = steps.map((step) => `<li>${step}</li>`).join('');
	const link = (text: string, heading = '') =>
		`<a href="${PAGES}/${page}.md${heading}" target="_blank">${text}</a>`;
	return {
		displayName: `${where}:<ul>${list}</ul>${then} ${link('Set-up page')} · ${link('Sample items', '#sample-items')}`,
		name: 'setUpNotice',
		type: 'notice',
		default: '',
	};
}
