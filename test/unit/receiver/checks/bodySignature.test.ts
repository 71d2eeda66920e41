import { createHmac } from 'crypto';

import { bodySignature } from '../../../../receiver/checks/bodySignature';
import type { BodySignature, Secret } from '../../../../receiver/service';

const secret: Secret = {
	field: 'apiSecret',
	label: 'API Secret',
	description: '',
	issued: 'the Secret of the API key',
	hasPrevious: true,
};
const check: BodySignature = {
	kind: 'bodySignature',
	secret,
	header: 'x-signature',
	algorithm: 'sha1',
	encoding: 'hex',
	prefix: 'sha1=',
};

const BODY = Buffer.from('{"changes": [{"_event":"NEW_TICKET","text":"caf\\u00e9 €"}]}\r\n');
const hmac = (key: string, signed: Buffer | string) =>
	`sha1=${createHmac('sha1', key).update(signed).digest('hex')}`;

const bodyOf = (signature: unknown, secrets: object, bytes = BODY, scheme = check) =>
	bodySignature.verify(scheme, {
		request: { headers: { 'x-signature': signature }, bytes: async () => bytes },
		secrets,
		name: 'Stub',
	} as never);

const REFUSED = {
	status: 401,
	reason: 'The signature does not match the body.',
	fix: 'Enter the Secret of the API key as API Secret in the credential. A proxy or relay that rewrites the body breaks the signature, too.',
};

describe("The signature of a delivery's body", () => {
	it('is the plain HMAC-SHA1 that openssl computes', async () => {
		// Made with: printf '%s' '{"changes":[]}' | openssl dgst -sha1 -hmac example-secret
		const signature = 'sha1=9798e2364d27e32a3b0241b76d9d7c7f94cc313e';
		const bytes = Buffer.from('{"changes":[]}');

		await expect(
			bodyOf(signature, { apiSecret: 'example-secret' }, bytes),
		).resolves.toBeUndefined();
	});

	it.each([
		['the current secret', 'present'],
		['the previous secret', 'previous'],
	])('is accepted when it is made with %s', async (_which, key) => {
		const secrets = { apiSecret: 'present', previousApiSecret: 'previous' };

		await expect(bodyOf(hmac(key, BODY), secrets)).resolves.toBeUndefined();
	});

	it('is accepted in capital letters', async () => {
		const signature = hmac('present', BODY).toUpperCase();

		await expect(bodyOf(signature, { apiSecret: 'present' })).resolves.toBeUndefined();
	});

	it.each([
		['empty', ''],
		['made with another secret', hmac('other', BODY)],
		['made with an empty secret', hmac('', BODY)],
		['made over other bytes', hmac('present', BODY.subarray(1))],
		['made over the body without its line break', hmac('present', BODY.subarray(0, -2))],
		[
			'made over the reserialized body',
			hmac('present', JSON.stringify(JSON.parse(BODY.toString()))),
		],
		['missing its prefix', hmac('present', BODY).slice('sha1='.length)],
		['labeled with another algorithm', hmac('present', BODY).replace('sha1', 'sha256')],
		['cut short', hmac('present', BODY).slice(0, -1)],
		['too long', `${hmac('present', BODY)}0`],
		['padded', ` ${hmac('present', BODY)}`],
		['given twice, once wrong', `${hmac('present', BODY)}, ${hmac('other', BODY)}`],
		['given twice, wrong each time', `${hmac('other', BODY)}, ${hmac('other', BODY)}`],
		['a list', [hmac('present', BODY)]],
	])('is refused when it is %s', async (_how, signature) => {
		await expect(
			bodyOf(signature, { apiSecret: 'present', previousApiSecret: '' }),
		).rejects.toMatchObject(REFUSED);
	});

	it('is refused with its own reason when it is missing', async () => {
		await expect(bodyOf(undefined, { apiSecret: 'present' })).rejects.toMatchObject({
			status: 401,
			reason: 'The request has no signature: the header x-signature is missing.',
			fix: 'Stub signs its requests. A proxy may have removed the header, or somebody else sent this.',
		});
	});

	it('is accepted when a proxy sends it twice and both are right', async () => {
		const twice = `${hmac('present', BODY)}, ${hmac('present', BODY)}`;

		await expect(bodyOf(twice, { apiSecret: 'present' })).resolves.toBeUndefined();
	});

	it('is refused for every single changed byte', async () => {
		const signature = hmac('present', BODY);
		for (let place = 0; place < BODY.length; place++) {
			const changed = Buffer.from(BODY);
			changed[place] ^= 1;
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
	])('is required only when the credential has a secret: %j', (secrets, isOn) => {
		expect(bodySignature.isOn(check, { secrets, settings: {} as never })).toBe(isOn);
	});
});

describe('The form of a signature', () => {
	it.each([
		['sha1', 'base64', undefined],
		['sha256', 'hex', undefined],
		['sha256', 'base64', 'v0='],
	] as const)('may be %s in %s, with the prefix %j', async (algorithm, encoding, prefix) => {
		const scheme: BodySignature = { ...check, algorithm, encoding, prefix };
		const digest = createHmac(algorithm, 'present').update(BODY).digest(encoding);
		const right = bodyOf(`${prefix ?? ''}${digest}`, { apiSecret: 'present' }, BODY, scheme);

		await expect(right).resolves.toBeUndefined();
		await expect(
			bodyOf(`${prefix ?? ''}${digest.slice(1)}`, { apiSecret: 'present' }, BODY, scheme),
		).rejects.toMatchObject(REFUSED);
	});

	it('is case-sensitive in base64', async () => {
		const scheme: BodySignature = { ...check, encoding: 'base64', prefix: undefined };
		const digest = createHmac('sha1', 'present').update(BODY).digest('base64');

		expect(digest.toLowerCase()).not.toBe(digest);
		await expect(
			bodyOf(digest.toLowerCase(), { apiSecret: 'present' }, BODY, scheme),
		).rejects.toMatchObject(REFUSED);
	});
});
