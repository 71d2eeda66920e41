import { isObject } from '../../../../receiver/lib/json';
import type { Service } from '../../../../receiver/service';
import { sharedSettings } from '../../../../receiver/settings';
import { walrusEvents } from './events';

/** Walrus, a service that does not exist: it signs each body, and gives each delivery an id that its retries keep. */
export const walrus: Service = {
	name: 'Walrus',
	id: 'walrus',
	credential: 'walrusWebhookApi',
	events: walrusEvents,
	settings: sharedSettings,
	checks: [
		{
			kind: 'bodySignature',
			secret: {
				field: 'signatureToken',
				label: 'Signature Token',
				description: 'The token of the webhook in Walrus, which signs each delivery with it',
				isRequired: true,
				hasPrevious: true,
			},
			header: 'x-walrus-signature',
			algorithm: 'sha1',
			encoding: 'hex',
			prefix: 'sha1=',
		},
	],
	timeout: { value: 10, evidence: 'doc' },
	repeatsFor: { value: 2, evidence: 'doc' },
	accepts: 'json',
	deliveryIdHeader: 'x-walrus-delivery',
	occurredAt: ['data.ticket.updated_at'],
	read({ body }) {
		if (!isObject(body) || !isObject(body.ticket)) return undefined;
		const event = isObject(body.article) ? 'article.added' : 'ticket.changed';
		return [{ event, account: null, data: body }];
	},
	setUp: {
		where: 'In Walrus',
		steps: ['Open Manage → Webhook', 'Enter the webhook URL above and a signature token'],
		then: 'Each delivery is signed.',
		otherEvent: 'ticket.merged',
		page: 'walrus',
	},
	personMembers: ['fullname'],
	fields: {
		title: ['ticket.title'],
		text: ['article.body'],
		person: ['ticket.customer'],
		status: ['ticket.state'],
		url: [],
		recordId: ['ticket.id'],
	},
};
