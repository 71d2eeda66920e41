import { createHash } from 'node:crypto';

import { EventMemory } from '../../../receiver/memory';

const HOUR = 3_600_000;
const idOf = (n: number) => createHash('sha256').update(String(n)).digest('hex').slice(0, 32);

beforeEach(() => jest.useFakeTimers({ now: 1_700_000_000_000 }));
afterEach(() => jest.useRealTimers());

describe('The memory of a trigger', () => {
	it('remembers an event for the whole window and no longer', () => {
		const memory = new EventMemory(100, 4 * HOUR);
		memory.remember(idOf(1), { isUnconfirmed: false });
		jest.advanceTimersByTime(4 * HOUR);
		expect(memory.recall(idOf(1))).toMatchObject({ isUnconfirmed: false });
		jest.advanceTimersByTime(1000);
		expect(memory.recall(idOf(1))).toBeUndefined();
	});

	it('remembers whether an answer is unconfirmed, and the latest entry counts', () => {
		const memory = new EventMemory(100, HOUR);
		memory.remember(idOf(1), { isUnconfirmed: true });
		expect(memory.recall(idOf(1))).toMatchObject({ isUnconfirmed: true });
		memory.remember(idOf(1), { isUnconfirmed: false });
		expect(memory.recall(idOf(1))).toMatchObject({ isUnconfirmed: false });
	});

	it('does not know an event that it never stored', () => {
		expect(new EventMemory(100, HOUR).recall(idOf(1))).toBeUndefined();
	});

	it('never exceeds its capacity and always keeps the newest half', () => {
		const memory = new EventMemory(1000, HOUR);
		for (let n = 0; n < 10_000; n++) {
			memory.remember(idOf(n), { isUnconfirmed: false });
			expect(memory.size).toBeLessThanOrEqual(1000);
		}
		for (let n = 9_500; n < 10_000; n++) {
			expect(memory.recall(idOf(n))).toMatchObject({ isUnconfirmed: false });
		}
		expect(memory.recall(idOf(0))).toBeUndefined();
	});

	it('drops events that are older than twice the window', () => {
		const memory = new EventMemory(1000, HOUR);
		for (let n = 0; n < 100; n++) memory.remember(idOf(n), { isUnconfirmed: false });
		jest.advanceTimersByTime(HOUR + 1000);
		memory.remember(idOf(100), { isUnconfirmed: false });
		jest.advanceTimersByTime(HOUR + 1000);
		memory.remember(idOf(101), { isUnconfirmed: false });
		expect(memory.size).toBe(2);
	});

	it('tells events apart whose keys begin alike', () => {
		const memory = new EventMemory(100, HOUR);
		memory.remember('0123456789abc0000000000000000000', { isUnconfirmed: false });
		expect(memory.recall('0123456789abd0000000000000000000')).toBeUndefined();
	});

	it('remembers when an event was answered, even after the answer is confirmed', () => {
		const memory = new EventMemory(100, HOUR);
		memory.remember(idOf(1), { isUnconfirmed: true });
		jest.advanceTimersByTime(5000);
		memory.confirm(idOf(1));
		expect(memory.recall(idOf(1))).toEqual({
			answeredAt: 1_700_000_000_000,
			isUnconfirmed: false,
		});
		memory.confirm(idOf(2));
		expect(memory.recall(idOf(2))).toBeUndefined();
	});
});
