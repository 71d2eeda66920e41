import { holdsSecret } from '../lib/query';
import { Refusal } from '../refusal';
import { valuesOf } from '../secrets';
import type { UrlToken } from '../service';
import type { Checker } from './check';

/** A secret in the webhook's URL (`?token=…`): who knows the URL without it does not get in. */
export const urlToken: Checker<UrlToken> = {
	label: ({ secret }) => secret.label,
	isOn: ({ secret }, { secrets }) => valuesOf(secret, secrets).length > 0,
	verify({ secret, parameter }, { request, secrets }) {
		const isHeld = valuesOf(secret, secrets)
			.map((value) => holdsSecret(request.query, parameter, value))
			.includes(true);
		if (isHeld) return;
		throw new Refusal(
			'wrongToken',
			"The URL's token does not match.",
			`Append ?${parameter}= and the credential's ${secret.label} to the webhook URL in the service; exactly once, URL-encoded.`,
		);
	},
};
