import { urlToken } from '../../../../receiver/checks/urlToken';
import type { UrlToken } from '../../../../receiver/service';

const check: UrlToken = {
	kind: 'urlToken',
	secret: { field: 'urlToken', label: 'URL Token', description: '', hasPrevious: true },
	parameter: 'token',
};

const secretsWith = (token: string) => ({ urlToken: token, previousUrlToken: 'one-before' });

const verify = (query: string, token: string) => () =>
	urlToken.verify(check, {
		request: { query },
		secrets: secretsWith(token),
		name: 'Stub',
	} as never);

describe('The check of the URL token', () => {
	it.each([
		[{ urlToken: 'something' }, true],
		[{ previousUrlToken: 'something' }, true],
		[{ urlToken: '' }, false],
		[{}, false],
	])('is active only when the credential has a token: %j', (secrets, isOn) => {
		expect(urlToken.isOn(check, { secrets, settings: {} as never })).toBe(isOn);
	});

	it.each([
		'token=right-one',
		'event=x&token=right-one',
		'event=x?token=right%2Done',
		'token=one-before',
		'token=right-one%20',
		'token=+right-one',
	])('accepts a delivery to a URL with ?%s', (query) => {
		expect(verify(query, 'right-one')).not.toThrow();
	});

	it.each([
		['', 'The URL has no ?token=.'],
		['secret=right-one', 'The URL has no ?token=.'],
		['token=wrong-one', "The token in the URL is not the credential's URL Token."],
		['token=', "The token in the URL is not the credential's URL Token."],
		['token=right-one&token=right-one', 'The URL has ?token= more than once.'],
	])('refuses a delivery to a URL with ?%s, and says why', (query, reason) => {
		expect(verify(query, 'right-one')).toThrow(
			expect.objectContaining({ status: 401, reason, fix: expect.stringContaining('in Stub') }),
		);
	});
});
