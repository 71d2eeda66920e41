import { headersFor, sampleBody, urlFor } from '../../scripts/send/services';
import { send, type RawResponse } from '../support/realN8n/http';
import { API_SECRET, URL_TOKEN, VERIFY_TOKEN } from '../support/services';

/** A service with a webhook trigger, as its user sees it in n8n's editor. */
interface EditedService {
	name: string;
	id: string;
	/** How the node creator offers the first event, what "Trigger On" calls it and the second. */
	offered: string;
	chosen: string;
	other: string;
	/** The first event as the service names it. */
	event: string;
	/** What its credential needs, by the names of its fields. */
	credential: Record<string, string>;
	/** The field whose mistakes are tried, and its label. */
	secret: { field: string; label: string };
	/** A value of it that would not work, and what n8n says of it. */
	unusable: { value: string; complaint: string };
	/** What n8n says of a credential with nothing filled in, if it tests one. */
	complaintWhenEmpty?: string;
	/** A line of the set-up notice. */
	setUp: string;
}

export const glassix: EditedService = {
	name: 'Glassix',
	id: 'glassix',
	offered: 'On new ticket',
	chosen: 'New Ticket',
	other: 'Ticket State Change',
	event: 'NEW_TICKET',
	credential: { apiSecret: API_SECRET },
	secret: { field: 'apiSecret', label: 'API Secret' },
	unusable: { value: 'copied-half', complaint: 'API Secret looks incomplete.' },
	complaintWhenEmpty: 'Nothing is filled in, so every delivery would be refused.',
	setUp: 'Select the events and save',
};

const glartek: EditedService = {
	name: 'Glartek',
	id: 'glartek',
	offered: 'On work order completed',
	chosen: 'Work Order Completed',
	other: 'Action Created',
	event: 'work_order.completed',
	credential: { urlToken: URL_TOKEN },
	secret: { field: 'urlToken', label: 'URL Token' },
	unusable: {
		value: 'two words',
		complaint: "URL Token has characters that a URL can't hold as they are.",
	},
	complaintWhenEmpty: 'Nothing is filled in, so every delivery would be refused.',
	setUp: '&event=work_order.created',
};

export const socialBoards: EditedService = {
	name: 'SocialBoards',
	id: 'socialboards',
	offered: 'On ticket status change',
	chosen: 'Ticket Status Change',
	other: 'Note Deletion',
	event: 'ticket_status_change',
	credential: { verifyToken: VERIFY_TOKEN, urlToken: URL_TOKEN },
	secret: { field: 'urlToken', label: 'URL Token' },
	unusable: {
		value: 'two words',
		complaint: "URL Token has characters that a URL can't hold as they are.",
	},
	setUp: "As Verify Token, enter the credential's",
};

export const supportBee: EditedService = {
	name: 'SupportBee',
	id: 'supportbee',
	offered: 'On new agent reply created',
	chosen: 'New Agent Reply Created',
	other: 'New Ticket Created',
	event: 'agent.reply.created',
	credential: { urlToken: URL_TOKEN },
	secret: { field: 'urlToken', label: 'URL Token' },
	unusable: {
		value: 'two words',
		complaint: "URL Token has characters that a URL can't hold as they are.",
	},
	setUp: 'select Update App',
};

export const services = [glassix, glartek, socialBoards, supportBee];

/** Sends the service's sample of its first event, as the service would. */
export async function deliver(service: EditedService, url: string): Promise<RawResponse> {
	const { id, event, credential } = service;
	const body = sampleBody(id, event);
	return await send(urlFor(id, event, { url, token: credential.urlToken }), {
		headers: headersFor(id, event, body, credential.apiSecret, {}),
		body,
	});
}
