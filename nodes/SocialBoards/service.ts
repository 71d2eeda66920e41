import type { ServiceEvent } from '../../receiver/delivery';
import { isObject, valueInAnyCase } from '../../receiver/lib/json';
import { wellFormed } from '../../receiver/lib/text';
import type { ReadInput, Secret, Service } from '../../receiver/service';
import { flag, settingsSchema } from '../../receiver/settings';
import { socialBoardsEvents } from './events';

const verifyToken: Secret = {
	field: 'verifyToken',
	label: 'Verify Token',
	description:
		'A secret that you choose. Enter the same as Verify Token in SocialBoards, which sends it when it verifies the URL.',
	hint: "Use 16 or more random letters and digits, and keep a copy: n8n doesn't show a saved token again",
	isRequired: true,
};

const settings = settingsSchema({ checkUrlToken: flag('Check URL Token', true) }, {});

const ENVELOPE = ['CommunityName', 'EventType', 'TicketId', 'Events'];

/** The ticket's id, which a conversation shares. The envelope's `TicketId` is another ticket's in a vendor's sample. */
const RECORD_IDS = ['Ticket.Id', 'ConversationId', 'Conversation.Id', 'TicketId'];

/** SocialBoards: https://developers.socialboards.com/docs/apis/tickets/webhooks/create-endpoint */
export const socialBoards: Service<ReturnType<typeof settings.parse>> = {
	name: 'SocialBoards',
	id: 'socialboards',
	credential: 'socialBoardsWebhookApi',
	events: socialBoardsEvents,
	settings,
	handshake: { challenge: 'challenge', token: 'verifyToken', secret: verifyToken },
	checks: [
		{
			kind: 'urlToken',
			secret: {
				field: 'urlToken',
				label: 'URL Token',
				description:
					'Another secret that you choose. Add it as ?token=… to the endpoint in SocialBoards: only deliveries to the URL with it are accepted.',
				hint: "Use 16 or more random letters and digits, and keep a copy: n8n doesn't show a saved token again",
				isRequired: true,
				hasPrevious: true,
			},
			parameter: 'token',
		},
	],
	isSwitchedOff: ({ checkUrlToken }) => !checkUrlToken,
	timeout: { value: 20, evidence: 'doc' },
	repeatsFor: { value: 24, evidence: 'unknown' },
	accepts: 'json',
	occurredAt: ['data.EventTime'],
	eventCount: (body) => {
		const elements = valueInAnyCase(body, 'Events');
		return Array.isArray(elements) ? elements.length : 0;
	},
	read,
	normalize: (event) => event.toLowerCase(),
	setUp: {
		where: 'In SocialBoards',
		steps: [
			'Publish this workflow first: SocialBoards verifies the URL when you save there',
			"Open your community's settings → Webhooks, and choose an object type and its events",
			'As endpoint, enter the production URL (unfold Webhook URLs above and select Production URL) followed by ?token= and your URL Token. It must be public, with HTTPS and a valid certificate',
			"As Verify Token, enter the credential's, and save",
		],
		then: "SocialBoards doesn't sign its requests, so the URL Token is what authenticates them. It doesn't publish the names of new tickets and replies: select All Events to receive them.",
		otherEvent: 'ticket_reply',
		page: 'socialboards',
	},
	personMembers: ['Name', 'name', 'Email', 'email'],
	fields: {
		title: at('Ticket.Title'),
		text: at('Ticket.Message', 'Ticket.HtmlMessage'),
		person: at('Ticket.Author', 'Conversation.Author'),
		status: (event) => [valueInAnyCase(event.data, 'Ticket.Status'), conversationStatus(event)],
		url: (event) => [valueInAnyCase(event.data, 'InboxLink'), inboxLink(event)],
		recordId: at(...RECORD_IDS),
	},
};

/** The values at paths, whatever the letter case: the REST API writes the same objects in camelCase. */
function at(...paths: string[]) {
	return ({ data }: ServiceEvent) => paths.map((path) => valueInAnyCase(data, path));
}

function conversationStatus({ event, data }: ServiceEvent): string | undefined {
	const isClosed = valueInAnyCase(data, 'Conversation.IsClosed');
	if (typeof isClosed === 'boolean') return isClosed ? 'closed' : 'open';
	return event === 'conversation_closed' ? 'closed' : undefined;
}

/** 0 stands for none; what was rounded is another's. */
const isId = (value: unknown): value is number => Number.isSafeInteger(value) && value !== 0;

/** The link of the vendor's samples, for events that come without one. */
function inboxLink({ account, data }: ServiceEvent): string | undefined {
	const id = RECORD_IDS.map((path) => valueInAnyCase(data, path)).find(isId);
	if (account === null || id === undefined) return undefined;
	return `https://inbox.socialboards.com/${encodeURIComponent(wellFormed(account))}/tickets?ticketId=${id}`;
}

/** `{ CommunityName, EventType, TicketId?, Events: […] }`: one event for each element of `Events`. */
function read({ body }: ReadInput): ServiceEvent[] | undefined {
	const [account, event, ticketId, elements] = ENVELOPE.map((name) => valueInAnyCase(body, name));
	if (typeof event !== 'string' || !Array.isArray(elements)) return undefined;
	const isAsDocumented = isObject(body) && 'EventType' in body && 'Events' in body;
	return elements.map((element: unknown) => ({
		event,
		account: typeof account === 'string' ? account : null,
		data: withTicketId(element, ticketId),
		...(!isAsDocumented && {
			warnings: ['data: the names are in another letter case than SocialBoards documents'],
		}),
	}));
}

/** The envelope's ticket id is kept with an event that bears none of its own. */
function withTicketId(element: unknown, ticketId: unknown): unknown {
	const isKept = typeof ticketId === 'number' && isObject(element);
	return isKept && valueInAnyCase(element, 'TicketId') === undefined
		? { ...element, TicketId: ticketId }
		: element;
}
