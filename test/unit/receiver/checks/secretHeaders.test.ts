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

describe('The check of secret headers', () => {
	it('is active only when the credential has a row that is not blank', () => {
		const isOn = (secrets: object) =>
			secretHeaders.isOn(check, { secrets: secrets as never, settings: {} as never });

		expect(isOn(credential({ name: 'X-A', value: 'a' }))).toBe(true);
		expect(isOn(credential({ name: 'X-A', value: '' }))).toBe(true);
		expect(isOn(credential({ name: '', value: '' }, {}))).toBe(false);
		expect(isOn({ headers: {} })).toBe(false);
		expect(isOn({})).toBe(false);
	});

	it('skips blank rows of the credential', () => {
		expect(secretHeadersOf(credential({ name: 'X-A', value: 'a' }, {}, { name: '' }))).toEqual([
			{ name: 'X-A', value: 'a' },
		]);
	});

	it('accepts a delivery that has all headers, whatever the case of their names', () => {
		expect(
			verify({ 'x-a': 'a', 'x-b': 'b' }, { name: 'X-A', value: 'a' }, { name: 'x-B', value: 'b' }),
		).not.toThrow();
	});

	it('accepts either of two values for one name while the user changes a value', () => {
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

	it('ignores spaces that were copied along with a header', () => {
		expect(verify({ 'x-a': 'a' }, { name: ' X-A', value: 'a ' })).not.toThrow();
	});

	const MISSING = 'The request lacks a header that the credential names.';
	const WRONG = "A header's value is not the one in the credential.";

	it.each([
		['a header is missing', { 'x-a': 'a' }, MISSING],
		['a header is wrong', { 'x-a': 'a', 'x-b': 'c' }, WRONG],
		['a header is given twice', { 'x-a': 'a', 'x-b': 'b, b' }, WRONG],
		['a header is a list', { 'x-a': 'a', 'x-b': ['b'] }, WRONG],
		['a header is in capitals', { 'x-a': 'a', 'x-b': 'B' }, WRONG],
		['all headers are missing', {}, MISSING],
	])('refuses a delivery when %s, and gives the reason', (_what, headers, reason) => {
		expect(verify(headers, { name: 'X-A', value: 'a' }, { name: 'X-B', value: 'b' })).toThrow(
			expect.objectContaining({ status: 401, reason, fix: expect.stringContaining('in Stub.') }),
		);
	});

	it.each([{}, { 'x-a': '' }])('refuses every delivery while a value is empty: %j', (headers) => {
		expect(verify(headers, { name: 'X-A', value: '' })).toThrow(
			expect.objectContaining({ status: 401 }),
		);
	});
});
