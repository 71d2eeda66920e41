import {
	elementsIn,
	isSame,
	valueAt,
	valueInAnyCase,
	valuesAt,
} from '../../../../receiver/lib/json';

const root = { ticket: { id: 7, tags: ['a', { b: 'c' }] }, empty: '', nothing: null, no: false };

describe('A path', () => {
	it.each([
		['ticket.id', 7],
		['ticket.tags.0', 'a'],
		['ticket.tags.1.b', 'c'],
		['nothing', null],
		['nothing.more', undefined],
		['ticket.id.more', undefined],
		['ticket.tags.9', undefined],
		['missing', undefined],
		['', undefined],
		['constructor', undefined],
		['__proto__.toString', undefined],
		['empty.length', undefined],
	])('%j leads to %j', (path, value) => {
		expect(valueAt(root, path)).toEqual(value);
	});

	it('leads nowhere from a value that is not an object', () => {
		expect([null, undefined, 5, 'text'].map((start) => valueAt(start, 'a'))).toEqual([
			undefined,
			undefined,
			undefined,
			undefined,
		]);
	});
});

describe('The values at several paths', () => {
	it('come in the order of the paths, without null or missing values', () => {
		const paths = ['missing', 'ticket.tags.0', 'nothing', 'no', 'empty', 'ticket.id'];

		expect(valuesAt(root, paths)).toEqual(['a', false, '', 7]);
		expect(valuesAt(root, [])).toEqual([]);
	});
});

describe('A path in any letter case', () => {
	it.each([
		['Ticket.Id', 7],
		['TICKET.TAGS.1.B', 'c'],
		['ticket.id', 7],
		['Missing', undefined],
		['Ticket.Id.More', undefined],
		['Constructor', undefined],
	])('%j leads to %j', (path, value) => {
		expect(valueInAnyCase(root, path)).toEqual(value);
	});

	it('prefers the exact spelling', () => {
		expect(valueInAnyCase({ id: 1, Id: 2 }, 'Id')).toBe(2);
	});
});

describe('A path in any letter case', () => {
	it('leads to the first of two members that differ only in letter case', () => {
		expect(valueInAnyCase({ TITLE: 1, title: 2 }, 'Title')).toBe(1);
	});

	it('is looked up 1,000 times within 10 seconds in an object of a million members', () => {
		const many = Object.fromEntries(Array.from({ length: 1_000_000 }, (_, n) => [`key-${n}`, n]));
		const start = performance.now();

		for (let times = 0; times < 1000; times++) {
			expect(valueInAnyCase(many, 'Events')).toBeUndefined();
		}
		expect(performance.now() - start).toBeLessThan(10_000);
		expect(valueInAnyCase(many, 'key-7')).toBe(7);
	});
});

describe('A name in any letter case', () => {
	it('is not searched among the indexes of a list', () => {
		const keys = jest.spyOn(Object, 'keys');
		try {
			valueInAnyCase(Array(1000).fill(1), 'Events');
			expect(keys.mock.calls.filter(([value]) => Array.isArray(value))).toEqual([]);
		} finally {
			keys.mockRestore();
		}
	});

	it('is found in the objects of a list', () => {
		expect(valueInAnyCase([{ Id: 7 }], '0.id')).toBe(7);
	});
});

describe('Two values', () => {
	it.each([
		[null, null],
		['text', 'text'],
		[{ a: [1, { b: null }] }, { a: [1, { b: null }] }],
		[
			{ a: 1, b: 2 },
			{ b: 2, a: 1 },
		],
		[{ a: undefined }, { a: undefined }],
	])('are the same: %j and %j', (one, other) => {
		expect(isSame(one, other)).toBe(true);
	});

	it.each([
		[{ a: undefined }, {}],
		[{ a: undefined }, { b: undefined }],
		[[], {}],
		[[1], [1, 2]],
		[null, {}],
		[0, '0'],
		[new Date(0), new Date(1)],
		[new Date(0), new Date(0).toISOString()],
	])('are different: %j and %j', (one, other) => {
		expect([isSame(one, other), isSame(other, one)]).toEqual([false, false]);
	});
});

describe('The elements of lists', () => {
	it.each([
		[[1, 2, 3], 3],
		[{ a: [1], b: { c: [[2], {}] } }, 4],
		['text', 0],
		[null, 0],
		[{}, 0],
	])('are counted at every depth: %j has %i', (value, elements) => {
		expect(elementsIn(value, 100)).toBe(elements);
	});

	it('are counted no further than the limit, and 100,000 levels deep', () => {
		const lists = Array(1000).fill([1]);
		expect(elementsIn(lists, 10)).toBe(lists.length);
		expect(elementsIn(JSON.parse('['.repeat(1e5) + ']'.repeat(1e5)), 1e6)).toBe(1e5 - 1);
	});
});
