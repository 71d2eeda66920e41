'use strict';

const { mkdirSync } = require('node:fs');

const { Halt } = require('./halt');
const { runQuietly } = require('./processes');

/**
 * Unpacks a package's tarball, without the folder `package` around its files.
 *
 * @param {string} tarball
 * @param {string} folder Made when missing.
 * @throws {Halt} When it cannot be unpacked.
 */
async function unpack(tarball, folder) {
	mkdirSync(folder, { recursive: true });
	const args = ['-xzf', tarball, '-C', folder, '--strip-components=1'];
	const { code, output } = await runQuietly('tar', args).catch((reason) => ({
		code: 1,
		output: String(reason),
	}));
	if (code !== 0) throw new Halt(`tar could not unpack ${tarball}: ${output.trim()}`);
}

module.exports = { unpack };
