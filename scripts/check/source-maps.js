'use strict';

const { existsSync, readFileSync, readdirSync } = require('node:fs');
const path = require('node:path');

const MAP_REFERENCE = /^\/\/# sourceMappingURL=(?!data:)(\S+)\s*$/m;

/**
 * @param {string} folder The unpacked package.
 * @returns {string[]} One line for each reference to a map or from a map to a source that is not
 * in the package.
 */
function findStraySourceMaps(folder) {
	return readdirSync(folder, { recursive: true })
		.map(String)
		.flatMap((file) =>
			referencesOf(path.join(folder, file))
				.filter((target) => !isWithin(folder, path.resolve(folder, path.dirname(file), target)))
				.map((target) => `${file} points to ${target}, which is not in the package`),
		);
}

/**
 * @param {string} file
 * @returns {string[]} What it refers to, relative to its own folder.
 */
function referencesOf(file) {
	if (/\.(js|d\.ts)$/.test(file)) {
		const [, map] = MAP_REFERENCE.exec(readFileSync(file, 'utf8')) ?? [];
		return map ? [map] : [];
	}
	if (!file.endsWith('.map')) return [];
	/** @type {{ sourceRoot?: string, sources: string[] }} */
	const { sourceRoot = '', sources } = JSON.parse(readFileSync(file, 'utf8'));
	return sources.map((source) => path.join(sourceRoot, source));
}

/**
 * @param {string} folder
 * @param {string} file Absolute.
 * @returns {boolean} Whether the file is there.
 */
function isWithin(folder, file) {
	return !path.relative(folder, file).startsWith('..') && existsSync(file);
}

module.exports = { findStraySourceMaps };
