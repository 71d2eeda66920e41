import type { SecretField } from './credential';
import { holdsSecret, queryValues } from './query';
import { Refusal } from './refusal';
import type { Secrets } from './settings';

/** The words of a service's handshake: a GET with a token to check and a challenge to send back. */
export interface HandshakeWords {
	/** The query parameter that holds the challenge. */
	challenge: string;
	/** The query parameter that holds the token. */
	token: string;
	/** The credential's field that the token must equal, and its label. */
	secret: SecretField;
}

/**
 * Step 1: the service verifies the URL before it sends events there.
 * @returns the challenge, to be the answer's whole body.
 * @throws Refusal 403 for a wrong or missing token, 400 where there is not exactly one challenge.
 */
export function handshake(words: HandshakeWords, query: string, secrets: Secrets): string {
	const { field, label } = words.secret;
	const secret = String(secrets[field] ?? '');
	if (secret === '') {
		throw new Refusal(
			403,
			`No ${label} is set to check this handshake with.`,
			`Fill in ${label} in the node's credential.`,
		);
	}
	if (!holdsSecret(query, words.token, secret)) {
		throw new Refusal(
			403,
			`The handshake's ${label} does not match.`,
			`Enter the same ${label} in the service's webhook settings and in the node's credential.`,
		);
	}
	const [challenge, ...more] = queryValues(query, words.challenge);
	if (!challenge || more.length > 0) {
		throw new Refusal(
			400,
			'The handshake has no challenge to send back.',
			'Save the webhook in the service again; only the service itself sends a challenge.',
		);
	}
	return challenge;
}
