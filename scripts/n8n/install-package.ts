import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { npmOrHalt } from '../lib/npm';
import { unpack } from '../lib/unpack';

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
 * @param folder n8n's user folder.
 * @throws When it cannot be unpacked or its dependencies are not to
 * be had.
 */
export async function installPackage(folder: string, tarball: string): Promise<void> {
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
 * @param file A package.json.
 * @returns The package's name.
 */
function keepRuntimeDependencies(file: string): string {
	const manifest = JSON.parse(readFileSync(file, 'utf8'));
	delete manifest.devDependencies;
	delete manifest.peerDependencies;
	delete manifest.optionalDependencies;
	writeFileSync(file, JSON.stringify(manifest, null, 2));
	return manifest.name;
}
