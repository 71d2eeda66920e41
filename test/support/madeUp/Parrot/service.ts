import { isObject } from '../../../../receiver/lib/json';
import type { Secret, Service } from '../../../../receiver/service';
import { sharedSettings } from '../../../../receiver/settings';
import { parrotEvents } from './events';

const password: Secret = {
	field: 'password',
	label: 'Password',
	description: 'The password that Parrot verifies the URL with',
	isRequired: true,
};

/** Parrot, a service that does not exist: `{ office, events: [{ kind, at, call }] }`, a secret header, a handshake. */
export const parrot: Service = {
	name: 'Parrot',
	id: 'parrot',
	credential: 'parrotWebhookApi',
	events: parrotEvents,
	settings: sharedSettings,
	handshake: { challenge: 'echo', token: 'password', secret: password },
	checks: [
		{
			kind: 'secretHeaders',
			description: 'Headers that Parrot sends with each call',
			placeholder: 'X-Parrot',
		},
	],
	timeout: { value: 5, evidence: 'doc' },
	repeatsFor: { value: 1, evidence: 'doc' },
	accepts: 'json',
	occurredAt: ['envelope.at'],
	read({ body }) {
		if (!isObject(body) || !Array.isArray(body.events)) return undefined;
		return body.events.filter(isObject).map(({ kind, at, call }) => ({
			event: String(kind),
			account: String(body.office),
			envelope: { at },
			data: call,
		}));
	},
	setUp: {
		where: 'In Parrot',
		steps: ['Open Calls → Webhooks and enter the webhook URL above'],
		then: 'Parrot sends your header with each call.',
		otherEvent: 'call.lost',
		page: 'parrot',
	},
	personMembers: ['name'],
	fields: { title: [], text: [], person: ['caller'], status: [], url: [], recordId: ['callId'] },
};
