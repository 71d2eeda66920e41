import { isHmac } from '../lib/hmac';
import { Refusal } from '../refusal';
import { valuesOf } from '../secrets';
import type { HeaderSignature } from '../service';
import type { Checker } from './check';

/** The HMAC of another header's value: it proves that the sender knows the secret, and says nothing of the body. */
export const headerSignature: Checker<HeaderSignature> = {
	label: ({ secret }) => secret.label,
	isOn: ({ isAskedFor }, { settings }) => isAskedFor(settings),
	lacksSecret: ({ secret }, secrets) => valuesOf(secret, secrets).length === 0,
	verify(check, { request: { headers }, secrets, name: serviceName }) {
		const { secret, signedHeader, name, option } = check;
		const signed = headers[signedHeader];
		const signature = check.headers
			.map((header) => headers[header])
			.find((value) => value !== undefined);
		const isSigned =
			typeof signed === 'string' &&
			isHmac(check, valuesOf(secret, secrets), signed.trim(), signature);
		if (isSigned) return;
		if (typeof signed !== 'string' || signature === undefined) {
			throw new Refusal(
				'missingHeaderSignature',
				`The request has no ${name}.`,
				`Turn off the option "${option}" if ${serviceName} does not send it. A proxy may have removed its headers.`,
			);
		}
		throw new Refusal(
			'wrongHeaderSignature',
			`The ${name} does not match.`,
			`Enter ${secret.issued ?? `the ${secret.label} of ${serviceName}`} as ${secret.label} in the credential.`,
		);
	},
};
