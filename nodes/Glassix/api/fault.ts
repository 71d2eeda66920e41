import { parseJson } from '../../../receiver/lib/json';

/**
 * When a fault ends the trigger instead of being waited out: always; when the user publishes the
 * workflow, and so is there to fix it; or never.
 */
type Stops = 'always' | 'whenPublishing' | 'never';

/** A call to Glassix's API that came to nothing. Its message tells the user why, and how to fix it. */
export class Fault extends Error {
	readonly stops: Stops;

	/** How long Glassix asks to wait, in milliseconds. */
	readonly retryAfterMs: number | undefined;

	/** Whether a second try right away may well succeed, and troubles nobody. */
	readonly isMishap: boolean;

	constructor(
		message: string,
		{ stops = 'never', retryAfterMs, isMishap = false }: Partial<Omit<Fault, keyof Error>> = {},
	) {
		super(message);
		this.stops = stops;
		this.retryAfterMs = retryAfterMs;
		this.isMishap = isMishap;
	}
}

/** Nobody waits longer because a header says so. */
const LONGEST_WAIT_MS = 3_600_000;

/** `Retry-After` in milliseconds, given in seconds or as a date; undefined where it is neither. */
export function retryAfter(header: unknown): number | undefined {
	if (typeof header !== 'string' || header.trim() === '') return undefined;
	const seconds = Number(header);
	const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
	return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_WAIT_MS);
}

const LONGEST_QUOTE = 200;

/**
 * Glassix's own words in an answer that is not 2xx, as a sentence behind ours; '' where it has none.
 * `message` or `Message`: github.com/Glassix/glassix-js, src/helpers/catchError.js.
 */
export function itsWords(body: unknown): string {
	const parsed = typeof body === 'string' ? parseJson(body) : body;
	const { message, Message } = (parsed ?? {}) as Record<string, unknown>;
	const words = message ?? Message;
	return typeof words === 'string' && words !== ''
		? ` Glassix says: “${words.slice(0, LONGEST_QUOTE)}”.`
		: '';
}

/** An answer of HTTP, as far as it is looked at here. */
export interface Answer {
	status: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** An answer as n8n gives it where it is asked for the full response. */
export interface FullResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

export const answerOf = ({ statusCode, headers, body }: FullResponse): Answer => ({
	status: statusCode,
	headers,
	body,
});

/** The fault of an answer whose status says that a later try may succeed. */
export function passing(what: string, { status, headers, body }: Answer): Fault {
	const asked = retryAfter(headers['retry-after']);
	return new Fault(`Glassix answered ${what} with ${status}.${itsWords(body)}`, {
		retryAfterMs: asked,
		isMishap: status >= 500 && asked === undefined,
	});
}

/** Whether an answer points elsewhere. */
export const isRedirect = ({ status }: Pick<Answer, 'status'>) => status >= 300 && status < 400;

/**
 * The fault of an answer that points elsewhere: where to is not followed, as it would get the secret or the
 * token. Of the place the host name is told alone: the rest of its URL may hold anything.
 */
export function redirected(baseUrl: string, what: string, { status, headers }: Answer): Fault {
	return new Fault(
		`${baseUrl} answered ${what} by pointing to ${hostOf(headers.location, baseUrl)} (${status}). The credential's secret and token go nowhere else: check Workspace and Environment in the credential, or, if that is where Glassix is to be called, choose Other as Environment and enter its address as Base URL.`,
		{ stops: 'whenPublishing' },
	);
}

/** The host name of a `Location` header, which may be a path alone. */
function hostOf(location: unknown, baseUrl: string): string {
	const isUrl = typeof location === 'string' && URL.canParse(location, baseUrl);
	return isUrl ? new URL(location, baseUrl).hostname : 'no place that can be read';
}

/** The fault of an answer that is not complete in time. Glassix may have carried the call out. */
export const unfinished = (what: string, afterMs: number) =>
	new Fault(`Glassix has not finished its answer to ${what} within ${afterMs / 1000} s.`, {
		isMishap: true,
	});

/** What n8n throws where it will not get at a credential however often it tries: gone, not to be decrypted … */
const UNREADABLE = [
	'CredentialDataError',
	'CredentialMissingIdError',
	'CredentialNotFoundError',
	'ExpressionError',
	'NodeOperationError',
	'UnrecognizedCredentialTypeError',
	'UnrecognizedNodeTypeError',
];

/** The fault of a credential that n8n does not give, in n8n's words. A database may answer a moment later. */
export const unreadable = (error: Error) =>
	new Fault(`n8n cannot read the Glassix API credential: ${error.message}`, {
		stops: UNREADABLE.includes(error.constructor.name) ? 'always' : 'never',
	});

/** The fault of a call that got no answer, or half of one: Glassix may have carried it out. */
export function unanswered(baseUrl: string, what: string, code: unknown): Fault {
	if (code === 'ENOTFOUND') {
		return new Fault(
			`There is no Glassix at ${baseUrl}. Check Workspace and Environment in the credential.`,
			{ stops: 'whenPublishing' },
		);
	}
	const reason = typeof code === 'string' ? ` (${code})` : '';
	return new Fault(
		`n8n couldn't reach Glassix, or Glassix broke off its answer to ${what}${reason}.`,
		{
			isMishap: true,
		},
	);
}
