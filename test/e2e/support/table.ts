import { fixture } from '../../support/fixtures';
import type { Sent } from '../../support/sender';
import type { TestedService } from '../../support/services';
import { eventually, n8n, watchLog } from './n8n';
import { published, type Outcome, type PublishedTrigger } from './published';

/** What a sender sees of an answer, and the events of each execution that it started. */
export const seen = ({ answer: { status, text, headers }, runs }: Outcome) => ({
	status,
	text,
	type: headers['content-type'],
	nosniff: headers['x-content-type-options'],
	runs: runs.map((items) => items.map(({ event }) => event)),
});

/** The answer to what starts executions: n8n sends it when it has stored them. */
export const started = (...runs: string[][]) => ({
	status: 200,
	text: '',
	type: 'application/json; charset=utf-8',
	nosniff: undefined,
	runs,
});

/** The answer to what was right and starts nothing: why, unless the service wants empty answers. */
export const nothing = ({ service }: TestedService, why: string) =>
	service.wantsEmptyAnswers
		? { status: 200, text: '', type: undefined, nosniff: undefined, runs: [] }
		: told(200, why);

export const ALREADY_RECEIVED = 'Already received.';
export const NOT_SELECTED = 'Event not selected in the trigger.';

/** A text for people, which no browser takes for anything else; it starts nothing. */
export const told = (status: number, text: string) => ({
	status,
	text,
	type: 'text/plain; charset=utf-8',
	nosniff: 'nosniff',
	runs: [],
});

/** Tests what every service's trigger answers to what, and what it starts. */
export function answersByTheTable(tested: TestedService): void {
	const { service, event } = tested;
	const body = fixture(service.id, event);
	const another = Object.keys(service.events).find((name) => name !== event)!;
	const withHeaders = (sent: Sent, headers: Record<string, string>) => ({
		...sent,
		headers: { ...sent.headers, ...headers },
	});

	describe('answers', () => {
		let all: PublishedTrigger;
		let strict: PublishedTrigger;

		beforeAll(async () => {
			all = await published(tested, {
				options: { duplicateDeliveries: 'processAll', unrecognizedPayloads: 'start' },
			});
			strict = await published(tested, {
				triggerOn: [another],
				options: { unrecognizedPayloads: 'reject' },
			});
		});

		it('200 with an empty body to a wanted event, which runs once', async () => {
			const outcome = await all.deliver(tested.delivery(body));

			expect(seen(outcome)).toEqual(started([event]));
			expect(Object.keys(outcome.answer.headers).sort()).toEqual([
				'connection',
				'content-security-policy',
				'content-type',
				'date',
				'transfer-encoding',
				'vary',
			]);
		});

		it('200 and why to an event that is not selected, and starts nothing', async () => {
			const outcome = await strict.deliver(tested.delivery(body));

			expect(seen(outcome)).toEqual(nothing(tested, NOT_SELECTED));
			expect(Object.keys(outcome.answer.headers).sort()).toEqual([
				'connection',
				'content-length',
				...(service.wantsEmptyAnswers ? [] : ['content-type']),
				'date',
				...(service.wantsEmptyAnswers ? [] : ['vary', 'x-content-type-options']),
			]);
		});

		it('401 to a stranger, starts nothing, and says in the log how to fix it', async () => {
			const log = watchLog();

			const outcome = await all.deliver(tested.forgery(body));

			const { status, text, type, nosniff, runs } = seen(outcome);
			expect({ status, type, nosniff, runs }).toEqual({
				status: 401,
				type: 'text/plain; charset=utf-8',
				nosniff: 'nosniff',
				runs: [],
			});
			expect(text).toMatch(/^[A-Z][a-zA-Z' ]+\.$/);
			const line = await eventually(() => {
				const found = log()
					.split('\n')
					.find((candidate) => candidate.includes('refused a delivery (401)'));
				if (!found) throw new Error('The log has no such line');
				return found;
			});
			expect(line).toContain(
				`| warn  | ${service.name}: workflow "${all.name}" (${all.workflowId}), node "Trigger" refused a delivery (401): ${text} `,
			);
			expect(line).toMatch(
				/(Enter the same URL Token behind \?token=|Enter the Secret of the department)/,
			);
		});

		it.each(tested.probes().map((probe) => [probe.body, probe]))(
			'200 to the probe %j, and starts nothing',
			async (_body, probe) => {
				expect(seen(await all.deliver(probe))).toEqual(
					nothing(tested, 'No event in this delivery.'),
				);
			},
		);

		it('401 to a probe of a stranger', async () => {
			const { status, runs } = seen(await all.deliver(tested.forgery('')));

			expect({ status, runs }).toEqual({ status: 401, runs: [] });
		});

		it('422 to malformed JSON: n8n itself, before the trigger runs', async () => {
			const { answer, runs } = await all.deliver(tested.delivery('{"half":'));

			expect({ status: answer.status, runs }).toEqual({ status: 422, runs: [] });
			expect(JSON.parse(answer.text)).toMatchObject({
				code: 422,
				message: 'Failed to parse request body',
			});
		});

		it('500 to a body over 16 MiB: n8n itself, before the trigger runs', async () => {
			const announced = { 'content-length': String(17 * 1024 * 1024) };

			const { answer, runs } = await all.deliver(withHeaders(tested.delivery('"x'), announced));

			expect({ status: answer.status, runs }).toEqual({ status: 500, runs: [] });
			expect(answer.text).toBe('{"code":0,"message":"There was a problem executing the workflow"}');
		});

		if (service.accepts === 'json') {
			it.each([
				['application/xml', '<event/>'],
				['text/plain', body],
				['application/x-www-form-urlencoded', 'event=made'],
			])('415 to %s, which the service never sends, and starts nothing', async (type, sent) => {
				const delivery = withHeaders(tested.delivery(sent), { 'content-type': type });

				const outcome = await all.deliver(delivery);

				expect(seen(outcome)).toEqual(told(415, `${service.name} sends application/json.`));
			});

			it('200 to JSON of another shape, which runs as the event "unrecognized" where the user wants that', async () => {
				const outcome = await all.deliver(tested.delivery('{"hello":"world"}'));

				expect(seen(outcome)).toEqual(started(['unrecognized']));
				expect(outcome.runs[0][0]).toMatchObject({
					eventName: 'unrecognized',
					data: { hello: 'world' },
					warnings: [`data: its shape is not one that ${service.name} sends`],
				});
			});

			it('400 to JSON of another shape where the user wants it refused', async () => {
				const outcome = await strict.deliver(tested.delivery('{"hello":"world"}'));

				expect(seen(outcome)).toEqual(
					told(400, `The payload does not have a shape that ${service.name} sends.`),
				);
			});
		}

		it('401 to everybody once its credential is emptied', async () => {
			const trigger = await published(tested);
			const { name, type } = await n8n.request('GET', `/rest/credentials/${trigger.credentialId}`);
			const data = Object.fromEntries(Object.keys(tested.credential).map((field) => [field, '']));
			await n8n.request('PATCH', `/rest/credentials/${trigger.credentialId}`, { name, type, data });

			for (const sent of [tested.delivery(body), tested.forgery(body), { body, query: 'token=' }]) {
				expect(seen(await trigger.deliver(sent))).toEqual(
					told(401, 'The credential is empty, so no delivery can be checked.'),
				);
			}
		});

		if (!service.handshake) {
			it('404 to a GET: n8n itself, which knows that the service has no handshake', async () => {
				const { answer, runs } = await all.deliver({
					method: 'GET',
					query: 'challenge=581904&verifyToken=x',
				});

				expect({ status: answer.status, runs }).toEqual({ status: 404, runs: [] });
				expect(answer.text).not.toContain('581904');
			});
		}
	});
}
