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
			`The credential has no ${label}, so this verification request can't be checked.`,
			`Fill in ${label} in the node's credential.`,
		);
	}
	if (!values.map((value) => holdsSecret(query, words.token, value)).includes(true)) {
		throw new Refusal(
			'wrongHandshakeToken',
			`The ${label} of the verification request is not the credential's.`,
			`Enter the same ${label} in the service and in the node's credential.`,
		);
	}
	const [challenge, ...more] = queryValues(query, words.challenge);
	if (!challenge || more.length > 0) {
		throw new Refusal(
			'noChallenge',
			'The verification request has no challenge to send back.',
			'Save the webhook in the service again: the service itself sends the challenge.',
		);
	}
	return challenge;
}
