/** Whether a value is a JSON object: no list, not null. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Whether two values are the same JSON, member by member: `undefined` is not what is missing. What is no JSON (a date,
 * NaN) is the same only as itself, if at all.
 */
export function isSame(one: unknown, other: unknown): boolean {
	if (one === other) return true;
	if (Array.isArray(one) && Array.isArray(other)) {
		return one.length === other.length && one.every((value, place) => isSame(value, other[place]));
	}
	if (!isPlain(one) || !isPlain(other)) return false;
	const names = Object.keys(one);
	return (
		names.length === Object.keys(other).length &&
		names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
	);
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
	isObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);

/** The value of JSON in UTF-8, with or without a byte order mark; undefined where it is no JSON. */
export function parseJson(json: Buffer | string): unknown {
	try {
		return JSON.parse(json.toString().replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}

/** The value at a dotted path (`ticket.requester.email`, `surveys.0.id`); undefined where it leads nowhere. */
export function valueAt(root: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(value, key) =>
				typeof value === 'object' && value !== null && Object.hasOwn(value, key)
					? (value as Record<string, unknown>)[key]
					: undefined,
			root,
		);
}

/** The value at a dotted path, whatever the letter case of the names on the way (`Ticket.Id`, `ticket.id`). */
export function valueInAnyCase(root: unknown, path: string): unknown {
	return path.split('.').reduce<unknown>((value, key) => valueAt(value, nameIn(value, key)), root);
}

/** The name that an object has for a member, in its own letter case; the name itself where it has none. */
function nameIn(value: unknown, name: string): string {
	if (!isObject(value) || Object.hasOwn(value, name)) return name;
	return namesIn(value).get(name.toLowerCase()) ?? name;
}

/** No service's object has more: whoever sends a million members has none of them searched. */
const MOST_MEMBERS = 1000;

const namesOf = new WeakMap<object, Map<string, string>>();

/** The names of an object's members by themselves in lower case; put together once, however often it is asked. */
function namesIn(value: object): Map<string, string> {
	const known = namesOf.get(value);
	if (known) return known;
	const keys = Object.keys(value);
	const searched = keys.length > MOST_MEMBERS ? [] : keys.reverse();
	const names = new Map(searched.map((key) => [key.toLowerCase(), key]));
	namesOf.set(value, names);
	return names;
}

/**
 * How many elements the lists in a value have together, however deep they are nested; counts no further than a limit.
 * @returns more than the limit where there are more.
 */
export function elementsIn(root: unknown, limit: number): number {
	const open = [root];
	let elements = 0;
	while (open.length > 0 && elements <= limit) {
		const value = open.pop();
		if (Array.isArray(value)) elements += value.length;
		if (elements > limit || typeof value !== 'object' || value === null) continue;
		for (const member of Object.values(value)) {
			if (typeof member === 'object' && member !== null) open.push(member);
		}
	}
	return elements;
}

/** A text, or a number as text; '' for anything else. */
export const asText = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** The values that paths lead to, in the paths' order: those that are neither null nor missing. */
export const valuesAt = (root: unknown, paths: readonly string[]): unknown[] =>
	paths.map((path) => valueAt(root, path)).filter((value) => value !== undefined && value !== null);
