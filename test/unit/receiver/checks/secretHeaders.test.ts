import { secretHeaders } from '../../../../receiver/checks/secretHeaders';
import { secretHeadersOf } from '../../../../receiver/secrets';

const check = { kind: 'secretHeaders', description: '', placeholder: '' } as const;

const credential = (...values: Array<{ name?: string; value?: string }>) => ({
	headers: { values },
});
const verify =
	(headers: Record<string, unknown>, ...values: Array<{ name?: string; value?: string }>) =>
	() =>
		secretHeaders.verify(check, {
			request: { headers },
			secrets: credential(...values),
			name: 'Stub',
		} as never);

describe('Secret headers', () => {
	it('are asked for where the credential has some that are not blank', () => {
		const isOn = (secrets: object) =>
			secretHeaders.isOn(check, { secrets: secrets as never, settings: {} as never });

		expect(isOn(credential({ name: 'X-A', value: 'a' }))).toBe(true);
		expect(isOn(credential({ name: 'X-A', value: '' }))).toBe(true);
		expect(isOn(credential({ name: '', value: '' }, {}))).toBe(false);
		expect(isOn({ headers: {} })).toBe(false);
		expect(isOn({})).toBe(false);
	});

	it('are read without the rows that were left blank', () => {
		expect(secretHeadersOf(credential({ name: 'X-A', value: 'a' }, {}, { name: '' }))).toEqual([
			{ name: 'X-A', value: 'a' },
		]);
	});

	it('let a delivery in that bears all of them, however their names are capitalized', () => {
		expect(
			verify({ 'x-a': 'a', 'x-b': 'b' }, { name: 'X-A', value: 'a' }, { name: 'x-B', value: 'b' }),
		).not.toThrow();
	});

	it('let a delivery in with either of two values of one name, while a value is being changed', () => {
		const values = [
			{ name: 'X-A', value: 'new' },
			{ name: 'x-a', value: 'previous' },
			{ name: 'X-B', value: 'b' },
		];

		expect(verify({ 'x-a': 'new', 'x-b': 'b' }, ...values)).not.toThrow();
		expect(verify({ 'x-a': 'previous', 'x-b': 'b' }, ...values)).not.toThrow();
		expect(verify({ 'x-a': 'older', 'x-b': 'b' }, ...values)).toThrow();
		expect(verify({ 'x-a': 'new' }, ...values)).toThrow();
	});

	it('match without the spaces that were copied along', () => {
		expect(verify({ 'x-a': 'a' }, { name: ' X-A', value: 'a ' })).not.toThrow();
	});

	const MISSING = 'The request lacks a header that the credential names.';
	const WRONG = "A header's value is not the one in the credential.";

	it.each([
		['one is missing', { 'x-a': 'a' }, MISSING],
		['one is wrong', { 'x-a': 'a', 'x-b': 'c' }, WRONG],
		['one is given twice', { 'x-a': 'a', 'x-b': 'b, b' }, WRONG],
		['one is a list', { 'x-a': 'a', 'x-b': ['b'] }, WRONG],
		['one is in capitals', { 'x-a': 'a', 'x-b': 'B' }, WRONG],
		['all are missing', {}, MISSING],
	])('refuse a delivery where %s, and say which', (_what, headers, reason) => {
		expect(verify(headers, { name: 'X-A', value: 'a' }, { name: 'X-B', value: 'b' })).toThrow(
			expect.objectContaining({ status: 401, reason, fix: expect.stringContaining('in Stub.') }),
		);
	});

	it.each([{}, { 'x-a': '' }])('refuse everything while a value is empty: %j', (headers) => {
		expect(verify(headers, { name: 'X-A', value: '' })).toThrow(
			expect.objectContaining({ status: 401 }),
		);
	});
});
