import { secretHeaders } from '../../../receiver/checks/secretHeaders';
import { isObject } from '../../../receiver/read';
import type { Service } from '../../../receiver/service';
import { parrotEvents } from './events';

/** Parrot, a service that does not exist: `{ office, events: [{ kind, at, call }] }`, a secret header, a handshake. */
export const parrot: Service = {
	name: 'Parrot',
	id: 'parrot',
	credential: 'parrotWebhookApi',
	secrets: [{ field: 'password', label: 'Password' }],
	events: parrotEvents,
	handshake: {
		challenge: 'echo',
		token: 'password',
		secret: { field: 'password', label: 'Password' },
	},
	checks: [secretHeaders],
	timeout: 5,
	repeatsFor: 1,
	accepts: 'json',
	read({ body }) {
		if (!isObject(body) || !Array.isArray(body.events)) return undefined;
		return body.events.filter(isObject).map(({ kind, at, call }) => ({
			event: String(kind),
			account: String(body.office),
			occurredAt: String(at),
			data: call,
		}));
	},
	simplified: {
		id: ['callId'],
		title: [],
		status: [],
		person: ['caller'],
		url: [],
	},
};
