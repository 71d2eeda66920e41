'use strict';

const { existsSync } = require('node:fs');
const path = require('node:path');

const { installPackages, isDebian, mayInstallPackages } = require('../lib/debian');
const { createReport } = require('../lib/report');

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** What does not lie on the path where it is installed the usual way. */
const USUAL_PLACES = [
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const PACKAGES = ['chromium', 'fonts-liberation'];

/**
 * @returns {string | undefined} A Chromium or Chrome of this machine; CHROMIUM names another one.
 */
function findChromium() {
	const { CHROMIUM, PATH = '' } = process.env;
	if (CHROMIUM) return CHROMIUM;
	const onPath = PATH.split(path.delimiter)
		.filter(Boolean)
		.flatMap((folder) => COMMANDS.map((command) => path.join(folder, command)));
	return [...onPath, ...USUAL_PLACES].find((file) => existsSync(file));
}

/**
 * @param {object} options
 * @param {boolean} options.mayInstall Whether it is installed from the system's packages where
 * that can be done without asking.
 * @param {import('../lib/report').Report} [options.report]
 * @returns {Promise<string | undefined>} Why browser tests cannot run here, undefined when they can.
 */
async function missingChromium({ mayInstall, report = createReport() }) {
	if (findChromium()) return undefined;
	if (!mayInstall || !mayInstallPackages()) return `there is no Chromium: ${howToInstall()}`;
	const failure = await report.during('Installing Chromium', () => installPackages(PACKAGES));
	if (!failure && findChromium()) return undefined;
	return `Chromium could not be installed: ${failure ?? 'its package holds none'}`;
}

/**
 * @returns {string}
 */
function howToInstall() {
	if (isDebian()) return `sudo apt-get install ${PACKAGES.join(' ')} installs it`;
	return 'install Chromium or Chrome, or name one in the variable CHROMIUM';
}

module.exports = { findChromium, missingChromium };
