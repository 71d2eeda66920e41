import type { ServiceEvent } from '../../receiver/delivery';
import { isObject } from '../../receiver/lib/json';
import type { ReadInput, Secret, Service } from '../../receiver/service';
import { flag, settingsSchema } from '../../receiver/settings';
import { socialBoardsEvents } from './events';

const verifyToken: Secret = {
	field: 'verifyToken',
	label: 'Verify Token',
	placeholder: 'Your own choice, 16 letters and digits or more',
	description:
		'A secret of your own choice, 16 characters or more. Enter the same as Verify Token in SocialBoards, which sends it when it verifies the URL.',
	isRequired: true,
};

const settings = settingsSchema({ checkUrlToken: flag('Check URL Token', true) }, {});

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
				placeholder: 'Your own choice, 16 letters and digits or more',
				description:
					'Another secret of your own choice, 16 letters and digits or more. Append it as ?token=… to the webhook URL in SocialBoards: only events sent to the URL with it are let in.',
			},
			parameter: 'token',
		},
	],
	isSwitchedOff: ({ checkUrlToken }) => !checkUrlToken,
	timeout: { value: 20, evidence: 'doc' },
	repeatsFor: { value: 24, evidence: 'unknown' },
	accepts: 'json',
	occurredAt: ['data.EventTime'],
	read,
	setUp: {
		where: 'In SocialBoards',
		steps: [
			"Open your community's settings → Webhooks, choose an object type and its events",
			'As endpoint, enter the webhook URL above: the test URL while you test, the production URL once it works',
			"Add ?token= and your credential's URL Token to it",
			"As Verify Token, enter the credential's",
		],
		then: 'SocialBoards signs nothing: the token in the URL keeps others out.',
		page: 'socialboards',
	},
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
