import { fixture } from '../fixtures';
import { answersOf, titleOf, type AnswerRow } from '../answers';
import type { TestedService } from '../services';
import { EMPTIED } from './byTestedN8n';
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

async function emptyCredentialOf({ credentialId }: PublishedTrigger, tested: TestedService) {
	const { name, type } = await n8n.request('GET', `/rest/credentials/${credentialId}`);
	const data = Object.fromEntries(Object.keys(tested.credential).map((field) => [field, EMPTIED]));
	await n8n.request('PATCH', `/rest/credentials/${credentialId}`, { name, type, data });
}

/** Tests what every service's trigger answers to what, and what it starts. */
export function answersByTheTable(tested: TestedService): void {
	const { service, event } = tested;
	const body = fixture(service.id, event);
	const another = Object.keys(service.events).find((name) => name !== event)!;

	describe(`The ${service.name} Trigger`, () => {
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

		it('answers 200 with an empty body to a selected event, and runs the workflow once', async () => {
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

		it('answers 200 to an event that is not selected, and starts nothing', async () => {
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

		it('answers 401 to a forged delivery, runs nothing, and logs how to fix it', async () => {
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

		/** Those of the table: rows of the same settings share a workflow. */
		const bySettings = new Map<string, Promise<PublishedTrigger>>();

		async function triggerFor({ parameters = {}, isEmptied, isReported }: AnswerRow) {
			const key = JSON.stringify(parameters);
			const shared = bySettings.get(key) ?? published(tested, parameters);
			if (isEmptied || isReported) return await published(tested, parameters);
			bySettings.set(key, shared);
			return await shared;
		}

		it.each(
			answersOf(tested)
				.filter(({ isUnpublishable }) => !isUnpublishable)
				.map((row) => [titleOf(row), row] as const),
		)('%s', async (_title, row) => {
			const trigger = await triggerFor(row);
			if (row.isEmptied) await emptyCredentialOf(trigger, tested);
			if (row.first) await trigger.deliver(row.first);

			const { status, text, type, nosniff, runs } = seen(await trigger.deliver(row.sent));

			expect({ status, runs }).toEqual({
				status: row.status,
				runs: row.events ? [row.events] : [],
			});
			if (row.text !== undefined) expect(text).toBe(row.text);
			// No browser takes a text for people for anything else.
			if (row.text) expect(told(status, text)).toMatchObject({ type, nosniff });
			if (row.isReported) {
				const [{ stored }] = await trigger.failures();
				expect(stored).toContain(String(row.sent.body));
			}
		});

		if (!service.handshake) {
			it('has n8n itself answer 404 to a GET request, as the service has no handshake', async () => {
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
