import { holdsSecret, queryValues } from '../../../../receiver/lib/query';

describe('A token in the URL', () => {
	it.each([
		['as it is', 'token=abc123', 'abc123'],
		['behind another parameter', 'event=x&token=abc123', 'abc123'],
		['before another parameter', 'token=abc123&event=x', 'abc123'],
		['behind a second question mark', 'event=x?token=abc123', 'abc123'],
		['percent-encoded', 'token=a%2Bb%20%25c%26d%3Fe%3Df', 'a+b %c&d?e=f'],
		['form-encoded', 'token=a%2Bb+c', 'a+b c'],
		['with a plus as it is', 'token=a+b', 'a+b'],
		['with a percent sign as it is', 'token=100%', '100%'],
		['with a percent sign that looks like an encoding', 'token=a%41b', 'a%41b'],
		['with an equals sign as it is', 'token=a=b', 'a=b'],
		['with a question mark as it is', 'token=a?b', 'a?b'],
		['with an ampersand as it is, standing last', 'token=a&b', 'a&b'],
		['in other letters than Latin, encoded', 'token=%C3%A9%E2%82%AC%F0%9F%94%91', 'é€🔑'],
		['in other letters than Latin, as they are', 'token=é€🔑', 'é€🔑'],
		['with small letters in the encoding', 'token=a%2bb', 'a+b'],
	])('is understood %s: %s', (_how, query, token) => {
		expect(holdsSecret(query, 'token', token)).toBe(true);
	});

	it.each([
		['nothing at all', '', 'abc123'],
		['no value', 'token=', 'abc123'],
		['another value', 'token=abc124', 'abc123'],
		['the beginning of it', 'token=abc', 'abc123'],
		['more than it', 'token=abc123x', 'abc123'],
		['other capitals', 'token=ABC123', 'abc123'],
		['another name', 'mytoken=abc123', 'abc123'],
		['another name with a dash', 'x-token=abc123', 'abc123'],
		['a name in capitals', 'TOKEN=abc123', 'abc123'],
		['the right one twice', 'token=abc123&token=abc123', 'abc123'],
		['a wrong one before it', 'token=x&token=abc123', 'abc123'],
		['a wrong one behind it', 'token=abc123&token=x', 'abc123'],
		['a second one behind a second question mark', 'token=abc123?token=x', 'abc123'],
		['a list of it', 'token[]=abc123', 'abc123'],
		['an empty token for an empty secret', 'token=', ''],
		['nothing for an empty secret', '', ''],
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
	])('of %s are %j', (query, values) => {
		expect(queryValues(query, 'challenge')).toEqual(values);
	});
});
