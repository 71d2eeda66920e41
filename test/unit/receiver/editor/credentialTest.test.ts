import { credentialFindings } from '../../../../receiver/editor/credentialTest';

const needed = [{ field: 'urlToken', label: 'URL Token', description: '', isRequired: true }];
const either = [{ field: 'apiSecret', label: 'API Secret', description: '', hasPrevious: true }];
const header = (name: string, value: string) => ({ headers: { values: [{ name, value }] } });
const LONG = 'sixteen-letters-';

describe('What the test of a credential finds', () => {
	it('is nothing where all is well', () => {
		expect(credentialFindings(needed, { urlToken: LONG })).toEqual([]);
		expect(credentialFindings(either, { apiSecret: LONG })).toEqual([]);
		expect(credentialFindings(either, header('X-Webhook-Secret', LONG))).toEqual([]);
	});

	it.each([
		['a needed secret is empty', needed, { urlToken: '' }, ['URL Token is empty: fill it in.']],
		['a needed secret is missing', needed, {}, ['URL Token is empty: fill it in.']],
		[
			'nothing is filled in at all',
			either,
			{},
			['Nothing is filled in: every delivery would be refused.'],
		],
		[
			'a secret begins with a blank',
			needed,
			{ urlToken: ` ${LONG}` },
			['URL Token begins or ends with a blank: remove it.'],
		],
		[
			'a secret ends with a line break',
			needed,
			{ urlToken: `${LONG}\n` },
			['URL Token begins or ends with a blank: remove it.'],
		],
		[
			'a secret has 15 characters',
			needed,
			{ urlToken: LONG.slice(1) },
			['URL Token works, but is short: use at least 16 characters, made at random.'],
		],
		[
			'the previous secret ends with a blank',
			either,
			{ previousApiSecret: `${LONG} ` },
			['Previous API Secret begins or ends with a blank: remove it.'],
		],
		[
			'a header has no value',
			either,
			header('X-A', ''),
			['The value of header "X-A" is empty: fill it in or remove the header.'],
		],
		[
			'a header has no name',
			either,
			header('', LONG),
			['"" cannot be a header\'s name: use letters, digits and hyphens.'],
		],
		[
			"a header's name has a colon",
			either,
			header('X-A:', LONG),
			['"X-A:" cannot be a header\'s name: use letters, digits and hyphens.'],
		],
	])('says that %s', (_what, fields, secrets, findings) => {
		expect(credentialFindings(fields, secrets)).toEqual(findings);
	});

	it('is each slip, one after the other', () => {
		expect(credentialFindings(needed, { urlToken: 'short', ...header('X A', ' padded ') })).toEqual(
			[
				'URL Token works, but is short: use at least 16 characters, made at random.',
				'The value of header "X A" begins or ends with a blank: remove it.',
				'"X A" cannot be a header\'s name: use letters, digits and hyphens.',
			],
		);
	});
});
