import { sameSecret } from '../lib/secret';
import { Refusal } from '../refusal';
import { secretHeadersOf } from '../secrets';
import type { SecretHeaders } from '../service';
import type { Checker } from './check';

/** Headers that the user has the service send with each delivery: all of them must match. */
export const secretHeaders: Checker<SecretHeaders> = {
	label: () => 'Headers',
	isOn: (_check, { secrets }) => secretHeadersOf(secrets).length > 0,
	verify(_check, { request, secrets }) {
		const unmatched = secretHeadersOf(secrets).filter(({ name, value }) => {
			const sent = request.headers[name.toLowerCase()];
			return !sameSecret(typeof sent === 'string' ? sent : '', value);
		});
		if (unmatched.length > 0) {
			throw new Refusal(
				'wrongHeaders',
				'A secret header is missing or does not match.',
				"Enter each of the credential's headers, name and value alike, in the service's webhook settings.",
			);
		}
	},
};
