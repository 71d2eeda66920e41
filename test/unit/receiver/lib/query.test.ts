import { holdsSecret, queryValues } from '../../../../receiver/lib/query';

describe('A token in the URL', () => {
	it.each([
		['unencoded', 'token=abc123', 'abc123'],
		['after another parameter', 'event=x&token=abc123', 'abc123'],
		['before another parameter', 'token=abc123&event=x', 'abc123'],
		['after a second question mark', 'event=x?token=abc123', 'abc123'],
		['percent-encoded', 'token=a%2Bb%20%25c%26d%3Fe%3Df', 'a+b %c&d?e=f'],
		['form-encoded', 'token=a%2Bb+c', 'a+b c'],
		['with an unencoded plus', 'token=a+b', 'a+b'],
		['with an unencoded percent sign', 'token=100%', '100%'],
		['with a percent sign that looks like an encoding', 'token=a%41b', 'a%41b'],
		['with an unencoded equals sign', 'token=a=b', 'a=b'],
		['with an unencoded question mark', 'token=a?b', 'a?b'],
		['with an unencoded ampersand, as the last parameter', 'token=a&b', 'a&b'],
		['in encoded non-Latin letters', 'token=%C3%A9%E2%82%AC%F0%9F%94%91', 'é€🔑'],
		['in unencoded non-Latin letters', 'token=é€🔑', 'é€🔑'],
		['with small letters in the encoding', 'token=a%2bb', 'a+b'],
	])('is recognized %s: %s', (_how, query, token) => {
		expect(holdsSecret(query, 'token', token)).toBe(true);
	});

	it.each([
		['an empty query', '', 'abc123'],
		['an empty value', 'token=', 'abc123'],
		['another value', 'token=abc124', 'abc123'],
		['its beginning', 'token=abc', 'abc123'],
		['a longer value', 'token=abc123x', 'abc123'],
		['another letter case', 'token=ABC123', 'abc123'],
		['another name', 'mytoken=abc123', 'abc123'],
		['another name with a dash', 'x-token=abc123', 'abc123'],
		['a name in capitals', 'TOKEN=abc123', 'abc123'],
		['two right values', 'token=abc123&token=abc123', 'abc123'],
		['a wrong value before the right one', 'token=x&token=abc123', 'abc123'],
		['a wrong value after the right one', 'token=abc123&token=x', 'abc123'],
		['a second value after a second question mark', 'token=abc123?token=x', 'abc123'],
		['a list', 'token[]=abc123', 'abc123'],
		['an empty token for an empty secret', 'token=', ''],
		['an empty query for an empty secret', '', ''],
	])('is not found in %s: %s', (_what, query, token) => {
		expect(holdsSecret(query, 'token', token)).toBe(false);
	});
});

describe('The values of a query parameter', () => {
	it.each([
		['challenge=1', ['1']],
		['a=b&challenge=1&c=d', ['1']],
		['a=b?challenge=1', ['1']],
		['challenge=1?token=2', ['1']],
		['challenge=what?&a=b', ['what?']],
		['challenge=1&challenge=2', ['1', '2']],
		['challenge=a+b%2Bc', ['a b+c']],
		['challenge=%', ['%']],
		['challenge=', ['']],
		['challenge', []],
		['mychallenge=1', []],
		['', []],
	])('are read from the query %s as %j', (query, values) => {
		expect(queryValues(query, 'challenge')).toEqual(values);
	});
});
