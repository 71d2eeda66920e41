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
	it('says that the credential is complete', async () => {
		expect(await shownFor(tested, tested.credential)).toEqual({
			status: 'OK',
			message: 'The credential is complete',
		});
	});

	it.each([{}, undefined])('says what is empty if the credential holds %j', async (data) => {
		const { status, message } = await shownFor(tested, data);

		expect(status).toBe('Error');
		expect(message).toMatch(/is empty\. Fill it in\.|Nothing is filled in/);
	});

	it('never repeats a secret', async () => {
		const short = Object.fromEntries(
			Object.keys(tested.credential).map((field) => [field, ' s3cr3t']),
		);

		expect((await shownFor(tested, short)).message).not.toContain('s3cr3t');
	});
});

describe('Saving a credential', () => {
	it('of SocialBoards asks for the URL token, as publishing does', async () => {
		expect(await shownFor(testedSocialBoards, { verifyToken: 'verify-token-Lw4RzK81' })).toEqual({
			status: 'Error',
			message: 'URL Token is empty. Fill it in.',
		});
	});

	it('of Glassix says that a secret ends with a space, and takes a short header value', async () => {
		const { message } = await shownFor(testedGlassix, {
			apiSecret: 'api-secret-Jd83hQpYw5 ',
			headers: { values: [{ name: 'X-Webhook-Secret', value: 'short' }] },
		});

		expect(message).toBe('API Secret starts or ends with a space. Remove it.');
	});
});
