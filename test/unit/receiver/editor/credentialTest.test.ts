import { credentialFindings } from '../../../../receiver/editor/credentialTest';
import type { Secret, Service } from '../../../../receiver/service';

const secret: Secret = { field: 'urlToken', label: 'URL Token', description: '', isRequired: true };

/** A service whose user chooses a token for the URL, and may add headers. */
const chosen: Pick<Service, 'checks'> = {
	checks: [
		{ kind: 'urlToken', secret, parameter: 'token' },
		{ kind: 'secretHeaders', description: '', placeholder: '' },
	],
};

/** A service that issues a secret, and takes the one before as well. */
const issued: Pick<Service, 'checks'> = {
	checks: [
		{
			kind: 'bodySignature',
			secret: {
				field: 'apiSecret',
				label: 'API Secret',
				description: '',
				issued: 'the Secret under API keys',
				hasPrevious: true,
			},
			header: 'x-signature',
			algorithm: 'sha1',
			encoding: 'hex',
		},
		{ kind: 'secretHeaders', description: '', placeholder: '' },
	],
};

const header = (name: string, value: string) => ({ headers: { values: [{ name, value }] } });
const LONG = 'sixteen-letters-';

describe('The credential test', () => {
	it('finds nothing wrong in a complete credential', () => {
		expect(credentialFindings(chosen, { urlToken: LONG })).toEqual([]);
		expect(credentialFindings(issued, { apiSecret: LONG })).toEqual([]);
		expect(credentialFindings(issued, header('X-Webhook-Secret', 'any value'))).toEqual([]);
	});

	it('accepts a short secret that the user chose', () => {
		expect(credentialFindings(chosen, { urlToken: 'short' })).toEqual([]);
		expect(credentialFindings(issued, header('X-A', 'short'))).toEqual([]);
	});

	it.each([
		['a required secret is empty', chosen, { urlToken: '' }, ['URL Token is empty. Fill it in.']],
		['a required secret is missing', chosen, {}, ['URL Token is empty. Fill it in.']],
		[
			'nothing is filled in',
			issued,
			{},
			['Nothing is filled in, so every delivery would be refused.'],
		],
		[
			'a secret starts with a space',
			chosen,
			{ urlToken: ` ${LONG}` },
			['URL Token starts or ends with a space. Remove it.'],
		],
		[
			'a secret ends with a line break',
			chosen,
			{ urlToken: `${LONG}\n` },
			['URL Token starts or ends with a space. Remove it.'],
		],
		[
			'an issued secret was not copied whole',
			issued,
			{ apiSecret: LONG.slice(1) },
			['API Secret looks incomplete. Copy the Secret under API keys.'],
		],
		[
			'the previous secret ends with a space',
			issued,
			{ previousApiSecret: `${LONG} ` },
			['Previous API Secret starts or ends with a space. Remove it.'],
		],
		[
			'a header has no value',
			issued,
			header('X-A', ''),
			['Header "X-A" has no value. Fill it in or remove the header.'],
		],
		[
			"a header's value ends with a space",
			issued,
			header('X-A', 'value '),
			['The value of header "X-A" starts or ends with a space. Remove it.'],
		],
		[
			'a header has no name',
			issued,
			header('', LONG),
			['"" can\'t be the name of a header. Use letters, digits, and hyphens.'],
		],
		[
			"a header's name has a colon",
			issued,
			header('X-A:', LONG),
			['"X-A:" can\'t be the name of a header. Use letters, digits, and hyphens.'],
		],
	])('says that %s', (_what, service, secrets, findings) => {
		expect(credentialFindings(service, secrets)).toEqual(findings);
	});

	it.each(['a,b', 'a;b', 'a b', 'a&b', 'a+b', 'a%b', 'a/b', 'ü'])(
		'says that a URL cannot hold the secret %s as it is',
		(urlToken) => {
			expect(credentialFindings(chosen, { urlToken })).toEqual([
				"URL Token has characters that a URL can't hold as they are. Use letters and digits.",
			]);
		},
	);

	it('lists several findings one after the other', () => {
		expect(credentialFindings(chosen, { urlToken: 'a b', ...header('X A', 'value') })).toEqual([
			"URL Token has characters that a URL can't hold as they are. Use letters and digits.",
			'"X A" can\'t be the name of a header. Use letters, digits, and hyphens.',
		]);
	});
});
