import { lastOf } from './lastOf';

/** A proxy hands a header on twice or a few times; a stranger may as well a thousand times. */
const MOST_COPIES = 4;

/** A header's value, once where a proxy repeated it: copies that are all alike, between commas. */
export function unrepeated(value: string): string {
	if (!value.includes(',')) return value;
	for (let copies = MOST_COPIES; copies > 1; copies--) {
		for (const between of [', ', ',']) {
			const length = (value.length + between.length) / copies - between.length;
			const first = value.slice(0, Math.max(length, 0));
			if (first !== '' && Array(copies).fill(first).join(between) === value) return first;
		}
	}
	return value;
}

/** What a body is, by its Content-Type. */
interface MediaType {
	/** Media type in lower case without parameters; '' where none is named, all of them where several are. */
	type: string;
	/** The label of its character set in lower case, '' where none is named. */
	charset: string;
}

/** A parameter of a media type: its name, then its value, in quotes or as it is. */
const PARAMETER = /;\s*([\w-]+)\s*=\s*(?:["']([^"']*)["']|([^;"']*))/g;

/** Reads a Content-Type; one that is given several times, each alike, is one. */
export const mediaTypeOf = lastOf((contentType): MediaType => {
	const parts = contentType.match(/(?:[^,"]|"[^"]*"?)+/g) ?? [];
	const types = parts.map((part) => part.split(';', 1)[0]!.trim().toLowerCase());
	const charsets = parts.flatMap((part) =>
		[...part.matchAll(PARAMETER)]
			.filter(([, name]) => name!.toLowerCase() === 'charset')
			.map(([, , quoted, plain = '']) => (quoted ?? plain).trim().toLowerCase())
			.filter((label) => label !== ''),
	);
	return {
		type: [...new Set(types)].join(', '),
		charset: [...new Set(charsets)].join(', '),
	};
});
