import { isObject } from '../../../../receiver/lib/json';
import type { Service } from '../../../../receiver/service';
import { sharedSettings } from '../../../../receiver/settings';
import { heronEvents } from './events';

/** Heron, a service that does not exist: it signs each body, and names the event in a header. */
export const heron: Service = {
	name: 'Heron',
	id: 'heron',
	credential: 'heronWebhookApi',
	events: heronEvents,
	settings: sharedSettings,
	checks: [
		{
			kind: 'bodySignature',
			secret: {
				field: 'secretKey',
				label: 'Secret Key',
				description: 'The key of your choice that you enter in Heron, too',
				isRequired: true,
			},
			header: 'x-heron-signature',
			algorithm: 'sha1',
			encoding: 'base64',
		},
	],
	timeout: { value: 10, evidence: 'doc' },
	repeatsFor: { value: 12, evidence: 'doc' },
	accepts: 'json',
	eventHeader: 'x-heron-event',
	read: ({ body, eventName }) =>
		isObject(body) && typeof body.id === 'number' && eventName !== undefined
			? [{ event: eventName, account: null, data: body }]
			: undefined,
	setUp: {
		where: 'In Heron',
		steps: ['Open Manage → Apps → Webhooks', 'Enter the webhook URL above and a secret key'],
		then: 'Each delivery is signed.',
		otherEvent: 'convo.tagged',
		page: 'heron',
	},
	personMembers: ['first'],
	fields: {
		title: ['subject'],
		text: ['preview'],
		person: ['primaryCustomer'],
		status: ['status'],
		url: [],
		recordId: ['id'],
	},
};
