import type { Outcome } from './deliver';

const LONGEST_SHOWN = 200;

/** n8n answers 404 with advice for its own Webhook node, or with a page of HTML. */
const NOT_FOUND =
	'There is no webhook at this URL: publish the workflow and copy the production URL from the ' +
	"trigger's panel. A test URL works only while the editor listens.";

/** Such as `401 after 12 ms (The signature does not match the body.)`. */
export function describe(outcome: Outcome): string {
	const { status, text, milliseconds } = outcome;
	if (status === undefined) return text;
	const reason = reasonOf(outcome);
	return `${status} after ${Math.round(milliseconds)} ms${reason && ` (${reason})`}`;
}

/** What an answer says, in a sentence; nothing if it says nothing. */
export function reasonOf({ status, text }: Pick<Outcome, 'status' | 'text'>): string {
	if (status === 404) return NOT_FOUND;
	if (/^\s*<(?:!doctype|html|head|body)\b/i.test(text)) {
		const [, title = ''] = /<title>([^<]*)<\/title>/i.exec(text) ?? [];
		return `a web page${title.trim() && `, "${title.trim()}"`}: is this the webhook URL?`;
	}
	return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)} ...` : text;
}
