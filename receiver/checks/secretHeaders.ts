import { sameSecret } from '../lib/secret';
import { Refusal } from '../refusal';
import { secretHeadersOf } from '../secrets';
import type { SecretHeaders } from '../service';
import type { Checker } from './check';

/**
 * Headers that the user has the service send with each delivery: all names must match. Of several values for one
 * name any will do: so a value is changed without a lost delivery.
 */
export const secretHeaders: Checker<SecretHeaders> = {
	label: () => 'Headers',
	isOn: (_check, { secrets }) => secretHeadersOf(secrets).length > 0,
	verify(_check, { request: { headers }, secrets, name: serviceName }) {
		const expected = secretHeadersOf(secrets).map(({ name, value }) => {
			const header = name.toLowerCase();
			const sent = headers[header];
			return { header, sent, isMatch: sameSecret(typeof sent === 'string' ? sent : '', value) };
		});
		const matched = new Set(expected.filter(({ isMatch }) => isMatch).map(({ header }) => header));
		const unmatched = expected.filter(({ header }) => !matched.has(header));
		if (unmatched.length === 0) return;
		const isMissing = unmatched.some(({ sent }) => sent === undefined);
		throw new Refusal(
			isMissing ? 'missingHeaders' : 'wrongHeaders',
			isMissing
				? 'The request lacks a header that the credential names.'
				: "A header's value is not the one in the credential.",
			`Enter each of the credential's headers, with the same name and value, in ${serviceName}.${isMissing ? ' A proxy may have removed it.' : ''}`,
		);
	},
};
