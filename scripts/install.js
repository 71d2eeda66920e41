'use strict';

const { readFileSync } = require('node:fs');
const path = require('node:path');

const { installLocked } = require('./lib/npm');
const { projectFolder } = require('./lib/paths');
const { createReport } = require('./lib/report');

/**
 * @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>} Tree
 */

/**
 * Installs this clone's development dependencies when they are missing or package-lock.json asks
 * for others than are there.
 *
 * @param {{ report?: import('./lib/report').Report }} [options]
 * @throws {import('./lib/halt').Halt} When they cannot be installed.
 */
async function ensureInstalled({ report = createReport() } = {}) {
	if (isInstalled()) return;
	await report.during('Installing the development dependencies', () =>
		installLocked('install the development dependencies', ['--include=dev'], {
			cwd: projectFolder,
		}),
	);
}

/**
 * @returns {boolean} Whether node_modules holds what package-lock.json asks for. npm lists what it
 * installed in node_modules/.package-lock.json, as the last thing it does.
 */
function isInstalled() {
	const installed = readTree('node_modules/.package-lock.json');
	const wanted = readTree('package-lock.json');
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
		return JSON.parse(readFileSync(path.join(projectFolder, file), 'utf8')).packages;
	} catch {
		return undefined;
	}
}

module.exports = { ensureInstalled };
