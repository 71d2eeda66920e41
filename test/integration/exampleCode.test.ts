import { DateTime } from 'luxon';
import { runInNewContext } from 'node:vm';

import { readExample } from '../support/examples';

/** What stands in the Code nodes of examples, as n8n runs it. */

type Json = Record<string, any>;

/** @param nodes what other nodes have put out, by their names. */
function runCode(
	example: string,
	node: string,
	nodes: Record<string, Json[]>,
	input: Json[] = [],
	now: DateTime = DateTime.now(),
): Json[] {
	const { parameters } = readExample(example).nodes.find(({ name }) => name === node)!;
	const items = (list: Json[]) => ({
		all: () => list.map((json) => ({ json })),
		first: () => ({ json: list[0] }),
	});
	const result = runInNewContext(`(() => {${String(parameters.jsCode)}})()`, {
		$: (name: string) => items(nodes[name] ?? []),
		$input: items(input),
		$now: now,
		DateTime,
	}) as Array<{ json: Json }>;
	// Of this realm, for toEqual().
	return JSON.parse(JSON.stringify(result.map(({ json }) => json)));
}

const at = (text: string) => DateTime.fromISO(text, { zone: 'Europe/Oslo' });

describe('The example alert-on-silence', () => {
	const normal = {
		service: 'supportbee',
		silentAfterHours: 4,
		days: [1, 2, 3, 4, 5],
		from: 8,
		to: 18,
	};
	const check = (rows: Json[], now: string) =>
		runCode(
			'alert-on-silence',
			'Who Changed',
			{ 'Last Heard': rows, 'What Is Normal': [{ services: [normal] }] },
			[],
			at(now),
		);
	const heard = (text: string, told: boolean | null = null) => ({
		service: 'supportbee',
		heard_at: at(text).toUTC().toISO(),
		told,
	});

	// 2026-03-06 is a Friday.
	it.each([
		['within the hours', '2026-03-06T09:00', '2026-03-06T12:59'],
		['over a night', '2026-03-05T17:00', '2026-03-06T10:59'],
		['over a weekend', '2026-03-06T17:00', '2026-03-09T10:59'],
		['only on a weekend', '2026-03-06T18:30', '2026-03-08T23:00'],
	])('tells nothing about a silence that is normal: %s', (_when, last, now) => {
		expect(check([heard(last)], now)).toEqual([]);
	});

	it.each([
		['within the hours', '2026-03-06T09:00', '2026-03-06T13:01'],
		['over a night', '2026-03-05T17:00', '2026-03-06T11:01'],
		['over a weekend', '2026-03-06T17:00', '2026-03-09T11:01'],
	])('tells about a silence that is longer than normal: %s', (_when, last, now) => {
		expect(check([heard(last)], now)).toEqual([
			{ service: 'supportbee', told: true, text: expect.stringContaining('is silent') },
		]);
	});

	it('tells once about the silence, and once that the service is heard again', () => {
		expect(check([heard('2026-03-06T09:00', true)], '2026-03-06T17:00')).toEqual([]);
		expect(check([heard('2026-03-06T16:59', true)], '2026-03-06T17:00')).toEqual([
			{ service: 'supportbee', told: false, text: expect.stringContaining('is heard again') },
		]);
	});

	it('watches a service from the first check on, even if no event ever came', () => {
		expect(check([], '2026-03-06T09:00')).toEqual([
			{ service: 'supportbee', told: false, text: '' },
		]);
		const row = {
			service: 'supportbee',
			heard_at: null,
			createdAt: at('2026-03-06T09:00').toISO(),
		};
		expect(check([row], '2026-03-06T14:00')).toMatchObject([{ told: true }]);
	});
});

describe('The example finish-interrupted-runs', () => {
	const settings = { tries: 3, atOnce: 2, withinHours: 24, isQueueMode: false };
	const START = '2026-03-06T12:00:00.000Z';
	const run = (id: number, status: string, own: Json = {}) => ({
		id: String(id),
		status,
		workflowId: 'w',
		retryOf: null,
		retrySuccessId: null,
		startedAt: '2026-03-06T11:00:00.000Z',
		...own,
	});
	const unfinished = (executions: Json[], own: Json = {}, known: Json[] = []) =>
		runCode(
			'finish-interrupted-runs',
			'Unfinished',
			{
				Settings: [{ ...settings, ...own }],
				Known: [{ key: 'started', at: START }, ...known],
				Lists: [{ workflowId: 'w', workflow: 'Tickets' }],
			},
			[{ data: executions }],
		);
	const ids = (found: Json[]) => found.map(({ id }) => id);

	it('retries the executions that a crash interrupted, the oldest first, two at once', () => {
		expect(ids(unfinished([run(3, 'crashed'), run(1, 'crashed'), run(2, 'crashed')]))).toEqual([
			'1',
			'2',
		]);
	});

	it('retries an execution that is "running" since before n8n started, but not in queue mode', () => {
		const later = run(2, 'running', { startedAt: '2026-03-06T12:00:01.000Z' });

		expect(ids(unfinished([run(1, 'running'), later]))).toEqual(['1']);
		expect(unfinished([run(1, 'running'), later], { isQueueMode: true })).toEqual([]);
	});

	it.each([
		['has succeeded in a retry', [run(1, 'crashed', { retrySuccessId: '5' })]],
		[
			'is being retried',
			[run(1, 'crashed'), run(5, 'running', { retryOf: '1', startedAt: '2026-03-06T12:30:00Z' })],
		],
		['waits in a retry', [run(1, 'crashed'), run(5, 'waiting', { retryOf: '1' })]],
		[
			'failed in a retry, which the error workflow tells about',
			[run(1, 'crashed'), run(5, 'error', { retryOf: '1' })],
		],
		['failed by itself', [run(1, 'error')]],
	])('leaves an execution alone that %s', (_what, executions) => {
		expect(unfinished(executions)).toEqual([]);
	});

	it('retries the first execution if its retry was interrupted as well', () => {
		const again = run(5, 'crashed', { retryOf: '1' });

		expect(ids(unfinished([run(1, 'crashed'), again]))).toEqual(['1']);
	});

	it('gives up after three retries, and tells so once', () => {
		const executions = [
			run(1, 'crashed'),
			...[5, 6, 7].map((id) => run(id, 'crashed', { retryOf: '1' })),
		];

		expect(unfinished(executions)).toEqual([
			{
				id: '1',
				isGivenUp: true,
				text: expect.stringContaining('*Tickets*: execution 1 was interrupted 4 times'),
			},
		]);
		expect(unfinished(executions, {}, [{ key: '1', at: START }])).toEqual([]);
	});
});
