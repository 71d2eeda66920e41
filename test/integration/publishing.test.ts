import { byName, running, testedGlassix, testedSocialBoards } from '../support/services';

const emptied = (credential: object) =>
	Object.fromEntries(Object.keys(credential).map((field) => [field, '']));

describe.each(byName)('Publishing a workflow with a %s Trigger', (name, tested) => {
	it('succeeds with a complete credential, and so does unpublishing', async () => {
		const trigger = running(tested);

		await expect(trigger.publish()).resolves.toBeUndefined();
		expect(new Set(await trigger.unpublish())).toEqual(new Set([true]));
	});

	it('fails if no credential is selected', async () => {
		await expect(running(tested, {}, { credential: null }).publish()).rejects.toMatchObject({
			name: 'NodeOperationError',
			message:
				'No credential is selected in this trigger, so no delivery can be checked. ' +
				`Select a ${name} credential in the node and publish the workflow again.`,
		});
	});

	it('fails if the credential is empty, with a message that says what to fill in', async () => {
		const trigger = running(tested, {}, { credential: emptied(tested.credential) });

		await expect(trigger.publish()).rejects.toThrow(tested.whenEmpty);
	});

	it('fails if the IP allowlist cannot be read, and names the wrong entries', async () => {
		const trigger = running(tested, {
			options: { ipAllowlist: '192.0.2.1, 192.0.2.256, 10.0.0.0/33' },
		});

		await expect(trigger.publish()).rejects.toThrow(
			"IP(s) Allowlist has entries that can't be read: 192.0.2.256, 10.0.0.0/33. Write " +
				'addresses (192.0.2.1, 2001:db8::1) or ranges (192.0.2.0/24), separated by commas.',
		);
	});
});

describe('Publishing a workflow with a SocialBoards Trigger', () => {
	const credential = { verifyToken: 'verify-token-Lw4RzK81', urlToken: '' };

	it('fails if "Check URL Token" is on and the credential has no URL token', async () => {
		await expect(running(testedSocialBoards, {}, { credential }).publish()).rejects.toThrow(
			'Fill in URL Token',
		);
	});

	it('succeeds without a URL token if "Check URL Token" is off', async () => {
		const trigger = running(testedSocialBoards, { checkUrlToken: false }, { credential });

		await expect(trigger.publish()).resolves.toBeUndefined();
	});
});

describe('Publishing a workflow with a Glassix Trigger', () => {
	it.each([
		['only the previous secret', { previousApiSecret: 'api-secret-before-Tn6Xc' }],
		['only a header', { headers: { values: [{ name: 'X-A', value: 'header-secret-one-Pq' }] } }],
	])('succeeds with %s in the credential', async (_what, credential) => {
		await expect(running(testedGlassix, {}, { credential }).publish()).resolves.toBeUndefined();
	});
});

describe('Publishing a workflow with a Glassix Trigger that checks the date signature', () => {
	it.each([
		['nothing', {}],
		['only a header', { headers: { values: [{ name: 'X-A', value: 'header-secret-one-Pq' }] } }],
	])(
		'fails with %s in the credential, as the check needs the API secret',
		async (_, credential) => {
			const parameters = { options: { checkDateSignature: true } };
			await expect(running(testedGlassix, parameters, { credential }).publish()).rejects.toThrow(
				"A check that is turned on needs the credential's API Secret. Fill it in, or turn the check off.",
			);
		},
	);
});
