'use strict';

const { existsSync } = require('node:fs');
const path = require('node:path');

const { createReport } = require('../lib/report');
const { runQuietly } = require('../lib/processes');

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** What does not lie on the path where it is installed the usual way. */
const USUAL_PLACES = [
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const PACKAGES = ['chromium', 'fonts-liberation'];

const DEBIAN_MARK = '/etc/debian_version';
const APT = '/usr/bin/apt-get';

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
	if (!mayInstall || !canInstall()) return `there is no Chromium: ${howToInstall()}`;
	const failure = await report.during('Installing Chromium', install);
	if (!failure && findChromium()) return undefined;
	return `Chromium could not be installed: ${failure ?? 'its package holds none'}`;
}

/**
 * @returns {boolean} Whether this is Debian, or one of its kind, and its administrator.
 */
function canInstall() {
	return existsSync(DEBIAN_MARK) && existsSync(APT) && process.getuid?.() === 0;
}

/**
 * @returns {string}
 */
function howToInstall() {
	if (existsSync(DEBIAN_MARK)) return `sudo apt-get install ${PACKAGES.join(' ')} installs it`;
	return 'install Chromium or Chrome, or name one in the variable CHROMIUM';
}

/**
 * @returns {Promise<string | undefined>} What went wrong, in one line.
 */
async function install() {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const add = ['install', '-y', '--no-install-recommends', ...PACKAGES];
	// Lists of packages, where there are any, may be older than the packages.
	await runQuietly(APT, ['update'], { env });
	const { code, output } = await runQuietly(APT, add, { env });
	if (code === 0) return undefined;
	const reason = output.split('\n').find((line) => line.startsWith('E: '));
	return (reason ?? output.trim().split('\n').at(-1) ?? '').replace(/^E: /, '');
}

module.exports = { findChromium, missingChromium };
