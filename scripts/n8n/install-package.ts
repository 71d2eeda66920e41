import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { unpack } from '../lib/unpack';

/**
 * Installs a community package from its tarball where n8n's own installer, which takes only
 * published ones, puts it. n8n loads it at its next start. There are no dependencies to install: n8n
 * verifies no package that has some.
 * @param folder n8n's user folder.
 * @throws When it cannot be unpacked or has dependencies.
 */
export async function installPackage(folder: string, tarball: string): Promise<void> {
	const nodesFolder = path.join(folder, '.n8n', 'nodes');
	const unpacked = path.join(nodesFolder, '.unpacked');
	rmSync(unpacked, { recursive: true, force: true });
	await unpack(tarball, unpacked);

	const file = path.join(unpacked, 'package.json');
	const { name, dependencies = {} } = JSON.parse(readFileSync(file, 'utf8'));
	if (Object.keys(dependencies).length > 0) {
		throw new Error(`${name} has dependencies, which are not installed here`);
	}
	const target = path.join(nodesFolder, 'node_modules', name);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(path.dirname(target), { recursive: true });
	renameSync(unpacked, target);

	const manifest = path.join(nodesFolder, 'package.json');
	if (existsSync(manifest)) return;
	writeFileSync(
		manifest,
		JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }),
	);
}
