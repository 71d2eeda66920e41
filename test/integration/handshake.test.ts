import { running, testedSocialBoards, URL_TOKEN, VERIFY_TOKEN } from '../support/services';

/** To the URL with its token, as the set-up page says. */
const handshake = (query: string, token = `token=${URL_TOKEN}&`) => ({
	method: 'GET',
	query: `${token}${query}`,
});

describe('When SocialBoards sends a handshake, the trigger', () => {
	it('sends back the challenge as plain text that no browser runs', async () => {
		const { status, headers, text, result, log } = await running(testedSocialBoards).deliver(
			handshake(`challenge=581904&verifyToken=${VERIFY_TOKEN}`),
		);

		expect(status).toBe(200);
		expect(headers['content-type']).toBe('text/plain; charset=utf-8');
		expect(headers['x-content-type-options']).toBe('nosniff');
		expect(text).toBe('581904');
		expect(result).toEqual({ noWebhookResponse: true });
		expect(log).toEqual([]);
	});

	it('sends back a challenge that looks like a web page as plain text', async () => {
		const { status, headers, text } = await running(testedSocialBoards).deliver(
			handshake(
				`challenge=${encodeURIComponent('<script>alert(1)</script>')}&verifyToken=${VERIFY_TOKEN}`,
			),
		);

		expect(status).toBe(200);
		expect(headers['content-type']).toBe('text/plain; charset=utf-8');
		expect(headers['x-content-type-options']).toBe('nosniff');
		expect(text).toBe('<script>alert(1)</script>');
	});

	it.each([
		['appended with &', `token=${URL_TOKEN}&`],
		['appended with a second ?', `token=${URL_TOKEN}?`],
	])('understands parameters %s to a URL that has its token already', async (_how, token) => {
		const { status, text } = await running(testedSocialBoards).deliver(
			handshake(`challenge=581904&verifyToken=${VERIFY_TOKEN}`, token),
		);

		expect({ status, text }).toEqual({ status: 200, text: '581904' });
	});

	it.each([
		['wrong', 'challenge=echo-me&verifyToken=guessed-token'],
		['missing', 'challenge=echo-me'],
		['empty', 'challenge=echo-me&verifyToken='],
		['given twice', `challenge=echo-me&verifyToken=${VERIFY_TOKEN}&verifyToken=${VERIFY_TOKEN}`],
	])('answers 403 to a verify token that is %s, and repeats nothing', async (_how, query) => {
		const { status, text, items, log } = await running(testedSocialBoards).deliver(
			handshake(query),
		);

		expect(status).toBe(403);
		expect(text).toBe("The Verify Token of the verification request is not the credential's.");
		expect(items).toEqual([]);
		expect(log.map(({ level }) => level)).toEqual(['warn']);
		expect(JSON.stringify(log)).not.toMatch(/echo-me|guessed-token/);
	});

	it.each([
		['missing', `verifyToken=${VERIFY_TOKEN}`],
		['empty', `challenge=&verifyToken=${VERIFY_TOKEN}`],
		['given twice', `challenge=one&challenge=two&verifyToken=${VERIFY_TOKEN}`],
	])('answers 400 to a challenge that is %s', async (_how, query) => {
		const { status, text } = await running(testedSocialBoards).deliver(handshake(query));

		expect(status).toBe(400);
		expect(text).toBe('The verification request has no challenge to send back.');
	});

	it.each([
		['has no token', '', 'The URL has no ?token=.'],
		[
			'has a wrong token',
			'token=guessed-token&',
			"The token in the URL is not the credential's URL Token.",
		],
	])(
		'refuses the handshake with 401 if the URL %s, as each event to it would be lost',
		async (_what, token, reason) => {
			const { status, text, log } = await running(testedSocialBoards).deliver(
				handshake(`challenge=581904&verifyToken=${VERIFY_TOKEN}`, token),
			);

			expect({ status, text }).toEqual({ status: 401, text: reason });
			expect(log.map(({ level }) => level)).toEqual(['warn']);
		},
	);

	it('accepts a URL without a token if the user turned "Check URL Token" off', async () => {
		const trigger = running(testedSocialBoards, { checkUrlToken: false });

		const { status, text } = await trigger.deliver(
			handshake(`challenge=581904&verifyToken=${VERIFY_TOKEN}`, ''),
		);

		expect({ status, text }).toEqual({ status: 200, text: '581904' });
	});

	it('refuses the handshake with 403 while the credential has no verify token', async () => {
		const credential = { verifyToken: '', urlToken: 'url-token-7Hq2mXv9' };
		const trigger = running(testedSocialBoards, {}, { credential });

		const { status, text } = await trigger.deliver(handshake('challenge=1&verifyToken='));

		expect(status).toBe(403);
		expect(text).toBe(
			"The credential has no Verify Token, so this verification request can't be checked.",
		);
	});

	it.each([
		['no credential is selected', null, 401],
		[
			'the credential is gone',
			new Error('Credential with ID "a1" does not exist for type "b".'),
			401,
		],
		['the database is away', new Error('Connection terminated unexpectedly'), 503],
	])('answers as it answers a delivery if %s', async (_what, credential, expected) => {
		const trigger = running(testedSocialBoards, {}, { credential });

		const { status, text, log } = await trigger.deliver(
			handshake(`challenge=581904&verifyToken=${VERIFY_TOKEN}`),
		);

		expect(status).toBe(expected);
		expect(text).not.toContain('581904');
		if (credential) expect(log[0].message.includes(credential.message)).toBe(expected === 503);
	});

	it('does not accept the URL token as the verify token', async () => {
		const { status } = await running(testedSocialBoards).deliver(
			handshake('challenge=1&verifyToken=url-token-7Hq2mXv9'),
		);

		expect(status).toBe(403);
	});

	it('refuses the handshake with 403 if the address is not on the IP allowlist', async () => {
		const trigger = running(testedSocialBoards, { options: { ipAllowlist: '192.0.2.1' } });

		const { status } = await trigger.deliver(
			handshake(`challenge=581904&verifyToken=${VERIFY_TOKEN}`),
		);

		expect(status).toBe(403);
	});
});
