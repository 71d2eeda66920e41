import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';

import {
	leaveLedger,
	Ledger,
	ledgerOf,
	type Reason,
} from '../../../../../nodes/Glassix/polling/ledger';
import { message } from '../../../../support/glassixMessages';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RUN = 'run';

afterEach(() => jest.useRealTimers());

/** Has a message run and come to nothing. */
function fail(ledger: Ledger, id: string, reason: Reason = 'failed') {
	ledger.begin(message(id), RUN);
	ledger.tryAgain(message(id), RUN, reason);
}

/** How long a message is left alone, to the second. */
function waited(ledger: Ledger, id: string): number {
	let seconds = 0;
	for (; ledger.standing(message(id)) === 'later'; seconds++) jest.advanceTimersByTime(1000);
	return seconds;
}

describe('The ledger', () => {
	it('tracks a message from due through running to done', () => {
		const ledger = new Ledger();
		expect(ledger.standing(message('a'))).toBe('due');
		ledger.lineUp(message('a'));
		expect(ledger.standing(message('a'))).toBe('running');
		ledger.begin(message('a'), RUN);
		expect(ledger.standing(message('a'))).toBe('running');
		ledger.finish(message('a'));
		expect(ledger.standing(message('a'))).toBe('done');
	});

	it('waits longer after each failed run of a message, up to one hour', () => {
		jest.useFakeTimers();
		jest.spyOn(Math, 'random').mockReturnValue(0.999_999);
		const ledger = new Ledger();
		const waits = Array.from({ length: 14 }, () => {
			fail(ledger, 'a');
			return waited(ledger, 'a');
		});
		jest.restoreAllMocks();

		expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600]);
	});

	it('waits at most five minutes for a message whose run n8n could not start', () => {
		jest.useFakeTimers();
		const ledger = new Ledger();
		for (let tries = 0; tries < 20; tries++) fail(ledger, 'a', 'notRun');

		expect(waited(ledger, 'a')).toBeLessThanOrEqual(300);
		expect(ledger.hasFailed(message('a'))).toBe(false);
	});

	it('waits 30 seconds for a message whose run another process has started', () => {
		jest.useFakeTimers();
		const ledger = new Ledger();
		fail(ledger, 'a', 'begunBefore');

		expect(waited(ledger, 'a')).toBe(30);
	});

	it('uses the same run key in every process and a new key after each failed try', () => {
		const [one, other] = [new Ledger(), new Ledger()];
		const first = one.runKey([message('a')]);
		expect(other.runKey([message('a')])).toBe(first);
		expect(one.runKey([message('b')])).not.toBe(first);

		fail(one, 'a');
		fail(other, 'a', 'begunBefore');
		const second = one.runKey([message('a')]);
		fail(one, 'a');
		const keys = [first, second, one.runKey([message('a')]), other.runKey([message('a')])];
		expect(new Set(keys).size).toBe(4);
	});

	it('remembers at most 20,000 failed messages', () => {
		const ledger = new Ledger();
		const messages = Array.from({ length: 20_001 }, (_, place) => ({
			...message('a'),
			id: String(place),
		}));
		for (const each of messages) {
			ledger.begin(each, RUN);
			ledger.tryAgain(each, RUN, 'failed');
		}
		expect(ledger.wasTried(messages[0])).toBe(false);
		expect(ledger.wasTried(messages[1])).toBe(true);
	});

	it('asks for a report of a failing message at most once an hour', () => {
		jest.useFakeTimers();
		const ledger = new Ledger();
		expect(ledger.isToBeTold(message('a'))).toBe(false);
		fail(ledger, 'a');
		expect(ledger.isToBeTold(message('a'))).toBe(true);
		jest.advanceTimersByTime(HOUR - 1);
		fail(ledger, 'a');
		expect(ledger.isToBeTold(message('a'))).toBe(false);
		jest.advanceTimersByTime(1);
		expect(ledger.isToBeTold(message('a'))).toBe(true);
	});
});

describe('A run whose end n8n never reports', () => {
	const afterADay = () => {
		jest.useFakeTimers();
		const ledger = new Ledger();
		ledger.begin(message('a'), RUN);
		jest.advanceTimersByTime(24 * HOUR - 1);
		expect(ledger.standing(message('a'))).toBe('running');
		jest.advanceTimersByTime(1);
		return ledger;
	};

	it('counts as lost after 24 hours, and its message runs again under another key', () => {
		const ledger = afterADay();
		const first = ledger.runKey([message('a')]);

		expect(ledger.standing(message('a'))).toBe('lost');
		ledger.giveUpRun(message('a'));

		expect(ledger.standing(message('a'))).toBe('due');
		expect(ledger.runKey([message('a')])).not.toBe(first);
		expect(ledger.hasFailed(message('a'))).toBe(false);
	});

	it('does not count as lost while its message still waits in line', () => {
		jest.useFakeTimers();
		const ledger = new Ledger();
		ledger.lineUp(message('a'));
		jest.advanceTimersByTime(25 * HOUR);

		expect(ledger.standing(message('a'))).toBe('running');
		ledger.release(message('a'));
		expect(ledger.standing(message('a'))).toBe('due');
	});

	it('does not end the run that replaced it when it fails late', () => {
		const ledger = afterADay();
		ledger.giveUpRun(message('a'));
		ledger.begin(message('a'), 'second run');

		ledger.tryAgain(message('a'), RUN, 'failed');

		expect(ledger.standing(message('a'))).toBe('running');
	});

	it('counts when it succeeds late, even if the second run fails', () => {
		const ledger = afterADay();
		ledger.giveUpRun(message('a'));
		ledger.begin(message('a'), 'second run');

		ledger.finish(message('a'));
		ledger.tryAgain(message('a'), 'second run', 'failed');

		expect(ledger.standing(message('a'))).toBe('done');
	});
});

describe('The ledgers of nodes', () => {
	// jest's clock leaves AbortSignal.timeout() alone.
	beforeEach(() => {
		jest.useFakeTimers();
		jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
			const over = new AbortController();
			setTimeout(() => over.abort(), ms);
			return over.signal;
		});
	});
	afterEach(() => jest.restoreAllMocks());

	it('are separate for each node and stay the same for one node', () => {
		expect(ledgerOf('w/n')).toBe(ledgerOf('w/n'));
		expect(ledgerOf('w/n')).not.toBe(ledgerOf('w/m'));
	});

	it('are freed some time after the node is unpublished', () => {
		const ledger = ledgerOf('freed');
		leaveLedger('freed');
		jest.advanceTimersByTime(15 * MINUTE - 1);
		expect(ledgerOf('freed')).toBe(ledger);

		leaveLedger('freed');
		jest.advanceTimersByTime(15 * MINUTE);

		expect(ledgerOf('freed')).not.toBe(ledger);
	});

	it('stay when the node is published again in time', () => {
		const ledger = ledgerOf('again');
		leaveLedger('again');
		ledgerOf('again');
		jest.advanceTimersByTime(15 * MINUTE);

		expect(ledgerOf('again')).toBe(ledger);
	});

	it('stay while a run is in progress', () => {
		const ledger = ledgerOf('busy');
		ledger.begin(message('a'), RUN);
		leaveLedger('busy');
		jest.advanceTimersByTime(15 * MINUTE);
		expect(ledgerOf('busy')).toBe(ledger);

		leaveLedger('busy');
		ledger.finish(message('a'));
		jest.advanceTimersByTime(15 * MINUTE);

		expect(ledgerOf('busy')).not.toBe(ledger);
	});
});

describe('A thousand ledgers', () => {
	const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

	it('leave nothing in memory after their nodes are unpublished', async () => {
		setFlagsFromString('--expose-gc');
		const collect = runInNewContext('gc') as () => void;
		const heapMb = async () => {
			for (let times = 0; times < 3; times++) {
				collect();
				await pause(1);
			}
			return process.memoryUsage().heapUsed / 1024 ** 2;
		};
		const nodes = Array.from({ length: 1000 }, (_, place) => `heap/${place}`);
		const ids = Array.from({ length: 500 }, (_, place) => ({ ...message('a'), id: String(place) }));
		const before = await heapMb();
		const ledgers = nodes.map((node) => new WeakRef(ledgerOf(node)));
		for (const node of nodes) for (const each of ids) ledgerOf(node).finish(each);
		const published = (await heapMb()) - before;
		for (const node of nodes) leaveLedger(node, 1);
		await pause(50);
		const left = (await heapMb()) - before;

		process.stdout.write(
			`Ledgers of 1,000 nodes, 500 events each: ${published.toFixed(1)} MB published, ${left.toFixed(1)} MB unpublished\n`,
		);
		expect(ledgers.filter((ledger) => ledger.deref()).length).toBe(0);
	});
});
