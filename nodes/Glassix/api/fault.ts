import { parseJson } from '../../../receiver/lib/json';

/**
 * When a fault ends the trigger instead of being waited out: always; when the user publishes the
 * workflow, and so is there to fix it; or never.
 */
export type Stops = 'always' | 'whenPublishing' | 'never';

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

/** The fault of an answer whose status says that a later try may succeed. */
export function passing(what: string, { status, headers, body }: Answer): Fault {
	const asked = retryAfter(headers['retry-after']);
	return new Fault(`Glassix answered ${what} with ${status}.${itsWords(body)}`, {
		retryAfterMs: asked,
		isMishap: status >= 500 && asked === undefined,
	});
}

/** The fault of a call that got no answer, or half of one: Glassix may have carried it out. */
export function unanswered(baseUrl: string, what: string, code: unknown): Fault {
	if (code === 'ENOTFOUND') {
		return new Fault(
			`There is no Glassix at ${baseUrl}: check Workspace and Environment in the credential.`,
			{ stops: 'whenPublishing' },
		);
	}
	const reason = typeof code === 'string' ? ` (${code})` : '';
	return new Fault(`Glassix could not be reached or broke off its answer to ${what}${reason}.`, {
		isMishap: true,
	});
}
