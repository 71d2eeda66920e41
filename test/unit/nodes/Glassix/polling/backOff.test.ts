import { BackOff, waitAfter } from '../../../../../nodes/Glassix/polling/backOff';

describe('The wait after a failed try', () => {
	it('doubles from one second to five minutes', () => {
		const longest = [1, 2, 3, 4, 9, 10, 100].map((tries) => waitAfter(tries, undefined, 1));
		expect(longest).toEqual([1000, 2000, 4000, 8000, 256_000, 300_000, 300_000]);
	});

	it('doubles up to one hour when the caller asks for that', () => {
		const longest = [9, 10, 12, 13, 100].map((tries) => waitAfter(tries, 3_600_000, 1));
		expect(longest).toEqual([256_000, 512_000, 2_048_000, 3_600_000, 3_600_000]);
	});

	it('is half random, so that not all tries come at the same time', () => {
		expect(waitAfter(3, undefined, 0)).toBe(2000);
		expect(new Set([1, 2, 3, 4, 5].map(() => waitAfter(10))).size).toBe(5);
	});

	it('is never shorter than Glassix asks for', () => {
		const backOff = new BackOff();
		expect(backOff.next(60_000)).toBeGreaterThan(60_000);
		expect(backOff.next(60_000)).toBeLessThan(63_000);
	});

	it('starts over after a successful try', () => {
		const backOff = new BackOff();
		for (let tries = 0; tries < 8; tries++) backOff.next();
		expect(backOff.reset()).toBe(true);
		expect(backOff.reset()).toBe(false);
		expect(backOff.next()).toBeLessThanOrEqual(1000);
	});
});
