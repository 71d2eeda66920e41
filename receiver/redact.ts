import { decode } from './lib/query';
import type { DeliveryRequest } from './request';
import { secretHeadersOf, type Secrets } from './secrets';

/** A delivery's request in its items: nothing in it lets anybody in. */
export interface RedactedRequest {
	method: string;
	/** The client's address as n8n resolves it. */
	address: string;
	headers: Record<string, string>;
	query: Record<string, string>;
}

/** Names that commonly bear a secret, or a signature that could be replayed. */
const SECRET_NAME = /auth|cookie|key|password|secret|signature|token/i;

/** Text without URL encoding: a proxy's headers repeat the URL, and with it the token, in whatever spelling. */
const plain = (text: string) =>
	text.replaceAll('+', ' ').replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => decode(bytes));

/** The request without anything that is, or by its name may be, secret. */
export function redact(request: DeliveryRequest, secrets: Secrets): RedactedRequest {
	const secretHeaders = secretHeadersOf(secrets);
	const secretNames = new Set(secretHeaders.map(({ name }) => name.toLowerCase()));
	const secretValues = [...Object.values(secrets), ...secretHeaders.map(({ value }) => value)]
		.filter((value) => typeof value === 'string')
		.filter((value) => value !== '')
		.flatMap((value) => [value, plain(value)]);
	const isSecret = ([name, value]: [string, string]) =>
		SECRET_NAME.test(name) ||
		secretNames.has(name.toLowerCase()) ||
		secretValues.some((secret) => [value, plain(value)].some((text) => text.includes(secret)));
	const redacted = (entries: Iterable<[string, string]>) =>
		Object.fromEntries([...entries].filter((entry) => !isSecret(entry)));
	return {
		method: request.method,
		address: request.address,
		headers: redacted(
			Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
		),
		query: redacted(new URLSearchParams(request.query)),
	};
}
