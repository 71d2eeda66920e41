'use strict';

const { existsSync } = require('node:fs');

const { runQuietly } = require('./processes');

const DEBIAN_MARK = '/etc/debian_version';
const APT = '/usr/bin/apt-get';

/** Whether this is Debian, or one of its kind. */
const isDebian = () => existsSync(DEBIAN_MARK);

/** Whether packages can be installed here without asking: Debian, and its administrator. */
const mayInstallPackages = () => isDebian() && existsSync(APT) && process.getuid?.() === 0;

/**
 * Installs packages of the system.
 *
 * @param {readonly string[]} packages
 * @returns {Promise<string | undefined>} What went wrong, in one line.
 */
async function installPackages(packages) {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const add = ['install', '-y', '--no-install-recommends', ...packages];
	// Lists of packages, where there are any, may be older than the packages.
	await runQuietly(APT, ['update'], { env });
	const { code, output } = await runQuietly(APT, add, { env });
	if (code === 0) return undefined;
	const reason = output.split('\n').find((line) => line.startsWith('E: '));
	return (reason ?? output.trim().split('\n').at(-1) ?? '').replace(/^E: /, '');
}

module.exports = { isDebian, mayInstallPackages, installPackages };
