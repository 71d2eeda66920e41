import { holdsSecret, queryValues } from './lib/query';
import { Refusal } from './refusal';
import { valuesOf, type Secrets } from './secrets';
import type { Handshake } from './service';

/**
 * Answers the service that verifies the URL before it sends events there.
 * @returns the challenge, to be the answer's whole body.
 * @throws Refusal 403 for a wrong or missing token, 400 where there is not exactly one challenge.
 */
export function handshake(words: Handshake, query: string, secrets: Secrets): string {
	const { label } = words.secret;
	const values = valuesOf(words.secret, secrets);
	if (values.length === 0) {
		throw new Refusal(
			'noHandshakeToken',
			`No ${label} is set to check this handshake with.`,
			`Fill in ${label} in the node's credential.`,
		);
	}
	if (!values.map((value) => holdsSecret(query, words.token, value)).includes(true)) {
		throw new Refusal(
			'wrongHandshakeToken',
			`The handshake's ${label} does not match.`,
			`Enter the same ${label} in the service's webhook settings and in the node's credential.`,
		);
	}
	const [challenge, ...more] = queryValues(query, words.challenge);
	if (!challenge || more.length > 0) {
		throw new Refusal(
			'noChallenge',
			'The handshake has no challenge to send back.',
			'Save the webhook in the service again; only the service itself sends a challenge.',
		);
	}
	return challenge;
}
