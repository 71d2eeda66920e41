import { holdsSecret, queryValues } from '../lib/query';
import { Refusal } from '../refusal';
import { valuesOf } from '../secrets';
import type { Secret, UrlToken } from '../service';
import type { Checker } from './check';

/** A secret in the webhook's URL (`?token=…`): who knows the URL without it does not get in. */
export const urlToken: Checker<UrlToken> = {
	label: ({ secret }) => secret.label,
	isOn: ({ secret }, { secrets }) => valuesOf(secret, secrets).length > 0,
	verify({ secret, parameter }, { request, secrets, name }) {
		const isHeld = valuesOf(secret, secrets)
			.map((value) => holdsSecret(request.query, parameter, value))
			.includes(true);
		if (isHeld) return;
		throw refusalOf(`?${parameter}=`, queryValues(request.query, parameter).length, secret, name);
	},
};

/** @param times how often the URL has the token. */
function refusalOf(token: string, times: number, { label }: Secret, name: string): Refusal {
	if (times === 0) {
		return new Refusal(
			'missingToken',
			`The URL has no ${token}.`,
			`Add ${token} and the credential's ${label} to the URL in ${name}.`,
		);
	}
	if (times > 1) {
		return new Refusal(
			'repeatedToken',
			`The URL has ${token} more than once.`,
			`Leave only one ${token} with the credential's ${label} in the URL in ${name}.`,
		);
	}
	return new Refusal(
		'wrongToken',
		`The token in the URL is not the credential's ${label}.`,
		`Enter the same ${label} behind ${token} in the URL in ${name}, URL-encoded, and in the credential.`,
	);
}
