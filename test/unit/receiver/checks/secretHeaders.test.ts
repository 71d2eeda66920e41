import { secretHeaders } from '../../../../receiver/checks/secretHeaders';
import { secretHeadersOf } from '../../../../receiver/secrets';

const check = { kind: 'secretHeaders', description: '' } as const;

const credential = (...values: Array<{ name?: string; value?: string }>) => ({
	headers: { values },
});
const verify =
	(headers: Record<string, unknown>, ...values: Array<{ name?: string; value?: string }>) =>
	() =>
		secretHeaders.verify(check, { request: { headers }, secrets: credential(...values) } as never);

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

	it.each([
		['one is missing', { 'x-a': 'a' }],
		['one is wrong', { 'x-a': 'a', 'x-b': 'c' }],
		['one is given twice', { 'x-a': 'a', 'x-b': 'b, b' }],
		['one is a list', { 'x-a': 'a', 'x-b': ['b'] }],
		['one is in capitals', { 'x-a': 'a', 'x-b': 'B' }],
		['all are missing', {}],
	])('refuse a delivery where %s', (_what, headers) => {
		expect(verify(headers, { name: 'X-A', value: 'a' }, { name: 'X-B', value: 'b' })).toThrow(
			expect.objectContaining({
				status: 401,
				reason: 'A secret header is missing or does not match.',
			}),
		);
	});

	it.each([{}, { 'x-a': '' }])('refuse everything while a value is empty: %j', (headers) => {
		expect(verify(headers, { name: 'X-A', value: '' })).toThrow(
			expect.objectContaining({ status: 401 }),
		);
	});
});
