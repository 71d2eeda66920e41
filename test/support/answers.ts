import type { INodeParameters } from 'n8n-workflow';

import { fixture } from './fixtures';
import type { Sent } from './sender';
import { URL_TOKEN, VERIFY_TOKEN, type TestedService } from './services';

/** A delivery and what it gets: one row of the table that docs/deliveries.md has for users. */
export interface AnswerRow {
	/** How the first cell of the row in docs/deliveries.md begins. */
	delivery: string;
	/** Which of several deliveries of that kind this one is. */
	such?: string;
	parameters?: INodeParameters;
	/** Whether the fields of the credential are empty. */
	isEmptied?: true;
	/** Sent before. */
	first?: Sent;
	sent: Sent;
	status: number;
	/** The whole answer; left out where it is n8n's own. */
	text?: string;
	/** The events of the items that the workflow goes on with; none by default. */
	events?: string[];
	/** Whether the execution fails at the trigger, and holds what was sent. */
	isReported?: true;
	/** Whether n8n publishes nothing that is set up so: only a published workflow whose settings change meets it. */
	isUnpublishable?: true;
	/** Whether n8n itself answers, in a way that only a real one has. */
	needsN8n?: true;
}

/** What the trigger of a service answers to what, and what runs then. */
export function answersOf(tested: TestedService): AnswerRow[] {
	const { service, event } = tested;
	const body = fixture(service.id, event);
	const delivery = tested.delivery(body);
	const another = Object.keys(service.events).find((name) => name !== event)!;
	/** Why an accepted delivery starts nothing, where the service takes an answer with anything in it. */
	const why = (text: string) => (service.wantsEmptyAnswers ? '' : text);
	const withHeaders = (sent: Sent, headers: Record<string, string>): Sent => ({
		...sent,
		headers: { ...sent.headers, ...headers },
	});
	const unrecognized = (how: string): INodeParameters => ({
		options: { unrecognizedPayloads: how },
	});
	const hello = tested.delivery('{"hello":"world"}');
	const otherShape = {
		delivery: 'of JSON whose shape is not one the service sends',
		sent: hello,
	};

	return [
		{
			delivery: 'with events you selected',
			sent: delivery,
			status: 200,
			text: '',
			events: [event],
		},
		{
			delivery: 'with other events only',
			parameters: { triggerOn: [another] },
			sent: delivery,
			status: 200,
			text: why('Event not selected in the trigger.'),
		},
		{
			delivery: 'that was sent before',
			first: delivery,
			sent: delivery,
			status: 200,
			text: why('Already received.'),
		},
		...tested.probes().map((probe) => ({
			delivery: 'that only tries the URL',
			such: `the body is ${JSON.stringify(probe.body)}`,
			sent: probe,
			status: 200,
			text: why('No event in this delivery.'),
		})),
		{
			delivery: "while the trigger's settings cannot be read, or select no event",
			parameters: { triggerOn: [] },
			sent: delivery,
			status: 503,
			text: 'No event is selected.',
			isUnpublishable: true,
		},
		{
			delivery: 'without the right signature, token or headers',
			such: 'a probe',
			sent: tested.forgery(''),
			status: 401,
		},
		{
			delivery: 'without the right signature, token or headers',
			such: 'an event',
			sent: tested.forgery(body),
			status: 401,
		},
		...Object.entries({
			'the event': delivery,
			'a forged event': tested.forgery(body),
			'the event with an empty token': { ...delivery, query: 'token=' },
		}).map(([which, sent]) => ({
			delivery: 'without the right signature, token or headers',
			such: `${which}, to a trigger with an empty credential`,
			isEmptied: true as const,
			sent,
			status: 401,
			text: 'The credential is empty, so no delivery can be checked.',
		})),
		{
			delivery: 'from an address that is not on the IP(s) Allowlist',
			parameters: { options: { ipAllowlist: '192.0.2.0/24, 2001:db8::/32' } },
			sent: delivery,
			status: 403,
			text: "The sender's address is not on the IP(s) Allowlist.",
		},
		...(service.accepts === 'json'
			? [
					['application/xml', '<event/>'],
					['text/plain', body],
					['application/x-www-form-urlencoded', 'event=made'],
				].map(([type, text]) => ({
					delivery: 'with a content type that the service never sends',
					such: type,
					sent: withHeaders(tested.delivery(text), { 'content-type': type }),
					status: 415,
					text: `${service.name} sends application/json.`,
				}))
			: []),
		{
			delivery: 'whose text is not UTF-8',
			sent: tested.delivery(Buffer.from([...Buffer.from('"'), 0xff, ...Buffer.from('"')])),
			status: 415,
			text: 'The body is not UTF-8.',
		},
		...(service.accepts === 'json'
			? [
					{
						...otherShape,
						such: 'Unrecognized Payloads is set to Report',
						status: 200,
						text: '',
						isReported: true as const,
					},
					{
						...otherShape,
						such: 'Unrecognized Payloads is set to Start Workflow',
						parameters: unrecognized('start'),
						status: 200,
						text: '',
						events: ['unrecognized'],
					},
					{
						...otherShape,
						such: 'Unrecognized Payloads is set to Ignore',
						parameters: unrecognized('ignore'),
						status: 200,
						text: why('Event not selected in the trigger.'),
					},
					{
						...otherShape,
						such: 'Unrecognized Payloads is set to Reject',
						parameters: unrecognized('reject'),
						status: 400,
						text: `The payload does not have a shape that ${service.name} sends.`,
					},
				]
			: []),
		{ delivery: 'of malformed JSON', sent: tested.delivery('{"half":'), status: 422 },
		{
			delivery: "larger than n8n's limit",
			sent: withHeaders(tested.delivery('"x'), { 'content-length': String(17 * 2 ** 20) }),
			status: 500,
			needsN8n: true,
		},
		...(service.id === 'socialboards' ? verificationRequests() : []),
	];
}

/** As docs/deliveries.md calls it. */
const VERIFICATION = "SocialBoards' verification request";

function verificationRequests(): AnswerRow[] {
	const request = (...parts: string[]): Sent => ({ method: 'GET', query: parts.join('&') });
	const [url, token, challenge] = [
		`token=${URL_TOKEN}`,
		`verifyToken=${VERIFY_TOKEN}`,
		'challenge=581904',
	];
	const wrong = '… with a wrong Verify Token, or none; or (401) without the URL Token';
	return [
		{
			delivery: `**${VERIFICATION}** with the right token`,
			sent: request(url, token, challenge),
			status: 200,
			text: '581904',
		},
		{
			delivery: wrong,
			such: 'the Verify Token is wrong',
			sent: request(url, 'verifyToken=x', challenge),
			status: 403,
			text: "The Verify Token of the verification request is not the credential's.",
		},
		{ delivery: wrong, such: 'the URL has no token', sent: request(token, challenge), status: 401 },
		{
			delivery: '… without a challenge',
			sent: request(url, token),
			status: 400,
			text: 'The verification request has no challenge to send back.',
		},
	];
}

/** The row as a title. */
export const titleOf = ({ delivery, such, status }: AnswerRow): string => {
	const full = delivery.replaceAll('**', '').replace('…', VERIFICATION);
	const what = full.startsWith(VERIFICATION) ? full : `a delivery ${full}`;
	return `answers ${status} to ${what}${such ? `: ${such}` : ''}`;
};
