import { repeatsSecret, unescapeAmpersands } from './lib/query';
import type { DeliveryRequest } from './request';
import { secretHeadersOf, secretTextsOf, type Secrets } from './secrets';

/** A delivery's request in its items: nothing secret is in it. */
export interface RedactedRequest {
	method: string;
	/** The client's address as n8n resolves it. */
	address: string;
	headers: Record<string, string>;
	query: Record<string, string>;
}

/** Names that commonly hold a secret, a session, or a signature that could be replayed. */
const SECRET_NAME =
	/assertion|auth|bearer|cookie|credential|csrf|hmac|jwt|key|passphrase|password|pwd|saml|secret|session|signature|token|xsrf/i;

/** The same, where they stand alone: `x-sig` is one, `x-design` is none. */
const SECRET_WORD = /(?<![a-z])(?:otp|pass|pin|sid|sig)(?![a-z])/i;

/** The request without anything that is, or by its name may be, secret. */
export function redact(request: DeliveryRequest, secrets: Secrets): RedactedRequest {
	const texts = secretTextsOf(secrets);
	const secretNames = new Set(secretHeadersOf(secrets).map(({ name }) => name.toLowerCase()));
	const hasSecretName = (name: string) =>
		SECRET_NAME.test(name) || SECRET_WORD.test(name) || secretNames.has(name.toLowerCase());
	const isShown = ([name, value]: [string, string]) =>
		!hasSecretName(name) && !repeatsSecret(`${name}=${value}`, texts);
	const headers = Object.entries(request.headers)
		.map(([name, value]): [string, string] => [name, String(value)])
		.filter(isShown);
	return {
		method: request.method,
		address: request.address,
		headers: Object.fromEntries(headers),
		query: Object.fromEntries(shownQuery(request.query, texts).filter(isShown)),
	};
}

/**
 * The parameters of a query, without those that repeat a secret; none where a secret reaches from one into the next:
 * it has an `&` in it, and nobody can tell where it ends.
 */
function shownQuery(query: string, texts: readonly string[]): Array<[string, string]> {
	const parameters = query.split('&').filter((parameter) => !repeatsSecret(parameter, texts));
	const rest = parameters.join('&');
	const isSpanned = [rest, unescapeAmpersands(rest)].some((text) => repeatsSecret(text, texts));
	return isSpanned ? [] : [...new URLSearchParams(rest)];
}
