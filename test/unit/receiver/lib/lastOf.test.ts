import { lastOf } from '../../../../receiver/lib/lastOf';

describe('A function that remembers its last answer', () => {
	it('computes its answer once while the text stays the same', () => {
		const work = jest.fn((text: string) => ({ length: text.length }));
		const remembered = lastOf(work);

		expect(remembered('one')).toBe(remembered('one'));
		expect(work).toHaveBeenCalledTimes(1);
	});

	it('computes a new answer for another text, including the empty one', () => {
		const remembered = lastOf((text) => text.length);

		expect(['four', '', 'five5', 'four'].map(remembered)).toEqual([4, 0, 5, 4]);
	});
});
