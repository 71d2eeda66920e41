/** Whether a value is a JSON object: no list, not null. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

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

/** A text, or a number as text; '' for anything else. */
export const asText = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** The first of several paths that leads to a string, a number or a boolean; null where none does. */
export function firstValueAt(
	root: unknown,
	paths: readonly string[],
): string | number | boolean | null {
	for (const path of paths) {
		const value = valueAt(root, path);
		if (typeof value === 'number' || typeof value === 'boolean') return value;
		if (typeof value === 'string' && value !== '') return value;
	}
	return null;
}
