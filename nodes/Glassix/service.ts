import { secretHeaders } from '../../receiver/checks/secretHeaders';
import { isObject } from '../../receiver/read';
import {
	UNRECOGNISED,
	type ReadInput,
	type Service,
	type ServiceEvent,
} from '../../receiver/service';
import { glassixEvents } from './events';
import { bodySignature, dateSignature } from './signature';

/** Glassix: https://docs.glassix.com/docs/events-configuration */
export const glassix: Service = {
	name: 'Glassix',
	id: 'glassix',
	credential: 'glassixWebhookApi',
	secrets: [
		{ field: 'apiSecret', label: 'API Secret', optional: true },
		{ field: 'previousApiSecret', label: 'Previous API Secret', optional: true },
	],
	events: glassixEvents,
	checks: [bodySignature, secretHeaders, dateSignature],
	/** 20 s for the first try, 5 s for the later ones, for three days. */
	timeout: 5,
	repeatsFor: 73,
	accepts: 'json',
	read: ({ body }: ReadInput) => readEnvelopes(body),
	simplified: {
		id: ['ticketId', 'ticket.id', 'message.providerMessageId', 'userId'],
		title: ['ticket.field1'],
		status: ['ticketState', 'userStatus', 'message.status', 'ticket.state'],
		person: [
			'transaction.fromParticipant.displayName',
			'transaction.fromParticipant.name',
			'ownerUserName',
			'participant.displayName',
			'participant.name',
			'userName',
			'message.from',
			'ticket.owner.UserName',
		],
		url: [],
	},
};

interface Envelope {
	key?: unknown;
	dateTime?: unknown;
	changes: unknown[];
}

const isEnvelope = (value: unknown): value is Envelope =>
	isObject(value) && Array.isArray(value.changes);

/** `{ key, dateTime, changes: […] }` or an array of these: one event for each change. */
export function readEnvelopes(body: unknown): ServiceEvent[] | undefined {
	const envelopes: unknown[] = Array.isArray(body) ? body : [body];
	if (!envelopes.every(isEnvelope)) return undefined;
	return envelopes.flatMap(({ key, dateTime, changes }) =>
		changes.map((change) => ({
			event: isObject(change) && typeof change._event === 'string' ? change._event : UNRECOGNISED,
			account: typeof key === 'string' ? key : null,
			occurredAt: typeof dateTime === 'string' ? dateTime : null,
			data: change,
		})),
	);
}
