import { randomUUID } from 'crypto';

import { countForLog, countForRecord } from '../../../receiver/tally';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const START = Date.parse('2026-03-02T08:00:00Z');

beforeEach(() => jest.useFakeTimers({ now: START }));

afterEach(() => jest.useRealTimers());

const newNode = () => `workflow/${randomUUID()}`;

/** The numbers of those of so many refusals, one every so many milliseconds, that a count is given for. */
const counted = (count: typeof countForLog, node: string, refusals: number, every = SECOND) =>
	Array.from({ length: refusals }, () => {
		const given = count(node, 'wrongToken');
		jest.setSystemTime(Date.now() + every);
		return given?.number;
	}).filter((number) => number !== undefined);

describe('The executions of a kind of refusals', () => {
	it('are of the 1st, 10th, 100th and 1,000th within a day', () => {
		expect(counted(countForRecord, newNode(), 20_000)).toEqual([1, 10, 100, 1000]);
	});

	it('are again of the first after a day, with the number of those before and since when they came', () => {
		const node = newNode();
		counted(countForRecord, node, 25);
		jest.setSystemTime(START + 24 * HOUR);

		expect(countForRecord(node, 'wrongToken')).toEqual({ number: 26, since: START });
		expect(counted(countForRecord, node, 99)).toEqual([10, 100]);
	});

	it('are of each kind and each node by itself', () => {
		const node = newNode();
		countForRecord(node, 'wrongToken');

		expect(countForRecord(node, 'wrongToken')).toBeUndefined();
		expect(countForRecord(node, 'noCredential')?.number).toBe(1);
		expect(countForRecord(newNode(), 'wrongToken')?.number).toBe(1);
	});
});

describe('The log lines of a kind of refusals', () => {
	it('are one a minute, with the number of those since the last line', () => {
		expect(counted(countForLog, newNode(), 150)).toEqual([1, 60, 60]);
	});

	it('say since when', () => {
		const node = newNode();
		counted(countForLog, node, 3);
		jest.setSystemTime(START + HOUR);

		expect(countForLog(node, 'wrongToken')).toEqual({ number: 3, since: START + SECOND });
	});

	it('are one for each that comes a minute after the last', () => {
		expect(counted(countForLog, newNode(), 3, MINUTE)).toEqual([1, 1, 1]);
	});

	it('are of each kind by itself', () => {
		const node = newNode();
		countForLog(node, 'wrongToken');

		expect(countForLog(node, 'addressNotAllowed')?.number).toBe(1);
	});
});
