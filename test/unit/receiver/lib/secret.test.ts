import { sameSecret } from '../../../../receiver/lib/secret';

describe('A secret', () => {
	it.each(['a', 'letters and blanks', 'é€🔑', 'x'.repeat(10_000)])('equals itself', (secret) => {
		expect(sameSecret(secret, secret)).toBe(true);
	});

	it.each([
		['', 'secret'],
		['secre', 'secret'],
		['secrets', 'secret'],
		['Secret', 'secret'],
		[' secret', 'secret'],
		['secret', ''],
		['e\u0301', '\u00e9'],
	])('sent as %j does not equal %j', (sent, secret) => {
		expect(sameSecret(sent, secret)).toBe(false);
	});

	it('equals nothing while it is empty', () => {
		expect(sameSecret('', '')).toBe(false);
	});
});
