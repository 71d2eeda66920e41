import { createHmac } from 'crypto';

import type { Check, CheckInput } from '../../receiver/authenticate';
import { Refusal } from '../../receiver/refusal';
import { sameSecret } from '../../receiver/secret';
import type { Secrets } from '../../receiver/settings';

/** The API secrets in force: two while a secret is being changed, so that no delivery falls between them. */
const apiSecrets = ({ apiSecret, previousApiSecret }: Secrets) =>
	[apiSecret, previousApiSecret]
		.map((secret) => String(secret ?? ''))
		.filter((secret) => secret !== '');

/** `sha1=` and 40 hexadecimal digits: https://docs.glassix.com/docs/validate-outbound-webhooks-and-api */
function isSignedBy(secrets: Secrets, signed: Buffer | string, signature: unknown): boolean {
	const sent = typeof signature === 'string' ? signature.toLowerCase() : '';
	return apiSecrets(secrets)
		.map((secret) => createHmac('sha1', secret).update(signed).digest('hex'))
		.map((digest) => sameSecret(sent, `sha1=${digest}`))
		.includes(true);
}

/** `X-Hub-Signature`: the HMAC-SHA1 of the body's bytes. */
export const bodySignature: Check = {
	label: 'API Secret',
	isOn: ({ secrets }) => apiSecrets(secrets).length > 0,
	async verify({ request, secrets }) {
		if (!isSignedBy(secrets, await request.bytes(), request.headers['x-hub-signature'])) {
			throw new Refusal(
				401,
				'The signature does not match the body.',
				"Enter the Secret of the department's API key as API Secret in the credential: Glassix → Settings → Developers → API keys.",
			);
		}
	},
};

/**
 * The second signature, over a date: it proves that the sender knows the secret, but says nothing of the
 * body, so it is asked for in addition only. The documentation and the vendor's client name it differently.
 */
export const dateSignature: Check = {
	label: 'API Secret',
	isOn: ({ settings }) => settings.options.checkDateSignature === true,
	lacksSecret: (secrets) => apiSecrets(secrets).length === 0,
	verify({ request: { headers }, secrets }: CheckInput) {
		const date = headers['x-glassix-auth-date'];
		const signature = headers['x-glassix-auth-signature'] ?? headers['x-glassix-auth'];
		if (typeof date !== 'string' || !isSignedBy(secrets, date.trim(), signature)) {
			throw new Refusal(
				401,
				'The date signature is missing or does not match.',
				'It needs the API Secret in the credential; switch "Check Date Signature" off where your Glassix does not send it.',
			);
		}
	},
};
