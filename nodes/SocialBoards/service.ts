import { urlToken } from '../../receiver/checks/urlToken';
import { isObject } from '../../receiver/read';
import type { ReadInput, Service, ServiceEvent } from '../../receiver/service';
import { socialBoardsEvents } from './events';

/** SocialBoards: https://developers.socialboards.com/docs/apis/tickets/webhooks/create-endpoint */
export const socialBoards: Service = {
	name: 'SocialBoards',
	id: 'socialboards',
	credential: 'socialBoardsWebhookApi',
	secrets: [
		{ field: 'verifyToken', label: 'Verify Token' },
		{ field: 'urlToken', label: 'URL Token', optional: true },
	],
	events: socialBoardsEvents,
	handshake: {
		challenge: 'challenge',
		token: 'verifyToken',
		secret: { field: 'verifyToken', label: 'Verify Token' },
	},
	checks: [urlToken],
	switchedOff: ({ parameter }) => parameter('checkUrlToken') === false,
	timeout: 20,
	repeatsFor: 24,
	accepts: 'json',
	read,
	simplified: {
		id: ['Ticket.Id', 'ConversationId', 'NoteId', 'TicketId'],
		title: ['Ticket.Title'],
		status: ['Ticket.Status'],
		person: ['Ticket.Author.Name', 'Ticket.Author.Email', 'Conversation.Author.Name'],
		url: ['InboxLink'],
	},
};

/** `{ CommunityName, EventType, TicketId?, Events: […] }`: one event for each element of `Events`. */
function read({ body }: ReadInput): ServiceEvent[] | undefined {
	if (!isObject(body) || typeof body.EventType !== 'string' || !Array.isArray(body.Events)) {
		return undefined;
	}
	const { CommunityName: account, EventType: event, TicketId } = body;
	return body.Events.map((element: unknown) => ({
		event,
		account: typeof account === 'string' ? account : null,
		occurredAt:
			isObject(element) && typeof element.EventTime === 'string' ? element.EventTime : null,
		data: withTicketId(element, TicketId),
	}));
}

/** The envelope's ticket id is kept with an event that bears none of its own. */
function withTicketId(element: unknown, ticketId: unknown): unknown {
	const hasOwn = isObject(element) && 'TicketId' in element;
	return isObject(element) && !hasOwn && ticketId !== undefined
		? { ...element, TicketId: ticketId }
		: element;
}
