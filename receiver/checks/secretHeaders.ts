import type { Check } from '../authenticate';
import { Refusal } from '../refusal';
import { sameSecret } from '../secret';
import type { Secrets } from '../settings';

export interface SecretHeader {
	name: string;
	value: string;
}

/** The credential's `headers`, without the rows that were left blank. */
export function secretHeadersOf(secrets: Secrets): SecretHeader[] {
	const rows = (secrets.headers as { values?: Array<Partial<SecretHeader>> } | undefined)?.values;
	return (rows ?? [])
		.map(({ name, value }) => ({ name: name ?? '', value: value ?? '' }))
		.filter(({ name, value }) => name !== '' || value !== '');
}

/** Headers that the user has the service send with each delivery: all of them must match. */
export const secretHeaders: Check = {
	label: 'Headers',
	isOn: ({ secrets }) => secretHeadersOf(secrets).length > 0,
	verify({ request, secrets }) {
		const unmatched = secretHeadersOf(secrets).filter(({ name, value }) => {
			const sent = request.headers[name.toLowerCase()];
			return !sameSecret(typeof sent === 'string' ? sent : '', value);
		});
		if (unmatched.length > 0) {
			throw new Refusal(
				401,
				'A secret header is missing or does not match.',
				"Enter each of the credential's headers, name and value alike, in the service's webhook settings.",
			);
		}
	},
};
