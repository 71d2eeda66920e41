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

/** Decodes percent-encoding; text that is none stays as it is. */
export function decode(value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		return value;
	}
}

const formDecode = (value: string) => decode(value.replaceAll('+', ' '));

/** The form-decoded values of a query parameter, in order: none when it is not there. */
export function queryValues(query: string, name: string): string[] {
	return valueStarts(query, name).map((start) => formDecode(upToNextParameter(query, start)));
}

/**
 * Whether a query parameter holds a secret, however the sender writes it: as it is (then, standing
 * last, even with an `&` in it), percent-encoded, or form-encoded (a blank as `+`).
 * A parameter that is given more than once holds nothing.
 */
export function holdsSecret(query: string, name: string, secret: string): boolean {
	const [start, ...more] = valueStarts(query, name);
	if (start === undefined || more.length > 0) return false;
	const readings = [upToNextParameter(query, start), query.slice(start)].flatMap((raw) => [
		raw,
		decode(raw),
		formDecode(raw),
	]);
	return [...new Set(readings)].map((sent) => sameSecret(sent, secret)).includes(true);
}
