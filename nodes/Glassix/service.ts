import { unrecognized, type ServiceEvent } from '../../receiver/delivery';
import { isObject, valueAt } from '../../receiver/lib/json';
import type { Secret, Service, SignatureScheme } from '../../receiver/service';
import { flag, settingsSchema } from '../../receiver/settings';
import { glassixEvents } from './events';

const apiSecret: Secret = {
	field: 'apiSecret',
	label: 'API Secret',
	description:
		"The Secret of the department's API key: Settings → Developers → API keys. Glassix signs each delivery with it.",
	hint: 'n8n checks only the form of this secret. To try it, have Glassix send an event to the test URL',
	issued: "the Secret of the department's API key (Glassix → Settings → Developers → API keys)",
	hasPrevious: true,
};

/** `sha1=` and 40 hexadecimal digits: https://docs.glassix.com/docs/validate-outbound-webhooks-and-api */
const signature: SignatureScheme = {
	secret: apiSecret,
	algorithm: 'sha1',
	encoding: 'hex',
	prefix: 'sha1=',
};

const settings = settingsSchema({}, { checkDateSignature: flag('Check Date Signature', false) });

/** Glassix: https://docs.glassix.com/docs/events-configuration */
export const glassix: Service<ReturnType<typeof settings.parse>> = {
	name: 'Glassix',
	id: 'glassix',
	credential: 'glassixWebhookApi',
	events: glassixEvents,
	settings,
	checks: [
		{ kind: 'bodySignature', ...signature, header: 'x-hub-signature' },
		{
			kind: 'secretHeaders',
			description:
				'Custom headers that you entered in the webhook in Glassix. Each delivery must include all of them; of two rows with the same name, either value is accepted. Enter an API Secret or at least one header.',
			placeholder: 'X-Glassix-Secret',
		},
		{
			kind: 'headerSignature',
			...signature,
			name: 'date signature',
			signedHeader: 'x-glassix-auth-date',
			// The documentation and the vendor's client (github.com/Glassix/glassix-sharp) name it differently.
			headers: ['x-glassix-auth-signature', 'x-glassix-auth'],
			option: 'Check Date Signature',
			isAskedFor: ({ options }) => options.checkDateSignature,
		},
	],
	timeout: { value: 5, evidence: 'doc' },
	firstTimeout: { value: 20, evidence: 'doc' },
	/** It keeps an event for three days; an hour more for the last try. */
	repeatsFor: { value: 73, evidence: 'doc' },
	accepts: 'json',
	occurredAt: ['envelope.dateTime'],
	timeZone: 'Z',
	eventCount: changesIn,
	read: ({ body }) => readEnvelopes(body) ?? readFlatStatus(body),
	setUp: {
		where: 'In Glassix',
		steps: [
			'Open Settings → Developers → Events → Webhooks → Add + (older accounts: Webhooks → New Webhook → POST request), and enter a name, if asked',
			'As Target, enter the production URL (unfold Webhook URLs above and select Production URL). It must be public, with HTTPS',
			'Select the events and save',
		],
		then: "Glassix signs each delivery with the API Secret. Enter the test URL first: if Glassix gets a 401, the credential has another department's secret.",
		otherEvent: 'TICKET_MERGED',
		page: 'glassix',
	},
	// A participant's `name` is the person's; what the customer is shown as `displayName` may be a nickname.
	personMembers: ['name', 'displayName', 'UserName', 'userName', 'identifier'],
	fields: {
		title: ['ticket.field1'],
		text: [],
		// Whom it is about: who changed the ticket is not told, and its owner need not have done it.
		person: ({ data }) => clientOf(valueAt(data, 'ticket')),
		status: ['ticket.state'],
		url: [],
		recordId: ['ticketId', 'ticket.id'],
	},
};

/** The customer of a ticket, by the participant's type: github.com/Glassix/glassix-sharp, Participant.cs. */
function clientOf(ticket: unknown): unknown {
	const participants = valueAt(ticket, 'participants');
	return Array.isArray(participants)
		? participants.find((participant) => valueAt(participant, 'type') === 'Client')
		: undefined;
}

interface Envelope {
	key?: unknown;
	changes: unknown[];
}

const isEnvelope = (value: unknown): value is Envelope =>
	isObject(value) && Array.isArray(value.changes);

const envelopesOf = (body: unknown): unknown[] => (Array.isArray(body) ? body : [body]);

/** How many changes the envelopes of a body hold; 0 where one of them is none. */
function changesIn(body: unknown): number {
	let count = 0;
	for (const envelope of envelopesOf(body)) {
		if (!isEnvelope(envelope)) return 0;
		count += envelope.changes.length;
	}
	return count;
}

/** `{ key, dateTime, changes: […] }` or an array of these: one event for each change. */
export function readEnvelopes(body: unknown): ServiceEvent[] | undefined {
	const envelopes = envelopesOf(body);
	if (!envelopes.every(isEnvelope)) return undefined;
	return envelopes.flatMap(({ changes, ...envelope }) =>
		changes.map((change) => {
			const event = valueAt(change, '_event');
			const account = typeof envelope.key === 'string' ? envelope.key : null;
			return typeof event === 'string'
				? { event, account, envelope, data: change }
				: { ...unrecognized('Glassix', change), account, envelope };
		}),
	);
}

/**
 * `{ eventType: 'non_ticket.message_status', messageId, status, timestamp, to }`, as the vendor's own example
 * receives it (github.com/Glassix/js-examples): in no documentation, and seen from no Glassix.
 */
function readFlatStatus(body: unknown): ServiceEvent[] | undefined {
	if (!isObject(body) || body.eventType !== 'non_ticket.message_status') return undefined;
	return [
		{
			event: 'NON_TICKET_MESSAGE_STATUS',
			account: null,
			envelope: { dateTime: body.timestamp },
			data: body,
			warnings: ["data: the shape is that of Glassix' public example, without changes"],
		},
	];
}
