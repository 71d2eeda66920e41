'use strict';

const { existsSync } = require('node:fs');
const path = require('node:path');

const { installPackages, isDebian, mayInstallPackages } = require('../lib/debian');
const { createReport } = require('../lib/report');

const COMMAND = 'caddy';

/**
 * @returns {string | undefined} The Caddy of this machine; CADDY names another one.
 */
function findCaddy() {
	const { CADDY, PATH = '' } = process.env;
	if (CADDY) return CADDY;
	return PATH.split(path.delimiter)
		.filter(Boolean)
		.map((folder) => path.join(folder, COMMAND))
		.find((file) => existsSync(file));
}

/**
 * @param {object} options
 * @param {boolean} options.mayInstall Whether it is installed from the system's packages where
 * that can be done without asking.
 * @param {import('../lib/report').Report} [options.report]
 * @returns {Promise<string | undefined>} Why tests with a proxy cannot run here, undefined when they can.
 */
async function missingCaddy({ mayInstall, report = createReport() }) {
	if (findCaddy()) return undefined;
	const how = isDebian()
		? `sudo apt-get install ${COMMAND} installs it`
		: 'install Caddy, or name it in the variable CADDY';
	if (!mayInstall || !mayInstallPackages()) return `there is no Caddy: ${how}`;
	const failure = await report.during('Installing Caddy', () => installPackages([COMMAND]));
	if (!failure && findCaddy()) return undefined;
	return `Caddy could not be installed: ${failure ?? 'its package holds none'}`;
}

module.exports = { findCaddy, missingCaddy };
