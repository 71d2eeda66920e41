import { deepList, deepObject, manyChanges, manyNotes, megabyte, notUtf8 } from './hostileBodies';
import { genuine, serviceIds, type Attack, type ServiceId } from './attack';

/** What each service sends, with an event and data of the attacker's choice, both as JSON. */
const envelopes: Record<ServiceId, (event: string, data: string) => string> = {
	glartek: (_event, data) => data,
	glassix: (event, data) => `{"key":"k","changes":[{"_event":${event},${data.replace('{', '')}]}`,
	socialboards: (event, data) => `{"EventType":${event},"Events":[${data}]}`,
	supportbee: (event, data) => `{"payload":{"action_type":${event},${data.replace('{', '')}}`,
};

const NAMES = [
	'__proto__',
	'constructor',
	'hasOwnProperty',
	'../../etc/passwd',
	'{{ $env }}',
	'a\r\nwarn | forged log line',
	'a\u0000b',
	'\u202etxet',
];

const DATA: Array<[what: string, data: string]> = [
	['the prototype as a key', '{"__proto__":{"polluted":true},"id":1}'],
	['the constructor as a key', '{"constructor":{"prototype":{"polluted":true}},"id":1}'],
	['a key given twice', '{"id":1,"id":2}'],
	['an empty key', '{"":{"":1},"id":1}'],
	['a text of a megabyte', `{"id":"${megabyte}"}`],
	['an expression of n8n', '{"id":"={{ $env.N8N_ENCRYPTION_KEY }}"}'],
];

/** How the event of an attacker's choice runs: Glartek's is typed into the URL, and has to be one of its types. */
const nameOf = (on: ServiceId, event: string) =>
	on === 'glartek' ? 'unrecognized' : event.replaceAll('\u0000', '');

const named: Attack[] = serviceIds.flatMap((on) =>
	NAMES.map((event) => ({
		title: `an event named ${JSON.stringify(event)}`,
		on,
		sent: genuine(on, envelopes[on](JSON.stringify(event), '{"id":1}'), { event }),
		status: 200,
		events: [nameOf(on, event)],
	})),
);

const filled: Attack[] = serviceIds.flatMap((on) =>
	DATA.map(([what, data]) => ({
		title: what,
		on,
		sent: genuine(on, envelopes[on]('"made"', data), { event: 'made' }),
		status: 200,
		events: [nameOf(on, 'made')],
	})),
);

const giant = (title: string, on: ServiceId, body: string): Attack => ({
	title,
	on,
	sent: genuine(on, body),
	status: 200,
	events: ['not read back'],
	isGiant: true,
});

const giants: Attack[] = [
	...serviceIds.flatMap((on) => [
		giant('lists nested 10,000 deep', on, envelopes[on]('"made"', `{"id":${deepList}}`)),
		giant('objects nested 10,000 deep', on, envelopes[on]('"made"', deepObject)),
	]),
	giant(
		'an identity nested 10,000 deep',
		'glassix',
		`{"changes":[{"_event":"NEW_TICKET","ticketId":${deepList}}]}`,
	),
	giant(
		'an identity nested 10,000 deep',
		'supportbee',
		`{"payload":{"action_type":"ticket.created","ticket":{"id":${deepList}}}}`,
	),
	giant('10,000 events', 'socialboards', manyNotes(10_000)),
	giant('10,000 events', 'glassix', manyChanges(10_000)),
	giant('100,000 elements', 'glartek', `[${'1,'.repeat(99_999)}1]`),
	giant(
		'100,000 labels',
		'supportbee',
		envelopes.supportbee('"made"', `{"labels":[${'1,'.repeat(99_999)}1]}`),
	),
	giant(
		'1,000 events that share a name of a megabyte',
		'socialboards',
		`{"EventType":"${megabyte}","Events":[${'1,'.repeat(999)}1]}`,
	),
	giant(
		'1,000 changes that share a time of a megabyte',
		'glassix',
		`{"dateTime":"2026-01-01T00:00:00.${'1'.repeat(1024 * 1024)}Z","changes":[${'{"_event":"NEW_TICKET","ticketId":1},'.repeat(999)}{}]}`,
	),
];

const tooMany = (title: string, on: ServiceId, body: string): Attack => ({
	title,
	on,
	sent: genuine(on, body),
	status: 413,
	text: 'The delivery holds more than 10000 events.',
});

/** What stalled or ended n8n while each event became an item. */
const multitudes: Attack[] = [
	tooMany('100,000 events', 'socialboards', manyNotes()),
	tooMany('100,000 events', 'glassix', manyChanges()),
	tooMany(
		'5,000,000 events',
		'socialboards',
		`{"EventType":"note_deletion","Events":[${'1,'.repeat(4_999_999)}1]}`,
	),
];

const unrecognized = (title: string, on: ServiceId, body: string): Attack => ({
	title,
	on,
	sent: genuine(on, body),
	status: 200,
	events: ['unrecognized'],
	data: [JSON.parse(body)],
});

const misshapen: Attack[] = [
	unrecognized('a list for the event', 'supportbee', '{"payload":{"action_type":["a"]}}'),
	unrecognized('an object for the event', 'supportbee', '{"payload":{"action_type":{"a":1}}}'),
	unrecognized('a list for the payload', 'supportbee', '{"payload":[]}'),
	unrecognized('a list for the event', 'socialboards', '{"EventType":["a"],"Events":[1]}'),
	unrecognized(
		'an object for the events',
		'socialboards',
		'{"EventType":"a","Events":{"length":9}}',
	),
	unrecognized('a text for the events', 'socialboards', '{"EventType":"a","Events":"abc"}'),
	unrecognized('a text for the changes', 'glassix', '{"changes":"abc"}'),
	unrecognized('an envelope within a list within a list', 'glassix', '[[{"changes":[]}]]'),
	unrecognized('a prototype for the envelope', 'glassix', '{"__proto__":{"changes":[1]}}'),
	{
		title: 'bytes that are not UTF-8 in a signed body',
		on: 'glassix',
		sent: genuine(
			'glassix',
			Buffer.concat([
				Buffer.from('{"key":"'),
				notUtf8,
				Buffer.from('","changes":[{"_event":"a"}]}'),
			]),
		),
		status: 415,
		text: 'The body is not UTF-8.',
	},
	{
		title: 'null for every member that has a type',
		on: 'supportbee',
		sent: genuine(
			'supportbee',
			'{"payload":{"action_type":"ticket.created","company":null,"ticket":null}}',
		),
		status: 200,
		events: ['ticket.created'],
	},
];

/** What somebody sends who knows the secret: it may run, and does no harm. */
export const insiders: Attack[] = [...named, ...filled, ...misshapen, ...giants, ...multitudes];
