import { isObject } from './json';

/** Halves of a character of UTF-16 that stand alone. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** A text that every database and service takes: well-formed Unicode without NUL. */
export const wellFormed = (text: string): string =>
	text.replaceAll('\0', '').replace(LONE_SURROGATE, '\uFFFD');

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text that bytes are in UTF-8, a byte order mark included; undefined where they are no UTF-8. */
export function fromUtf8(bytes: Buffer): string | undefined {
	const text = bytes.toString('utf8');
	// It stands in the text for whatever is no UTF-8, or for itself: only then is the slow way needed.
	if (!text.includes('\uFFFD')) return text;
	try {
		return UTF_8.decode(bytes);
	} catch {
		return undefined;
	}
}

/** What a terminal, a log reader or an editor may take for a new line, a command or another direction. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const escaped = (character: string): string => {
	const digits = character.codePointAt(0)!.toString(16).padStart(4, '0');
	return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits}`;
};

/** A text of so many characters at most: what is longer ends in an ellipsis. */
export const cut = (text: string, longest: number): string =>
	text.length <= longest ? text : `${text.slice(0, longest - 1).replace(LONE_SURROGATE, '')}…`;

/**
 * A text as part of a line that nobody can forge: what is no printable character is escaped (`\u000a`), and what
 * is too long is cut.
 */
export const oneLine = (text: string, longest: number): string =>
	cut(cut(text, longest).replace(UNPRINTABLE, escaped), longest);

/** A text with something in it, well-formed and without space around it; undefined for all else. */
export function textOf(value: unknown): string | undefined {
	const text = typeof value === 'string' ? wellFormed(value).trim() : '';
	return text === '' ? undefined : text;
}

const ENTITIES: Readonly<Record<string, string>> = {
	'&amp;': '&',
	'&lt;': '<',
	'&gt;': '>',
	'&quot;': '"',
	'&#39;': "'",
};

/** A text whose sender escaped it for HTML, as it was written. */
export const unescapeHtml = (text: string): string =>
	text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]!);

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Fewer digits than a phone number has. */
const SHORT_NUMBER = /^\d{1,6}$/;

/**
 * The name of a person: a text, or the first member of an object that holds one (a name before an e-mail address
 * before a phone number). Never an id: a name that the service gives nobody is none.
 */
export function nameOf(person: unknown, members: readonly string[]): string | undefined {
	const names = isObject(person) ? members.map((member) => person[member]) : [person];
	return names
		.map(textOf)
		.find((name) => name !== undefined && !GUID.test(name) && !SHORT_NUMBER.test(name));
}
