import { judge, WIDE, type Goal } from '../../../bench/goals';
import { measured, quantile, ratio } from '../../../bench/statistics';

const atMost = (limit: number): Goal => ({ what: 'CPU', limit: { atMost: limit } });
const atLeast = (limit: number): Goal => ({ what: 'Requests', limit: { atLeast: limit } });

describe('A goal', () => {
	it.each([
		[atMost(1.03), 1.03, 0, true],
		[atMost(1.03), 1.05, 0.03, true],
		[atMost(1.03), 1.07, 0.03, false],
		[atLeast(0.97), 0.95, 0.03, true],
		[atLeast(0.97), 0.93, 0.03, false],
	])(
		'allows for the spread of a measurement: %j at %d ± %d is met: %s',
		(goal, median, spread, isMet) => {
			expect(judge(goal, { median, spread }).isMet).toBe(isMet);
		},
	);

	it('allows a short run to miss it by a third', () => {
		expect(judge(atMost(1.2), { median: 1.5, spread: 0 }, WIDE).isMet).toBe(true);
		expect(judge(atMost(1.2), { median: 1.7, spread: 0 }, WIDE).isMet).toBe(false);
		expect(judge(atLeast(0.9), { median: 0.7, spread: 0 }, WIDE).isMet).toBe(true);
		expect(judge(atLeast(0.9), { median: 0.6, spread: 0 }, WIDE).isMet).toBe(false);
	});
});

describe('A measurement of several rounds', () => {
	it('consists of the median and half the distance between the quartiles', () => {
		expect(measured([5, 1, 3, 2, 4])).toEqual({ median: 3, spread: 1 });
		expect(quantile([1, 2], 0.5)).toBe(1.5);
	});

	it('is compared round by round, so a slow round is slow for both sides', () => {
		expect(ratio([2, 20, 4], [1, 10, 2])).toEqual({ median: 2, spread: 0 });
	});
});
