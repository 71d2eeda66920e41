import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { parseJson } from '../../../receiver/lib/json';
import { accountOf, fingerprint, type Account } from './account';
import { Fault, itsWords, passing, unanswered, type Answer } from './fault';

/** A token as n8n stores it in the credential. A type, not an interface: it is a record of n8n's. */
export type StoredToken = {
	accessToken: string;
	/** When it is too old to be used, in milliseconds since 1970. */
	usableUntil: string;
	/** The fingerprint of the account it was issued to. */
	issuedTo: string;
};

/** https://docs.glassix.com/reference/access-token: valid for three hours. */
const DOCUMENTED_LIFE_S = 3 * 3600;

/** A token is given up this long, or a tenth of its life, before it expires. */
const MARGIN_S = 300;

const TIMEOUT_MS = 20_000;

/** Whether the credential's stored token may be used: it is the account's, and not about to expire. */
export const isUsable = (fields: ICredentialDataDecryptedObject, account: Account) =>
	typeof fields.accessToken === 'string' &&
	fields.accessToken !== '' &&
	fields.issuedTo === fingerprint(account) &&
	Number(fields.usableUntil) > Date.now();

/** The tokens this process has, by account: the token endpoint is throttled, one request serves all. */
const issued = new Map<string, StoredToken>();
const requested = new Map<string, Promise<StoredToken>>();

/**
 * A token other than the one in the credential, which is missing, too old or was refused.
 * @throws Fault
 */
export async function renewToken(
	http: IHttpRequestHelper,
	fields: ICredentialDataDecryptedObject,
): Promise<StoredToken> {
	const account = accountOf(fields);
	const key = fingerprint(account);
	const known = issued.get(key);
	if (known && known.accessToken !== fields.accessToken && isUsable(known, account)) return known;

	const request = requested.get(key) ?? requestToken(http, account);
	requested.set(key, request);
	try {
		const token = await request;
		for (const [other, { usableUntil }] of issued) {
			if (Number(usableUntil) <= Date.now()) issued.delete(other);
		}
		issued.set(key, token);
		return token;
	} finally {
		if (requested.get(key) === request) requested.delete(key);
	}
}

/** `POST token/get`: https://docs.glassix.com/reference/access-token */
async function requestToken(http: IHttpRequestHelper, account: Account): Promise<StoredToken> {
	const { baseUrl, apiKey, apiSecret, userName } = account;
	const answer = await send(http, baseUrl, {
		method: 'POST',
		url: `${baseUrl}/token/get`,
		headers: { 'Content-Type': 'application/json' },
		body: { apiKey, apiSecret, userName },
		json: true,
		encoding: 'text',
		timeout: TIMEOUT_MS,
		// The secret goes nowhere else.
		disableFollowRedirect: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
	});
	const { accessToken, lifeS } = readToken(answer);
	if (answer.status < 200 || answer.status > 299) throw refusalOf(answer, account);
	if (accessToken === undefined) {
		throw new Fault('Glassix answered the request for a token with something else than a token.');
	}
	const usableS = lifeS - Math.min(MARGIN_S, lifeS / 10);
	return {
		accessToken,
		usableUntil: String(Math.round(Date.now() + usableS * 1000)),
		issuedTo: fingerprint(account),
	};
}

async function send(
	http: IHttpRequestHelper,
	baseUrl: string,
	options: IHttpRequestOptions,
): Promise<Answer> {
	try {
		const response = (await http.helpers.httpRequest(options)) as {
			statusCode: number;
			headers: Record<string, unknown>;
			body: unknown;
		};
		return { status: response.statusCode, headers: response.headers, body: response.body };
	} catch (error) {
		// The original one holds the request, and the request holds the secret.
		throw unanswered(baseUrl, 'the request for a token', (error as { code?: unknown }).code);
	}
}

function readToken({ body }: Answer): { accessToken: string | undefined; lifeS: number } {
	const parsed = typeof body === 'string' ? parseJson(body) : body;
	const { access_token, expires_in } = (parsed ?? {}) as Record<string, unknown>;
	const lifeS = Number(expires_in);
	return {
		accessToken: typeof access_token === 'string' && access_token !== '' ? access_token : undefined,
		lifeS: lifeS > 0 ? lifeS : DOCUMENTED_LIFE_S,
	};
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Why Glassix issues no token, and whether a later try may succeed. */
function refusalOf(answer: Answer, { baseUrl, apiKey, userName }: Account): Fault {
	const { status, body } = answer;
	if (status === 404 || (status >= 300 && status < 400)) {
		return new Fault(
			`There is no Glassix API at ${baseUrl} (${status}): check Workspace and Environment in the credential.`,
			{ stops: 'whenPublishing' },
		);
	}
	if (status === 408 || status === 429 || status >= 500) {
		return passing('the request for a token', answer);
	}
	const hints = [
		...(GUID.test(apiKey)
			? []
			: ['API Key does not look like one (8-4-4-4-12 digits and letters).']),
		...(userName.includes('@') ? [] : ['User Name is not an e-mail address.']),
	];
	return new Fault(
		[
			`Glassix refuses the credential (${status}).${itsWords(body)}`,
			...hints,
			"Check API Key, API Secret and User Name against Glassix → Settings → Developers → API keys: the user needs access to the key's department.",
		].join(' '),
		{ stops: 'always' },
	);
}
