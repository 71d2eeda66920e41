import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { parseJson } from '../../../receiver/lib/json';
import { inTime } from '../../../receiver/lib/wait';
import { accountOf, fingerprint, type Account } from './account';
import {
	Fault,
	answerOf,
	isRedirect,
	itsWords,
	passing,
	redirected,
	unanswered,
	unfinished,
	type Answer,
	type FullResponse,
} from './fault';

/** A token as n8n stores it in the credential. A type, not an interface: it is a record of n8n's. */
type StoredToken = {
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

/** For the whole answer, however it comes. */
const TIMEOUT_MS = 20_000;

const WHAT = 'the request for a token';

/** Tokens that Glassix has refused: as many as there may be in use, and some. */
const refused = new Set<string>();
const MOST_REFUSED = 1000;

/** Has a token that Glassix refused renewed before the next call. */
export function refuseToken(token: string): void {
	refused.add(token);
	if (refused.size > MOST_REFUSED) refused.delete(refused.values().next().value!);
}

/** Whether the credential's stored token may be used: it is the account's, not refused, and not about to expire. */
export const isUsable = (fields: ICredentialDataDecryptedObject, account: Account) =>
	typeof fields.accessToken === 'string' &&
	fields.accessToken !== '' &&
	fields.issuedTo === fingerprint(account) &&
	!refused.has(fields.accessToken) &&
	Number(fields.usableUntil) > Date.now();

/** The tokens this process has, by account: the token endpoint is throttled, one request serves all. */
const issued = new Map<string, StoredToken>();
const requested = new Map<string, Promise<StoredToken>>();

/** What the last request for a token came to, by account, where it came to nothing. */
const failed = new Map<string, { fault: Fault; at: number }>();

/**
 * Why an account got no token since a moment: n8n below 2.34 does not hand on what renewToken() throws.
 * @param since in milliseconds since 1970.
 */
export function whyNoToken(account: Account, since: number): Fault | undefined {
	const failure = failed.get(fingerprint(account));
	return failure && failure.at >= since ? failure.fault : undefined;
}

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
	const { token, fault } = await request.then(
		(issuedToken) => ({ token: issuedToken, fault: undefined }),
		(why: Fault) => ({ token: undefined, fault: why }),
	);
	if (requested.get(key) === request) requested.delete(key);
	if (!token) {
		failed.set(key, { fault, at: Date.now() });
		throw fault;
	}
	for (const [other, { usableUntil }] of issued) {
		if (Number(usableUntil) <= Date.now()) issued.delete(other);
	}
	issued.set(key, token);
	failed.delete(key);
	return token;
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
		// The secret goes nowhere else.
		disableFollowRedirect: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
	});
	if (isRedirect(answer)) throw redirected(baseUrl, WHAT, answer);
	const { accessToken, lifeS } = readToken(answer);
	if (answer.status < 200 || answer.status > 299) throw refusalOf(answer, account);
	if (accessToken === undefined) {
		throw new Fault('Glassix answered the request for a token with something other than a token.');
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
	const response = await inTime(
		TIMEOUT_MS,
		async (abortSignal) =>
			(await http.helpers.httpRequest({ ...options, abortSignal })) as FullResponse,
	).catch((error: { code?: unknown }) => {
		// The original one holds the request, and the request holds the secret.
		throw unanswered(baseUrl, WHAT, error.code);
	});
	if (!response) throw unfinished(WHAT, TIMEOUT_MS);
	return answerOf(response);
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
	if (status === 404) {
		return new Fault(
			`There is no Glassix API at ${baseUrl} (404). Check Workspace and Environment in the credential.`,
			{ stops: 'whenPublishing' },
		);
	}
	if (status === 408 || status === 429 || status >= 500) {
		return passing(WHAT, answer);
	}
	const hints = [
		...(GUID.test(apiKey)
			? []
			: ['API Key does not look like one (8-4-4-4-12 digits and letters).']),
		...(userName.includes('@') ? [] : ['User Name is not an e-mail address.']),
	];
	return new Fault(
		[
			`Glassix does not accept the credential (${status}).${itsWords(body)}`,
			...hints,
			"Compare API Key, API Secret, and User Name with Glassix → Settings → Developers → API keys. The user needs access to the key's department.",
		].join(' '),
		{ stops: 'always' },
	);
}
