import type { IDataObject, IRun, ITriggerFunctions } from 'n8n-workflow';

import { Ledger } from '../../../../../nodes/Glassix/polling/ledger';
import type { Message } from '../../../../../nodes/Glassix/polling/messages';
import { endOf, Runs, Slots, type Selected } from '../../../../../nodes/Glassix/polling/runs';
import { pollingSettings } from '../../../../../nodes/Glassix/polling/settings';
import { message } from '../../../../support/glassixMessages';

const MINUTE = 60_000;

type Done = NonNullable<Parameters<ITriggerFunctions['emit']>[2]>;

/** As n8n-core has it. */
function createDeferredPromise<Result>() {
	const deferred: Record<string, unknown> = {};
	deferred.promise = new Promise<Result>((resolve, reject) =>
		Object.assign(deferred, { resolve, reject }),
	);
	return deferred;
}

/** Runs in an n8n that says how one ended when the test does. */
function openRuns(parameters: object = {}) {
	const begun: Array<{ done: Done; ticket: unknown; items: number }> = [];
	const over: string[] = [];
	const failed: Array<{ ids: string[]; why: string }> = [];
	const late: string[][] = [];
	const stopping = new AbortController();
	const ledger = new Ledger();
	const ids = (messages: Message[]) => messages.map(({ receipt }) => receipt!.queueMessageId);
	const runs = new Runs(
		{
			emit: (data, _response, done) => {
				begun.push({
					done: done!,
					ticket: (data[0][0].json.data as IDataObject).ticketId,
					items: data[0].length,
				});
			},
			helpers: { createDeferredPromise } as unknown as ITriggerFunctions['helpers'],
		},
		'node',
		ledger,
		pollingSettings.parse(parameters),
		stopping.signal,
		{
			onOver: (each) => {
				ledger.finish(each);
				over.push(...ids([each]));
			},
			onFailed: (messages, why) => failed.push({ ids: ids(messages), why }),
			onLate: (messages) => late.push(ids(messages)),
		},
	);
	return { runs, ledger, begun, over, failed, late, stopping };
}

const selected = (id: string, ticket = 1): Selected => {
	const each = message(id, ticket);
	return { message: each, events: each.events };
};
const many = (count: number, name = 'm', firstTicket = 1) =>
	Array.from({ length: count }, (_, place) => selected(`${name}${place}`, firstTicket + place));
const settled = async () => await jest.advanceTimersByTimeAsync(0);
const ended = (run: Partial<IRun>) => run as IRun;

describe('Polling runs', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	it('free their slots after 15 minutes when n8n never reports their end', async () => {
		const { runs, begun, late } = openRuns();
		void runs.begin(many(11));
		await jest.advanceTimersByTimeAsync(15 * MINUTE - 1);
		expect(begun).toHaveLength(10);
		expect(late).toEqual([]);

		await jest.advanceTimersByTimeAsync(1);

		expect(begun).toHaveLength(11);
		expect(late).toEqual(many(10).map(({ message: { receipt } }) => [receipt!.queueMessageId]));
	});

	it('hold at most 10,000 events of a batch each, and leave no event out', async () => {
		const { runs, begun } = openRuns({ startExecution: 'oncePerBatch' });
		const large = many(3).map((each) => ({
			...each,
			events: Array.from({ length: 6000 }, () => each.events[0]),
		}));

		await runs.begin([...large, ...many(4, 'n', 100)]);

		expect(begun.map(({ items }) => items)).toEqual([6000, 6000, 6004]);
	});

	it('count even when n8n reports their end late', async () => {
		const { runs, begun, over } = openRuns();
		await runs.begin([selected('a')]);
		await jest.advanceTimersByTimeAsync(16 * MINUTE);

		begun[0].done.resolve(ended({ status: 'success', finished: true }));
		await settled();

		expect(over).toEqual(['a']);
	});

	it('leave no timer behind when they end in time', async () => {
		const { runs, begun, late } = openRuns();
		await runs.begin([selected('a')]);
		begun[0].done.resolve(ended({ status: 'success', finished: true }));
		await settled();

		expect(jest.getTimerCount()).toBe(0);
		await jest.advanceTimersByTimeAsync(16 * MINUTE);
		expect(late).toEqual([]);
	});

	/** Has messages run and fail, each for the first time. */
	const failOnce = async ({ runs, begun }: ReturnType<typeof openRuns>, messages: Selected[]) => {
		await runs.begin(messages);
		for (const { done } of begun.splice(0)) done.resolve(ended({ status: 'error' }));
		await settled();
	};

	it('share one slot when their messages failed before', async () => {
		const opened = openRuns();
		const { runs, begun, failed } = opened;
		await failOnce(opened, many(10, 'bad'));
		expect(failed).toHaveLength(10);

		await runs.begin([...many(10, 'bad'), ...many(9, 'good', 100)]);
		await settled();

		const bad = () => begun.filter(({ ticket }) => Number(ticket) < 100);
		expect(begun).toHaveLength(10);
		expect(bad()).toHaveLength(1);
		bad()[0].done.resolve(ended({ status: 'error' }));
		await settled();
		expect(bad()).toHaveLength(2);
	});

	it('do not delay new messages when they repeat failed ones', async () => {
		const opened = openRuns();
		const { runs, begun, over } = opened;
		await failOnce(opened, many(2, 'bad'));
		await runs.begin(many(2, 'bad'));
		await settled();

		for (let round = 0; round < 5; round++) {
			await runs.begin(many(9, `good${round} `, 100));
			for (const { done, ticket } of begun.splice(0)) {
				if (Number(ticket) >= 100) done.resolve(ended({ status: 'success', finished: true }));
			}
			await settled();
		}

		expect(over).toHaveLength(45);
	});

	it('do not start after the workflow stops, and their waiting messages become due again', async () => {
		const opened = openRuns();
		const { runs, begun, ledger, stopping } = opened;
		await failOnce(opened, many(3, 'bad'));
		await jest.advanceTimersByTimeAsync(1000);
		await runs.begin(many(3, 'bad'));
		await settled();
		expect(begun).toHaveLength(1);

		stopping.abort(new Error('stopped'));
		await settled();

		expect(begun).toHaveLength(1);
		const standings = many(3, 'bad').map((each) => ledger.standing(each.message));
		expect(standings).toEqual(['running', 'due', 'due']);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('mark no event of a failed batch as failed, and then run each event alone', async () => {
		const { runs, begun, failed, ledger } = openRuns({ startExecution: 'oncePerBatch' });
		await runs.begin(many(3));
		begun[0].done.resolve(ended({ status: 'error' }));
		await settled();

		expect(failed).toEqual([{ ids: ['m0', 'm1', 'm2'], why: 'error' }]);
		expect(many(3).some((each) => ledger.hasFailed(each.message))).toBe(false);
		await runs.begin(many(3));
		expect(begun).toHaveLength(4);
	});

	it('count as failed when n8n does not start them a second time', async () => {
		const { runs, begun, failed } = openRuns();
		for (let tries = 0; tries < 2; tries++) {
			await runs.begin([selected('a')]);
			begun[tries].done.resolve(undefined as never);
			await settled();
		}

		expect(failed).toEqual([{ ids: ['a'], why: 'n8n could not start it' }]);
	});
});

describe('The end of a run', () => {
	const run =
		(status: IRun['status'], more: Partial<IRun> = {}) =>
		async () =>
			({ status, ...more }) as IRun;
	const failure = { data: { resultData: { runData: {}, error: new Error('No') } } as never };
	const rejected = (name: string) => async (): Promise<undefined> => {
		throw Object.assign(new Error(), { name });
	};

	it.each([
		['success', run('success', { finished: true }), 'success'],
		[
			'success of another job, after Redis was emptied',
			run('success', { finished: false }),
			'notRun',
		],
		['waiting', run('waiting'), 'success'],
		['error', run('error'), 'noSuccess'],
		['crashed', run('crashed'), 'noSuccess'],
		['canceled', run('canceled'), 'noSuccess'],
		['stopped by the user', rejected('ManualExecutionCancelledError'), 'noSuccess'],
		['stopped with n8n', rejected('SystemShutdownExecutionCancelledError'), 'notRun'],
		['not started', rejected('Error'), 'notRun'],
		['started by another process', async () => undefined, 'begunBefore'],
		// n8n below 2.4.9 and 1.123.17 overwrites the status.
		['finished, in an older n8n', run('running', { finished: true }), 'success'],
		['finished before n8n saw it run, in an older n8n', run('new', { finished: true }), 'success'],
		['waiting, in an older n8n', run('running', { waitTill: new Date() }), 'success'],
		['failed, in an older n8n', run('running', failure), 'noSuccess'],
		['still queued, as n8n reports when Redis lost the job', run('new'), 'notRun'],
		['failed, although finished', run('error', { finished: true }), 'noSuccess'],
	])('is recognized: %s', async (_what, outcome, how) => {
		expect(await endOf(outcome())).toMatchObject({ how });
	});

	it.each([
		[
			{ error: { message: 'duplicate key' }, lastNodeExecuted: 'Insert' },
			'error at node "Insert": duplicate key',
		],
		[{ error: { message: 'x'.repeat(999) } }, `error: ${'x'.repeat(193)}`],
		[{}, 'error'],
	])('is reported with its reason when the run fails: %j', async (resultData, why) => {
		const result = { status: 'error', data: { resultData } } as unknown as IRun;

		expect(await endOf(Promise.resolve(result))).toEqual({ how: 'noSuccess', why });
	});
});

describe('The wait for a slot', () => {
	it('ends when a slot is free', async () => {
		const slots = new Slots(1);
		const { signal } = new AbortController();
		await slots.take(signal);
		let isTaken = false;
		const second = slots.take(signal).then(() => (isTaken = true));
		await Promise.resolve();
		expect(isTaken).toBe(false);
		slots.free();
		await second;
		expect(isTaken).toBe(true);
	});

	it('ends when the signal aborts', async () => {
		const slots = new Slots(0);
		const stopping = new AbortController();
		const waiting = slots.take(stopping.signal);
		stopping.abort(new Error('stop'));
		await expect(waiting).rejects.toThrow('stop');
	});
});
