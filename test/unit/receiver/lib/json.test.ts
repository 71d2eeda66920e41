import { valueAt, valueInAnyCase, valuesAt } from '../../../../receiver/lib/json';

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

	it('leads nowhere from what is no object', () => {
		expect([null, undefined, 5, 'text'].map((start) => valueAt(start, 'a'))).toEqual([
			undefined,
			undefined,
			undefined,
			undefined,
		]);
	});
});

describe('The values at several paths', () => {
	it('come in the order of the paths, without those that are null or missing', () => {
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

	it('prefers the name as it is written', () => {
		expect(valueInAnyCase({ id: 1, Id: 2 }, 'Id')).toBe(2);
	});
});
