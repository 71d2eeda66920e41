'use strict';

const { readFileSync } = require('node:fs');
const path = require('node:path');

const { installLocked } = require('./npm');
const projectFolder = path.resolve(__dirname, '..', '..');
const { createReport } = require('./report');

/**
 * @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>} Tree
 */

/** Has a package.json, a package-lock.json and an .npmrc of its own; package.json says why. */
const rulesFolder = path.join(__dirname, '..', 'n8n', 'rules');

/**
 * Installs this clone's development dependencies when they are missing or package-lock.json asks
 * for others than are there.
 *
 * @param {{ report?: import('./report').Report }} [options]
 * @throws {import('./halt').Halt} When they cannot be installed.
 */
async function ensureInstalled({ report = createReport() } = {}) {
	if (isInstalled(projectFolder)) return;
	await report.during('Installing the development dependencies', () =>
		installLocked('install the development dependencies', ['--include=dev'], {
			cwd: projectFolder,
		}),
	);
}

/**
 * Installs n8n's lint rules and scan in the same way.
 *
 * @param {{ report?: import('./report').Report }} [options]
 * @throws {import('./halt').Halt} When they cannot be installed.
 */
async function ensureRules({ report = createReport() } = {}) {
	if (isInstalled(rulesFolder)) return;
	await report.during("Installing n8n's lint rules and scan", () =>
		installLocked("install n8n's lint rules and scan", [], { cwd: rulesFolder }),
	);
}

/**
 * @param {string} folder
 * @returns {boolean} Whether its node_modules holds what its package-lock.json asks for. npm lists
 * what it installed in node_modules/.package-lock.json, as the last thing it does.
 */
function isInstalled(folder) {
	const installed = readTree(path.join(folder, 'node_modules', '.package-lock.json'));
	const wanted = readTree(path.join(folder, 'package-lock.json'));
	if (!installed || !wanted) return false;
	return Object.entries(wanted).every(([location, { version, optional, devOptional }]) => {
		const found = installed[location];
		if (location === '' || (!found && (optional || devOptional))) return true;
		return found !== undefined && found.version === version;
	});
}

/**
 * @param {string} file
 * @returns {Tree | undefined} Nothing when there is no such file.
 */
function readTree(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8')).packages;
	} catch {
		return undefined;
	}
}

module.exports = { ensureInstalled, ensureRules };
