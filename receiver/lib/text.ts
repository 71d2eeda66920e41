import { isObject } from './json';

/** Halves of a character of UTF-16 that stand alone. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** A text that every database and service takes: well-formed Unicode without NUL. */
export const wellFormed = (text: string): string =>
	text.replaceAll('\0', '').replace(LONE_SURROGATE, '\uFFFD');

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
