import type { ICredentialTestFunctions } from 'n8n-workflow';

import { byName, testedGlassix, testedSocialBoards, type TestedService } from '../support/services';

/** What n8n shows below a credential that is saved. */
async function shownFor(tested: TestedService, data: object | undefined) {
	const trigger = tested.newTrigger();
	const [{ name, testedBy }] = trigger.description.credentials as [
		{ name: string; testedBy: string },
	];
	const test = trigger.methods!.credentialTest![testedBy];
	return await test.call(
		{} as ICredentialTestFunctions,
		{ id: '1', name: 'My credential', type: name, data } as never,
	);
}

describe.each(byName)('Saving a credential of %s', (_name, tested) => {
	it('says that it is complete', async () => {
		expect(await shownFor(tested, tested.credential)).toEqual({
			status: 'OK',
			message: 'The credential is complete',
		});
	});

	it.each([{}, undefined])('says what is empty: %j', async (data) => {
		const { status, message } = await shownFor(tested, data);

		expect(status).toBe('Error');
		expect(message).toMatch(/is empty: fill it in\.|Nothing is filled in/);
	});

	it('never repeats a secret', async () => {
		const short = Object.fromEntries(
			Object.keys(tested.credential).map((field) => [field, ' s3cr3t']),
		);

		expect((await shownFor(tested, short)).message).not.toContain('s3cr3t');
	});
});

describe('Saving a credential', () => {
	it('of SocialBoards does without a URL token', async () => {
		const { status } = await shownFor(testedSocialBoards, { verifyToken: 'verify-token-Lw4RzK81' });

		expect(status).toBe('OK');
	});

	it('of Glassix says that a secret ends with a blank, and that a header value is short', async () => {
		const { message } = await shownFor(testedGlassix, {
			apiSecret: 'api-secret-Jd83hQpYw5 ',
			headers: { values: [{ name: 'X-Webhook-Secret', value: 'short' }] },
		});

		expect(message).toBe(
			'API Secret begins or ends with a blank: remove it. The value of header ' +
				'"X-Webhook-Secret" works, but is short: use at least 16 characters, made at random.',
		);
	});
});
