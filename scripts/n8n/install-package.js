'use strict';

const {
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} = require('node:fs');
const path = require('node:path');

const { npmOrHalt } = require('../lib/npm');
const { unpack } = require('../lib/unpack');

/** As n8n's own installer runs it (downloadPackage in community-packages.service.js). */
const INSTALL_DEPENDENCIES = [
	'install',
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

/**
 * Installs a community package from its tarball the way n8n's own installer does, which takes only
 * published ones. n8n loads it at its next start.
 *
 * @param {string} folder n8n's user folder.
 * @param {string} tarball
 * @throws {import('../lib/halt').Halt} When it cannot be unpacked or its dependencies are not to
 * be had.
 */
async function installPackage(folder, tarball) {
	const nodesFolder = path.join(folder, '.n8n', 'nodes');
	const unpacked = path.join(nodesFolder, '.unpacked');
	rmSync(unpacked, { recursive: true, force: true });
	await unpack(tarball, unpacked);

	const name = keepRuntimeDependencies(path.join(unpacked, 'package.json'));
	const target = path.join(nodesFolder, 'node_modules', name);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(path.dirname(target), { recursive: true });
	renameSync(unpacked, target);
	await npmOrHalt(`install what ${name} depends on`, INSTALL_DEPENDENCIES, { cwd: target });

	const manifest = path.join(nodesFolder, 'package.json');
	if (existsSync(manifest)) return;
	writeFileSync(
		manifest,
		JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }),
	);
}

/**
 * @param {string} file A package.json.
 * @returns {string} The package's name.
 */
function keepRuntimeDependencies(file) {
	const manifest = JSON.parse(readFileSync(file, 'utf8'));
	delete manifest.devDependencies;
	delete manifest.peerDependencies;
	delete manifest.optionalDependencies;
	writeFileSync(file, JSON.stringify(manifest, null, 2));
	return manifest.name;
}

module.exports = { installPackage };
