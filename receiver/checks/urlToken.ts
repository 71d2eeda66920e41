import type { Check } from '../authenticate';
import { holdsSecret } from '../query';
import { Refusal } from '../refusal';

/** The query parameter that a webhook URL carries its token in. */
export const URL_TOKEN_PARAMETER = 'token';

/** A secret in the webhook's URL (`?token=…`), for services that sign nothing: the credential's `urlToken`. */
export const urlToken: Check = {
	label: 'URL Token',
	isOn: ({ secrets }) => Boolean(secrets.urlToken),
	verify({ request, secrets }) {
		if (!holdsSecret(request.query, URL_TOKEN_PARAMETER, String(secrets.urlToken))) {
			throw new Refusal(
				401,
				"The URL's token does not match.",
				"Append ?token= and the credential's URL Token to the webhook URL in the service; once, and percent-encoded.",
			);
		}
	},
};
