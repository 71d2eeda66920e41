import { isHmac } from '../lib/hmac';
import { Refusal } from '../refusal';
import { valuesOf } from '../secrets';
import type { BodySignature } from '../service';
import type { Checker } from './check';

/** The HMAC of the body's bytes: nobody makes it who does not know the secret. */
export const bodySignature: Checker<BodySignature> = {
	label: ({ secret }) => secret.label,
	isOn: ({ secret }, { secrets }) => valuesOf(secret, secrets).length > 0,
	async verify(check, { request, secrets, name }) {
		const { secret, header } = check;
		const signature = request.headers[header];
		if (signature === undefined) {
			throw new Refusal(
				'missingSignature',
				`The request has no signature: the header ${header} is missing.`,
				`${name} signs its requests. A proxy may have removed the header, or somebody else sent this.`,
			);
		}
		if (isHmac(check, valuesOf(secret, secrets), await request.bytes(), signature)) return;
		throw new Refusal(
			'wrongSignature',
			'The signature does not match the body.',
			`Enter ${secret.issued ?? `the ${secret.label} of ${name}`} as ${secret.label} in the credential. A proxy or relay that rewrites the body breaks the signature, too.`,
		);
	},
};
