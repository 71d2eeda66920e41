import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { npmOrHalt } from '../../../scripts/lib/npm';
import { unpack } from '../../../scripts/lib/unpack';

/**
 * The package with other values of some constants of its polling: no test can wait for hours.
 *
 * @param constants By their names, in milliseconds.
 * @returns The path of another tarball; `remove` deletes it.
 */
export async function packageWith(
	tarball: string,
	constants: Record<string, number>,
): Promise<{ tarball: string; remove(): void }> {
	const folder = mkdtempSync(path.join(tmpdir(), 'package-with-'));
	const unpacked = path.join(folder, 'unpacked');
	await unpack(tarball, unpacked);
	for (const file of codeIn(path.join(unpacked, 'dist', 'nodes', 'Glassix'))) {
		const code = readFileSync(file, 'utf8');
		writeFileSync(file, withConstants(code, constants));
	}
	await npmOrHalt(
		'pack the package with other constants',
		['pack', '--ignore-scripts', '--pack-destination', folder],
		{ cwd: unpacked },
	);
	const [packed] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
	return {
		tarball: path.join(folder, packed),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

const codeIn = (folder: string) =>
	readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
		.map((entry) => path.join(entry.parentPath, entry.name));

const withConstants = (code: string, constants: Record<string, number>) =>
	Object.entries(constants).reduce(
		(result, [name, ms]) =>
			result.replace(new RegExp(`\\b${name} = [\\d_ *A-Z]+;`, 'g'), `${name} = ${ms};`),
		code,
	);
