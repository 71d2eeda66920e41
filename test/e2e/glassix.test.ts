import { fixture } from '../support/fixtures';
import {
	API_SECRET,
	PREVIOUS_API_SECRET,
	sign,
	testedGlassix as glassix,
} from '../support/services';
import { byTestedN8n } from '../support/realN8n/byTestedN8n';
import { deliversEveryEvent } from '../support/realN8n/everyEvent';
import { published, type PublishedTrigger } from '../support/realN8n/published';
import { answersByTheTable, seen, started, told } from '../support/realN8n/table';

const JSON_TYPE = { 'content-type': 'application/json' };
const DATE = 'Mon, 02 Mar 2026 10:02:55 GMT';

const body = fixture('glassix', 'TICKET_STATE_CHANGE');
const signed = (
	text: string | Buffer,
	signature: string,
	headers: Record<string, string> = {},
) => ({
	body: text,
	headers: { ...JSON_TYPE, 'X-Hub-Signature': signature, ...headers },
});
const processAll = { options: { duplicateDeliveries: 'processAll' } };
const notSigned = told(401, 'The signature does not match the body.');
const stateChange = started(['TICKET_STATE_CHANGE']);

answersByTheTable(glassix);

deliversEveryEvent(
	glassix,
	[
		['DOCUMENT_SIGNED', 'Document Signed', '2026-03-02T13:27:09.8051166Z'],
		['NEW_MESSAGE', 'New Message', '2026-03-02T09:20:41.6620184Z'],
		['NEW_TICKET', 'New Ticket', '2026-03-02T09:14:07.1534201Z'],
		['NON_TICKET_MESSAGE_STATUS', 'Non-Ticket Message Status', '2026-03-02T12:08:33.4190057Z'],
		['SURVEY_UPDATE', 'Survey Update', '2026-03-02T13:40:22.3198740Z'],
		['TICKET_OWNER_CHANGE', 'Ticket Owner Change', '2026-03-02T09:31:18.2205519Z'],
		['TICKET_STATE_CHANGE', 'Ticket State Change', '2026-03-02T10:02:55.0047730Z'],
		['USER_STATUS_CHANGE', 'User Status Change', '2026-03-02T11:45:00.7716402Z'],
	].map(([name, eventName, occurredAt]) => ({
		fixture: name,
		eventName: eventName,
		account: '3f0c1a52-7be4-4d19-9a86-52c0d1e8b7f4',
		occurredAt: occurredAt,
	})),
	({ changes: [change] }) => change,
);

describe('The signature of a Glassix delivery', () => {
	let trigger: PublishedTrigger;

	beforeAll(async () => {
		trigger = await published(glassix, processAll);
	});

	it.each([
		['unusual spacing', '{ "changes" :\n\n[\t{"_event" :"NEW_TICKET"} ] }'],
		['another order of keys', '{"dateTime":null, "changes":[{"_event":"NEW_TICKET"}],"key":"k"}'],
		['unicode escapes', '{"key":"caf\\u00e9 \\ud83d\\ude00","changes":[{"_event":"NEW_TICKET"}]}'],
		['the same characters written out', '{"key": "café 😀","changes":[{"_event":"NEW_TICKET"}]}'],
		['a newline at its end', '{"changes":[{"_event":"NEW_TICKET"}]}\n'],
		['a byte order mark', '\uFEFF{"changes":[{"_event":"NEW_TICKET"}]}'],
		['a number that JavaScript rounds', '{"key":1e400,"changes":[{"_event":"NEW_TICKET"}]}'],
	])('is checked over the bytes that were sent, with %s', async (what, text) => {
		const rewritten = JSON.stringify(JSON.parse(text.replace('\uFEFF', '')));
		const status = byTestedN8n(what);
		if (status !== undefined) {
			const { answer, runs } = await trigger.deliver(signed(text, sign(text)));
			expect({ status: answer.status, runs }).toEqual({ status, runs: [] });
			return;
		}

		expect(seen(await trigger.deliver(signed(text, sign(text))))).toEqual(started(['NEW_TICKET']));
		expect(seen(await trigger.deliver(signed(text, sign(rewritten))))).toEqual(notSigned);
	});

	it('does not match if one byte of the body is changed', async () => {
		const changed = Buffer.from(body);
		changed[changed.indexOf('Closed')] ^= 0x20;

		expect(changed.toString()).toContain('"closed"');
		expect(seen(await trigger.deliver(signed(changed, sign(body))))).toEqual(notSigned);
	});

	it('matches with the present and the previous secret, and with no other', async () => {
		const credential = { apiSecret: API_SECRET, previousApiSecret: PREVIOUS_API_SECRET };
		const rotating = await published(glassix, processAll, { credential });
		const by = async (secret: string) =>
			seen(await rotating.deliver(signed(body, sign(body, secret))));

		expect(await by(API_SECRET)).toEqual(stateChange);
		expect(await by(PREVIOUS_API_SECRET)).toEqual(stateChange);
		expect(await by('api-secret-long-gone')).toEqual(notSigned);
		expect(await by('')).toEqual(notSigned);
	});
});

describe('The custom headers of a Glassix webhook', () => {
	const headers = {
		values: [
			{ name: 'X-Webhook-Secret', value: 'header-secret-one-Pq' },
			{ name: 'X-Second', value: 'header-secret-two-Vn' },
		],
	};
	const both = { 'x-webhook-secret': 'header-secret-one-Pq', 'X-SECOND': 'header-secret-two-Vn' };
	const missing = told(401, 'The request lacks a header that the credential names.');
	const wrong = told(401, "A header's value is not the one in the credential.");

	it('must all match, and are enough if the credential has no secret', async () => {
		const credential = { apiSecret: '', previousApiSecret: '', headers };
		const trigger = await published(glassix, {}, { credential });
		const one = { 'x-webhook-secret': 'header-secret-one-Pq' };

		expect(seen(await trigger.deliver({ body, headers: { ...JSON_TYPE, ...one } }))).toEqual(
			missing,
		);
		expect(
			seen(await trigger.deliver({ body, headers: { ...JSON_TYPE, ...both, 'X-SECOND': 'no' } })),
		).toEqual(wrong);
		expect(seen(await trigger.deliver({ body, headers: { ...JSON_TYPE, ...both } }))).toEqual(
			stateChange,
		);
	});
});

describe('"Check Date Signature"', () => {
	it('requires a signature of the date in addition to the signature of the body', async () => {
		const trigger = await published(glassix, { options: { checkDateSignature: true } });
		const dated = (headers: Record<string, string>, signature = sign(body)) =>
			signed(body, signature, { 'X-Glassix-Auth-Date': DATE, ...headers });
		const second = { 'X-Glassix-Auth-Signature': sign(DATE) };

		expect(seen(await trigger.deliver(dated({})))).toEqual(
			told(401, 'The request has no date signature.'),
		);
		expect(seen(await trigger.deliver(dated(second, sign('x'))))).toEqual(notSigned);
		expect(seen(await trigger.deliver(dated(second)))).toEqual(stateChange);
	});
});

describe('A Glassix delivery', () => {
	it('with several envelopes and changes runs once, with an item for each change', async () => {
		const trigger = await published(glassix);
		const change = (userStatus: string) => ({
			_event: 'USER_STATUS_CHANGE',
			userId: 'a-guid',
			userStatus,
		});
		const text = JSON.stringify([
			{
				key: 'one',
				dateTime: '2026-03-02T09:00:00Z',
				changes: [change('Online'), change('Break')],
			},
			{ key: 'two', dateTime: '2026-03-02T09:01:00Z', changes: [change('Offline')] },
		]);

		const outcome = await trigger.deliver(glassix.delivery(text));

		expect(outcome.runs).toHaveLength(1);
		expect(outcome.runs[0].map(({ account, data }) => [account, data])).toEqual([
			['one', change('Online')],
			['one', change('Break')],
			['two', change('Offline')],
		]);
	});

	it('runs on the test URL while the editor listens, and a forged one ends the test and says why', async () => {
		const trigger = await published(glassix, {}, { published: false });
		await trigger.listen();

		const refused = await trigger.deliverToTestUrl(glassix.forgery(body));

		expect(seen(refused)).toEqual(notSigned);
		const [{ error }] = await trigger.failures();
		expect(error.message).toBe(`Refused a delivery (401): ${refused.answer.text}`);
		await trigger.listen();
		expect(seen(await trigger.deliverToTestUrl(glassix.delivery(body)))).toEqual(stateChange);
	});
});
