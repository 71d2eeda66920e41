import type { INode } from 'n8n-workflow';

import { fixture } from '../support/fixtures';
import type { Sent } from '../support/sender';
import {
	API_SECRET,
	byName,
	PREVIOUS_API_SECRET,
	running,
	signaturesOf,
	testedGlartek,
	testedGlassix,
	testedSocialBoards,
	testedSupportBee,
	URL_TOKEN,
	VERIFY_TOKEN,
} from '../support/services';
import type { RunningTrigger } from '../support/inProcess/webhook';

const HOUR = 3_600_000;

/** The numbers of those of so many deliveries that started an execution, which fails; and the lines of the log. */
async function flood(trigger: RunningTrigger, sent: Sent, times: number) {
	const recorded: number[] = [];
	const lines: string[] = [];
	for (let number = 1; number <= times; number++) {
		const { failure, items, log } = await trigger.take(sent);
		expect(items).toEqual([]);
		if (failure) recorded.push(number);
		lines.push(...log.map(({ message }) => message));
	}
	return { recorded, lines };
}

describe.each(byName)('A refused delivery of %s', (_name, tested) => {
	const { service, event } = tested;
	const body = fixture(service.id, event);
	const forgery = tested.forgery(body);

	it('is answered at once, and starts an execution that fails with the reason and the fix', async () => {
		const { status, text, answeredBy, items, failure, log } =
			await running(tested).deliver(forgery);

		expect({ status, answeredBy, items }).toEqual({ status: 401, answeredBy: 'node', items: [] });
		expect(failure!.message).toBe(`Refused a delivery (401): ${text}`);
		expect(log[0].message).toContain(failure!.description);
	});

	it('leaves nothing of the request and no secret in its execution', async () => {
		const { result, failure } = await running(tested).deliver({
			...forgery,
			headers: { ...forgery.headers, 'User-Agent': 'words-of-a-stranger' },
		});

		expect(result!.workflowData).toEqual([
			[
				{
					json: {},
					serviceDeskReport: { message: failure!.message, description: failure!.description },
				},
			],
		]);
		const secrets = [API_SECRET, PREVIOUS_API_SECRET, URL_TOKEN, VERIFY_TOKEN];
		for (const word of [...secrets, ...signaturesOf(tested, forgery), 'stranger']) {
			expect(JSON.stringify(result)).not.toContain(word);
		}
	});

	it('appears only in the log if the user wants that', async () => {
		const options = { reportRefusedDeliveries: 'logOnly' };

		const { status, result, log } = await running(tested, { options }).deliver(forgery);

		expect(status).toBe(401);
		expect(result).toEqual({ noWebhookResponse: true });
		expect(log).toHaveLength(1);
	});

	it.each<[Partial<INode>]>([
		[{ onError: 'continueRegularOutput' }],
		[{ onError: 'continueErrorOutput' }],
		[{ continueOnFail: true }],
	])('appears only in the log if the node is set to %j', async (settings) => {
		for (const mode of ['webhook', 'manual'] as const) {
			const { result, log } = await running(tested, {}, { settings, mode }).deliver(forgery);

			expect(result).toEqual({ noWebhookResponse: true });
			expect(log).toHaveLength(1);
		}
	});

	it('starts four executions and writes one log line if it comes 2,000 times', async () => {
		const { recorded, lines } = await flood(running(tested), forgery, 2000);

		expect(recorded).toEqual([1, 10, 100, 1000]);
		expect(lines).toHaveLength(1);
	});

	it('starts an execution again after a day, which says how many deliveries were refused', async () => {
		const trigger = running(tested);
		await flood(trigger, forgery, 12);
		const now = Date.now();
		const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 24 * HOUR);

		const { failure, log } = await trigger.take(forgery);

		clock.mockRestore();
		expect(failure!.description).toMatch(
			/ Deliveries refused for this reason since \d{4}-\d\d-\d\dT[\d:.]+Z: 13\.$/,
		);
		expect(log[0].message).toMatch(/refused 12 deliveries \(401\) since \d{4}-/);
	});

	it('is still counted after the workflow is published again', async () => {
		const trigger = running(tested);
		await flood(trigger, forgery, 1);
		await trigger.unpublish();
		await trigger.publish();

		expect((await flood(trigger, forgery, 1)).recorded).toEqual([]);
	});

	it('ends the test in the editor each time, with the reason and the fix', async () => {
		const options = { reportRefusedDeliveries: 'logOnly' };
		const trigger = running(tested, { options }, { mode: 'manual' });

		for (let times = 0; times < 3; times++) {
			const { status, failure, log } = await trigger.deliver(forgery);

			expect(status).toBe(401);
			expect(failure!.message).toMatch(/^Refused a delivery \(401\): /);
			expect(failure!.description).not.toContain('Deliveries refused');
			expect(log).toHaveLength(1);
		}
	});

	it('differs from an event that is not selected, which does not end the test in the editor', async () => {
		const other = Object.keys(service.events).find((name) => name !== event)!;
		const trigger = running(tested, { triggerOn: [other] }, { mode: 'manual' });

		const { status, result } = await trigger.deliver(tested.delivery(body));

		expect({ status, result }).toEqual({ status: 200, result: { noWebhookResponse: true } });
	});

	it.each<[what: string, parameters: object, credential: null | Error | undefined, status: number]>(
		[
			['no credential is selected', {}, null, 401],
			['the credential cannot be read', {}, new Error('It could not be decrypted.'), 503],
			['no event is selected', { triggerOn: [] }, undefined, 503],
			['the settings cannot be read', { simplify: 'maybe' }, undefined, 503],
			[
				'the address is not on the allowlist',
				{ options: { ipAllowlist: '192.0.2.1' } },
				undefined,
				403,
			],
			['the allowlist cannot be read', { options: { ipAllowlist: 'x' } }, undefined, 403],
		],
	)('starts a failing execution if %s', async (_what, parameters, credential, status) => {
		const setup = credential === undefined ? {} : { credential };
		const trigger = running(tested, parameters as never, setup);

		const first = await trigger.deliver(tested.delivery(body));
		const second = await trigger.deliver(tested.delivery(body));

		expect([first.status, second.status]).toEqual([status, status]);
		expect(first.failure!.message).toBe(`Refused a delivery (${status}): ${first.text}`);
		expect(first.failure!.description).not.toContain('127.0.0.1');
		expect(second.result).toEqual({ noWebhookResponse: true });
	});

	const strangers: Array<[who: string, sent: Sent]> = [
		[
			'a scanner that posts JSON',
			{ body: '{"cmd":"id"}', headers: { 'content-type': 'application/json' } },
		],
		[
			'a scanner that posts a list',
			{ body: '[1]', headers: { 'content-type': 'application/json' } },
		],
		[
			'a scanner that posts a form',
			{ body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
		],
		['a scanner that posts nothing', { body: '' }],
		['a scanner with a query', { body: '', query: 'q=1&cmd=id' }],
		...(service.handshake
			? ([
					['a link preview', { method: 'GET' }],
					['a browser with a query', { method: 'GET', query: 'utm_source=chat' }],
				] as Array<[string, Sent]>)
			: []),
	];

	it.each(strangers)('starts no execution if it comes from %s', async (_who, sent) => {
		for (const parameters of [
			{},
			{ options: { ipAllowlist: '192.0.2.1' } },
			{ triggerOn: [null] },
		]) {
			const { status, result } = await running(tested, parameters).deliver(sent);

			expect(status).toBeGreaterThanOrEqual(400);
			expect(result).toEqual({ noWebhookResponse: true });
		}
	});
});

describe('A delivery that passes authentication and is still refused', () => {
	it.each(byName.filter(([, { service }]) => service.accepts === 'json'))(
		'starts a failing execution, whatever it looks like: %s',
		async (_name, tested) => {
			const options = { unrecognizedPayloads: 'reject' };
			const plain = tested.delivery('{"hello":"world"}');
			const ofAnotherType = {
				...plain,
				headers: { ...plain.headers, 'content-type': 'text/plain' },
			};

			const unrecognized = await running(tested, { options }).deliver(plain);
			const foreign = await running(tested).deliver(ofAnotherType);

			expect(unrecognized.failure!.message).toMatch(/^Refused a delivery \(400\): /);
			expect(foreign.failure!.message).toMatch(/^Refused a delivery \(415\): /);
		},
	);

	it('starts no execution if the user cannot fix the reason', async () => {
		const sent = testedSupportBee.delivery('{"half":');

		const { status, result } = await running(testedSupportBee).deliver({
			...sent,
			headers: { 'content-type': 'text/json' },
		});

		expect({ status, result }).toEqual({ status: 422, result: { noWebhookResponse: true } });
	});

	it('starts no execution if authentication is off and it does not look like the service', async () => {
		const trigger = running(testedSocialBoards, { checkUrlToken: false });

		const { status, result } = await trigger.deliver({
			body: 'a=b',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		});

		expect({ status, result }).toEqual({ status: 415, result: { noWebhookResponse: true } });
	});
});

describe('A handshake', () => {
	const handshake = (token: string): Sent => ({
		method: 'GET',
		query: `token=${URL_TOKEN}&challenge=581904&verifyToken=${token}`,
	});

	it('starts a failing execution if its token is wrong', async () => {
		const trigger = running(testedSocialBoards);

		const first = await trigger.deliver(handshake('guessed'));
		const second = await trigger.deliver(handshake('guessed'));

		expect([first.status, second.status]).toEqual([403, 403]);
		expect(first.failure!.message).toBe(`Refused a delivery (403): ${first.text}`);
		expect(JSON.stringify(first.result)).not.toMatch(/581904|guessed/);
		expect(second.failure).toBeUndefined();
	});

	it('starts no execution if its token is right', async () => {
		const { text, result } = await running(testedSocialBoards).deliver(handshake(VERIFY_TOKEN));

		expect({ text, result }).toEqual({ text: '581904', result: { noWebhookResponse: true } });
	});

	it.each(['', 'utm_source=chat'])(
		'without its parameters does not end the test in the editor: ?%s',
		async (query) => {
			const trigger = running(testedSocialBoards, {}, { mode: 'manual' });

			const { status, result } = await trigger.deliver({ method: 'GET', query });

			expect({ status, result }).toEqual({ status: 403, result: { noWebhookResponse: true } });
		},
	);
});

describe('A forged delivery of Glartek', () => {
	it.each(['event=work_order.created', 'token=guessed', 'place=here&event=x'])(
		'starts a failing execution if its URL has a parameter of the set-up: ?%s',
		async (query) => {
			const { failure } = await running(testedGlartek).deliver({ body: '{}', query });

			expect(failure!.message).toMatch(/^Refused a delivery \(401\): /);
		},
	);
});

describe('A forged delivery of too many events', () => {
	it('starts no execution', async () => {
		const body = JSON.stringify({ EventType: 'note_deletion', Events: Array(10_001).fill({}) });

		const { status, result } = await running(testedSocialBoards).deliver({
			body,
			headers: { 'content-type': 'application/json' },
		});

		expect({ status, result }).toEqual({ status: 401, result: { noWebhookResponse: true } });
	});
});

describe('An unrecognized payload', () => {
	const payload = { hello: 'world', serviceDeskReport: { message: 'mine', description: 'mine' } };

	it.each(byName.filter(([, { service }]) => service.accepts === 'json'))(
		'of %s gets 200, and starts an execution that fails and holds it, each time',
		async (_name, tested) => {
			const trigger = running(tested, { simplify: true, triggerOn: [tested.event] });

			for (const note of ['one', 'two', 'three']) {
				const body = JSON.stringify({ ...payload, note });
				const { status, answeredBy, items, failure, result } = await trigger.deliver(
					tested.delivery(body),
				);

				expect({ status, answeredBy, items }).toEqual({
					status: 200,
					answeredBy: 'n8n',
					items: [],
				});
				expect(result!.noWebhookResponse).toBeUndefined();
				expect(failure!.message).toBe('A delivery was accepted, but not recognized.');
				expect(failure!.data).toMatchObject([
					{ event: 'unrecognized', data: { ...payload, note } },
				]);
			}
		},
	);

	it('is reported once if it is sent again', async () => {
		const trigger = running(testedGlassix);
		const delivery = testedGlassix.delivery(JSON.stringify(payload));

		const first = await trigger.deliver(delivery);
		const again = await trigger.deliver(delivery);

		expect(first.failure).toBeDefined();
		expect({ text: again.text, failure: again.failure }).toEqual({
			text: 'Already received.',
			failure: undefined,
		});
	});

	it('is reported with the fix if the service has one', async () => {
		const { failure } = await running(testedGlartek).deliver({
			...testedGlartek.delivery('{"id":1}'),
			query: `token=${URL_TOKEN}`,
		});

		expect(failure!.description).toContain("Add &event=… to this webhook's Endpoint in Glartek.");
	});

	it('runs together with the events of the same delivery, so that they do not fail', async () => {
		const body = JSON.stringify({ changes: [{ _event: 'NEW_TICKET' }, { hello: 'world' }] });

		const { items, failure } = await running(testedGlassix).deliver(testedGlassix.delivery(body));

		expect(failure).toBeUndefined();
		expect(items.map(({ event }) => event)).toEqual(['NEW_TICKET', 'unrecognized']);
	});

	it('runs the workflow if the node is set to continue on error, so that it is not lost', async () => {
		const settings = { onError: 'continueRegularOutput' as const };

		const { items, failure } = await running(testedGlassix, {}, { settings }).deliver(
			testedGlassix.delivery(JSON.stringify(payload)),
		);

		expect(failure).toBeUndefined();
		expect(items).toMatchObject([{ event: 'unrecognized', data: payload }]);
	});

	it('starts the workflow even if it holds a serviceDeskReport of its own', async () => {
		const options = { unrecognizedPayloads: 'start' };

		const { items, failure } = await running(testedGlassix, { options }).deliver(
			testedGlassix.delivery(JSON.stringify(payload)),
		);

		expect(failure).toBeUndefined();
		expect(items).toMatchObject([{ data: payload }]);
	});
});
