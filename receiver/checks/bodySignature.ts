import { isHmac } from '../lib/hmac';
import { Refusal } from '../refusal';
import { valuesOf } from '../secrets';
import type { BodySignature } from '../service';
import type { Checker } from './check';

/** The HMAC of the body's bytes: nobody makes it who does not know the secret. */
export const bodySignature: Checker<BodySignature> = {
	label: ({ secret }) => secret.label,
	isOn: ({ secret }, { secrets }) => valuesOf(secret, secrets).length > 0,
	async verify(check, { request, secrets }) {
		const { secret, header } = check;
		const signature = request.headers[header];
		if (isHmac(check, valuesOf(secret, secrets), await request.bytes(), signature)) return;
		throw new Refusal(
			'wrongSignature',
			'The signature does not match the body.',
			`Enter ${secret.issued ?? `the service's ${secret.label}`} as ${secret.label} in the credential.`,
		);
	},
};
