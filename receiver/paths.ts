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
