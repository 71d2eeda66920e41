import { mediaTypeOf, unrepeated } from '../../../../receiver/lib/header';

describe('A header', () => {
	it.each([
		['sha1=ab, sha1=ab', 'sha1=ab'],
		['sha1=ab,sha1=ab', 'sha1=ab'],
		['a, a, a', 'a'],
		['Thu, 26 Nov 2026, Thu, 26 Nov 2026', 'Thu, 26 Nov 2026'],
	])('is reduced to one value when a proxy repeats it: %j becomes %j', (value, once) => {
		expect(unrepeated(value)).toBe(once);
	});

	it.each(['', ',', ', ', 'a', 'a, b', 'a, a, b', 'aa', 'Thu, 26 Nov 2026', 'a,, a', 'a , a'])(
		'stays unchanged when it is not repeated: %j',
		(value) => {
			expect(unrepeated(value)).toBe(value);
		},
	);
});

describe('A content type', () => {
	it.each([
		['application/json', 'application/json', ''],
		['Application/JSON; charset=UTF-8', 'application/json', 'utf-8'],
		['application/json ; charset="utf-8"', 'application/json', 'utf-8'],
		["text/json;profile=a; charset = 'Latin1' ", 'text/json', 'latin1'],
		['text/json; profile="a, b; charset=x"; charset=utf-8', 'text/json', 'utf-8'],
		['application/json, application/json', 'application/json', ''],
		['application/json; charset=utf-8, application/json', 'application/json', 'utf-8'],
		['text/json; charset=utf-8, text/json; charset=latin1', 'text/json', 'utf-8, latin1'],
		['application/json, text/html', 'application/json, text/html', ''],
		['', '', ''],
		[';;;', '', ''],
	])('is parsed: %j has the type %j and the charset %j', (header, type, charset) => {
		expect(mediaTypeOf(header)).toEqual({ type, charset });
	});
});
