import { createHmac } from 'crypto';

import { bodySignature, dateSignature } from '../../nodes/Glassix/signature';

const BODY = Buffer.from('{"changes": [{"_event":"NEW_TICKET","text":"caf\\u00e9 €"}]}\r\n');
const hmac = (secret: string, signed: Buffer | string) =>
	`sha1=${createHmac('sha1', secret).update(signed).digest('hex')}`;

const bodyOf = (signature: unknown, secrets: object, bytes = BODY) =>
	bodySignature.verify({
		request: { headers: { 'x-hub-signature': signature }, bytes: async () => bytes },
		secrets,
	} as never);

const REFUSED = { status: 401, reason: 'The signature does not match the body.' };

describe("The signature over a Glassix delivery's body", () => {
	it('is the HMAC-SHA1 that anybody with the secret computes', async () => {
		// Made with: printf '%s' '{"changes":[]}' | openssl dgst -sha1 -hmac example-secret
		const signature = 'sha1=9798e2364d27e32a3b0241b76d9d7c7f94cc313e';
		const bytes = Buffer.from('{"changes":[]}');

		await expect(
			bodyOf(signature, { apiSecret: 'example-secret' }, bytes),
		).resolves.toBeUndefined();
	});

	it.each([
		['the present secret', 'present'],
		['the previous secret', 'previous'],
	])('may be made with %s', async (_which, secret) => {
		const secrets = { apiSecret: 'present', previousApiSecret: 'previous' };

		await expect(bodyOf(hmac(secret, BODY), secrets)).resolves.toBeUndefined();
	});

	it('may be in capital letters', async () => {
		const signature = hmac('present', BODY).toUpperCase();

		await expect(bodyOf(signature, { apiSecret: 'present' })).resolves.toBeUndefined();
	});

	it.each([
		['missing', undefined],
		['empty', ''],
		['made with another secret', hmac('other', BODY)],
		['made with an empty secret', hmac('', BODY)],
		['over other bytes', hmac('present', BODY.subarray(1))],
		['over the body without its line break', hmac('present', BODY.subarray(0, -2))],
		['over the body written anew', hmac('present', JSON.stringify(JSON.parse(BODY.toString())))],
		['without its prefix', hmac('present', BODY).slice('sha1='.length)],
		['of another algorithm', hmac('present', BODY).replace('sha1', 'sha256')],
		['cut short', hmac('present', BODY).slice(0, -1)],
		['too long', `${hmac('present', BODY)}0`],
		['padded', ` ${hmac('present', BODY)}`],
		['given twice', `${hmac('present', BODY)}, ${hmac('present', BODY)}`],
		['a list', [hmac('present', BODY)]],
	])('is refused where it is %s', async (_how, signature) => {
		await expect(
			bodyOf(signature, { apiSecret: 'present', previousApiSecret: '' }),
		).rejects.toMatchObject(REFUSED);
	});

	it('is refused for each single byte that is changed', async () => {
		const signature = hmac('present', BODY);
		for (let place = 0; place < BODY.length; place++) {
			const changed = Buffer.from(BODY);
			changed[place]! ^= 1;
			await expect(bodyOf(signature, { apiSecret: 'present' }, changed)).rejects.toMatchObject(
				REFUSED,
			);
		}
	});

	it.each([
		[{ apiSecret: 'a' }, true],
		[{ previousApiSecret: 'a' }, true],
		[{ apiSecret: '', previousApiSecret: '' }, false],
		[{}, false],
	])('is asked for where the credential has a secret: %j', (secrets, isOn) => {
		expect(bodySignature.isOn({ secrets, settings: {} as never })).toBe(isOn);
	});
});

describe('The signature over the date', () => {
	const DATE = '2026-03-02T10:02:55Z';
	const verify = (headers: object) => () =>
		dateSignature.verify({ request: { headers }, secrets: { apiSecret: 'present' } } as never);

	it.each(['x-glassix-auth-signature', 'x-glassix-auth'])('may stand in %s', (header) => {
		expect(
			verify({ 'x-glassix-auth-date': ` ${DATE} `, [header]: hmac('present', DATE) }),
		).not.toThrow();
	});

	it.each([
		['no date', { 'x-glassix-auth-signature': hmac('present', DATE) }],
		['no signature', { 'x-glassix-auth-date': DATE }],
		[
			'another date',
			{ 'x-glassix-auth-date': 'other', 'x-glassix-auth-signature': hmac('present', DATE) },
		],
		[
			'a signature of another secret',
			{ 'x-glassix-auth-date': DATE, 'x-glassix-auth': hmac('other', DATE) },
		],
	])('is refused with %s', (_what, headers) => {
		expect(verify(headers)).toThrow(
			expect.objectContaining({
				status: 401,
				reason: 'The date signature is missing or does not match.',
			}),
		);
	});

	it('is asked for where the user wants it, and then alone', () => {
		const isOn = (options: object) =>
			dateSignature.isOn({ secrets: { apiSecret: 'a' }, settings: { options } as never });

		expect(isOn({ checkDateSignature: true })).toBe(true);
		expect(isOn({})).toBe(false);
	});
});
