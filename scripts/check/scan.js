'use strict';

const { readdirSync } = require('node:fs');

/**
 * n8n scans a package twice before it verifies it: its sources and what was published. The
 * scanner's command does so for packages in the registry alone, its functions for any folder.
 *
 * @typedef {object} Verdict
 * @property {boolean} passed
 * @property {string} [message]
 * @property {string} [details]
 */

/**
 * @typedef {object} Scanner
 * @property {(folder: string, patterns: string[]) => Promise<Verdict>} analyzePackage
 * @property {string[]} SOURCE_FILE_PATTERNS
 */

/**
 * @returns {Promise<Scanner>}
 */
async function loadScanner() {
	/** Not typed, and an ES module: its name is kept from the compiler. */
	const scanner = '../n8n/rules/scanner.mjs';
	return await import(scanner);
}

/**
 * @param {string} folder The clone.
 * @returns {Promise<string[]>} The scan's findings.
 */
async function scanSources(folder) {
	const { analyzePackage, SOURCE_FILE_PATTERNS } = await loadScanner();
	return findingsOf(await analyzePackage(folder, SOURCE_FILE_PATTERNS));
}

/**
 * @param {string} folder The unpacked package.
 * @returns {Promise<string[]>} The scan's findings.
 */
async function scanPublished(folder) {
	const { analyzePackage } = await loadScanner();
	const files = readdirSync(folder, { recursive: true }).map(String);
	// Without any JavaScript the scan would have nothing to object to.
	if (!files.some((file) => file.endsWith('.js'))) return ['the package holds no JavaScript'];
	return findingsOf(await analyzePackage(folder, ['**/*.js', 'package.json']));
}

/**
 * @param {Verdict} verdict
 * @returns {string[]}
 */
function findingsOf({ passed, message, details }) {
	if (passed && !message) return [];
	return [message ?? 'not passed', ...(details ?? '').split('\n').filter(Boolean)];
}

module.exports = { scanPublished, scanSources };
