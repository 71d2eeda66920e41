import { sameSecret } from './secret';

/**
 * Where the values of a query parameter begin in a raw query string.
 * A parameter may also follow a second question mark: a service that appends its own
 * parameters to an endpoint that already has a query may join them so.
 */
function valueStarts(query: string, name: string): number[] {
	const literally = name.replace(/\W/g, '\\$&');
	const parameter = new RegExp(`(?<=^|[&?])${literally}=`, 'g');
	return [...query.matchAll(parameter)].map((match) => match.index + match[0].length);
}

const upToNextParameter = (query: string, start: number) =>
	query.slice(start).split('&', 1)[0] ?? '';

/** What follows a second question mark is a query as well, where a parameter begins there. */
const NEXT_QUERY = /\?[\w.-]+=/;

/** Decodes percent-encoding; text that is none stays as it is. */
export function decode(value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		return value;
	}
}

/** Encoding an encoded text again and again is a slip, not a habit. */
const MOST_ENCODINGS = 5;

/** Decodes percent-encoding until nothing changes. */
export function decodeAll(value: string): string {
	let decoded = value;
	for (let times = 0; times < MOST_ENCODINGS && decode(decoded) !== decoded; times++) {
		decoded = decode(decoded);
	}
	return decoded;
}

/** Decodes each run of percent-encoded bytes in a text, whatever stands around it. */
const decodeRuns = (text: string) =>
	text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
		Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
	);

/** A text that is encoded more often hides what is in it. */
const MOST_SPELLINGS = 20;

/** A text in all the spellings that its encodings hide; undefined where there are more than anybody means. */
function spellingsOf(text: string): string[] | undefined {
	const spellings = [text];
	for (let next = decodeRuns(text); next !== spellings.at(-1); next = decodeRuns(next)) {
		if (spellings.length === MOST_SPELLINGS) return undefined;
		spellings.push(next);
	}
	return spellings.flatMap((spelling) => [spelling, decodeRuns(spelling.replaceAll('+', ' '))]);
}

/** Whether a text repeats one of the secrets, decoded until nothing changes; so it counts where that has no end. */
export function repeatsSecret(text: string, secrets: readonly string[]): boolean {
	const spellings = spellingsOf(text);
	if (!spellings) return true;
	return secrets
		.flatMap((secret) => spellingsOf(secret) ?? [secret])
		.some((secret) => secret !== '' && spellings.some((spelling) => spelling.includes(secret)));
}

const formDecode = (value: string) => decode(value.replaceAll('+', ' '));

/** The query as it was meant where somebody copied it from a page's source. */
export const unescapeAmpersands = (query: string): string =>
	query.replace(/&(?:amp|#38|#x26);/gi, '&');

/**
 * The query as it stands, and as it was meant where a form or a person encoded it as a whole: `&amp;` for `&`,
 * `%26` for `&`, `%3D` for `=`.
 */
function readingsOf(query: string): string[] {
	const unescaped = unescapeAmpersands(query);
	return [...new Set([query, unescaped, decode(query), decode(unescaped)])];
}

/** The form-decoded values of a query parameter, in order: none when it is not there. */
export function queryValues(query: string, name: string): string[] {
	for (const reading of readingsOf(query)) {
		const starts = valueStarts(reading, name);
		if (starts.length > 0)
			return starts.map((start) =>
				formDecode(upToNextParameter(reading, start).split(NEXT_QUERY, 1)[0]!),
			);
	}
	return [];
}

/**
 * Whether a query parameter holds a secret, however the sender writes it: as it is (then, standing
 * last, even with an `&` in it), percent-encoded, or form-encoded (a space as `+`); without the spaces around it.
 * A parameter that is given more than once holds nothing.
 */
export function holdsSecret(query: string, name: string, secret: string): boolean {
	const sent = readingsOf(query).flatMap((reading) => valuesSent(reading, name));
	return [...new Set(sent)].map((value) => sameSecret(value, secret)).includes(true);
}

/** What a parameter may be meant to hold; nothing where it is not given exactly once. */
function valuesSent(query: string, name: string): string[] {
	const [start, ...more] = valueStarts(query, name);
	if (start === undefined || more.length > 0) return [];
	const value = upToNextParameter(query, start);
	// What follows a second question mark is a query as well, unless the secret itself holds one.
	return [value, value.split('?', 1)[0]!, query.slice(start)]
		.flatMap((raw) => [raw, decode(raw), formDecode(raw)])
		.map((text) => text.trim());
}
