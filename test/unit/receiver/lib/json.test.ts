import { firstValueAt, valueAt } from '../../../../receiver/lib/json';

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

describe('The first of several paths that leads to something', () => {
	it.each([
		[['missing', 'ticket.id'], 7],
		[['empty', 'ticket', 'nothing', 'ticket.tags.0'], 'a'],
		[['no', 'ticket.id'], false],
		[['missing'], null],
		[[], null],
	])('is that of %j', (paths, value) => {
		expect(firstValueAt(root, paths)).toBe(value);
	});
});
