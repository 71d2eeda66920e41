import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const MAP_REFERENCE = /^\/\/# sourceMappingURL=(?!data:)(\S+)\s*$/m;

/**
 * @param folder The unpacked package.
 * @returns One line for each reference to a map or from a map to a source that is not
 * in the package.
 */
export function findStraySourceMaps(folder: string): string[] {
	return readdirSync(folder, { recursive: true })
		.map(String)
		.flatMap((file) =>
			referencesOf(path.join(folder, file))
				.filter((target) => !isWithin(folder, path.resolve(folder, path.dirname(file), target)))
				.map((target) => `${file} points to ${target}, which is not in the package`),
		);
}

/** What it refers to, relative to its own folder. */
function referencesOf(file: string): string[] {
	if (/\.(js|d\.ts)$/.test(file)) {
		const [, map] = MAP_REFERENCE.exec(readFileSync(file, 'utf8')) ?? [];
		return map ? [map] : [];
	}
	if (!file.endsWith('.map')) return [];
	const { sourceRoot = '', sources } = JSON.parse(readFileSync(file, 'utf8')) as {
		sourceRoot?: string;
		sources: string[];
	};
	return sources.map((source) => path.join(sourceRoot, source));
}

/**
 * @param file Absolute.
 * @returns Whether the file is there.
 */
function isWithin(folder: string, file: string): boolean {
	return !path.relative(folder, file).startsWith('..') && existsSync(file);
}
