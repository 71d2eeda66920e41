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

describe('The execution records of one kind of refusal', () => {
	it('exist for the 1st, 10th, 100th, and 1,000th refusal within a day', () => {
		expect(counted(countForRecord, newNode(), 20_000)).toEqual([1, 10, 100, 1000]);
	});

	it('start again after a day and give the number and the start of the refusals so far', () => {
		const node = newNode();
		counted(countForRecord, node, 25);
		jest.setSystemTime(START + 24 * HOUR);

		expect(countForRecord(node, 'wrongToken')).toEqual({ number: 26, since: START });
		expect(counted(countForRecord, node, 99)).toEqual([10, 100]);
	});

	it('are counted for each kind and each node separately', () => {
		const node = newNode();
		countForRecord(node, 'wrongToken');

		expect(countForRecord(node, 'wrongToken')).toBeUndefined();
		expect(countForRecord(node, 'noCredential')?.number).toBe(1);
		expect(countForRecord(newNode(), 'wrongToken')?.number).toBe(1);
	});
});

describe('The log lines of one kind of refusal', () => {
	it('come once a minute with the number of refusals since the last line', () => {
		expect(counted(countForLog, newNode(), 150)).toEqual([1, 60, 60]);
	});

	it('say since when the refusals came', () => {
		const node = newNode();
		counted(countForLog, node, 3);
		jest.setSystemTime(START + HOUR);

		expect(countForLog(node, 'wrongToken')).toEqual({ number: 3, since: START + SECOND });
	});

	it('come for each refusal that follows the last one by a minute', () => {
		expect(counted(countForLog, newNode(), 3, MINUTE)).toEqual([1, 1, 1]);
	});

	it('are counted for each kind separately', () => {
		const node = newNode();
		countForLog(node, 'wrongToken');

		expect(countForLog(node, 'addressNotAllowed')?.number).toBe(1);
	});
});
