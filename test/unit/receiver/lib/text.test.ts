import { fromUtf8, nameOf, textOf, unescapeHtml, wellFormed } from '../../../../receiver/lib/text';

describe('The text of bytes', () => {
	it('is read only from valid UTF-8 and keeps every character', () => {
		expect(fromUtf8(Buffer.from([0xe2, 0x82]))).toBeUndefined();
		expect(fromUtf8(Buffer.from('\ufeffé'))).toBe('\ufeffé');
		expect(fromUtf8(Buffer.alloc(0))).toBe('');
		expect(fromUtf8(Buffer.from('a\ufffdb'))).toBe('a\ufffdb');
	});
});

describe('A text for messages and tables', () => {
	it.each([
		['a\u0000b', 'ab'],
		['\ud83d', '\ufffd'],
		['a\ude00b', 'a\ufffdb'],
		['ok 😀 é', 'ok 😀 é'],
	])('is well-formed Unicode without NUL: %j becomes %j', (text, formed) => {
		expect(wellFormed(text)).toBe(formed);
	});

	it.each(['', '   ', '\n\t', '\u0000', null, undefined, 5, true, {}, ['a']])(
		'is missing when the value is %j',
		(value) => {
			expect(textOf(value)).toBeUndefined();
		},
	);

	it('has no surrounding whitespace', () => {
		expect(textOf('  Lamp broken \n')).toBe('Lamp broken');
	});

	it.each([
		['Fish &amp; chips', 'Fish & chips'],
		['&lt;b&gt; &quot;x&quot; &#39;y&#39;', '<b> "x" \'y\''],
		['&amp;lt;', '&lt;'],
		['AT&T', 'AT&T'],
	])('has its HTML escapes decoded once: %j', (text, plain) => {
		expect(unescapeHtml(text)).toBe(plain);
	});
});

describe('The name of a person', () => {
	const members = ['name', 'email', 'phone'];

	it.each([
		[{ name: 'Mira Solberg', email: 'mira@example.com' }, 'Mira Solberg'],
		[{ name: '   ', email: 'mira@example.com' }, 'mira@example.com'],
		[{ name: null, phone: '15550100123' }, '15550100123'],
		['Okan', 'Okan'],
	])('is a name, an email address, or a phone number, in this order: %j', (person, name) => {
		expect(nameOf(person, members)).toBe(name);
	});

	it.each([
		{ id: 92 },
		{ name: '8d2b6f10-45c3-4e7a-b1d9-0c6f3a9e2571' },
		'8d2b6f10-45c3-4e7a-b1d9-0c6f3a9e2571',
		'92',
		92,
		null,
		[],
		{},
		'   ',
	])('is never an id: %j', (person) => {
		expect(nameOf(person, members)).toBeUndefined();
	});
});
