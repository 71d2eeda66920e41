import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';

import { Halt } from './lib/halt';
import { npmOrHalt } from './lib/npm';
import { cloneCacheFolder, projectFolder } from './lib/paths';
import { runQuietly } from './lib/processes';
import { createReport } from './lib/report';

/** What has no part in the package; all the rest of the clone is taken for a source of it. */
const NOT_SOURCES = new Set([
	'.cache',
	'.ci',
	'.git',
	'.github',
	'bench',
	'coverage',
	'dist',
	'docs',
	'examples',
	'node_modules',
	'scripts',
	'test',
]);
const SOURCES_OF_THE_BUILD = 'scripts/build';

const buildStamp = path.join(cloneCacheFolder, 'built-from');
const tarballFolder = path.join(cloneCacheFolder, 'package');

/**
 * Builds `dist/`, unless it was built from the very same sources before.
 * @throws With what the build said.
 */
async function buildPackage({ report = createReport() } = {}): Promise<void> {
	const sources = hashSources();
	if (isBuiltFrom(sources)) return;
	await report.during('Building the package', async () => {
		const gulp = path.join(projectFolder, 'node_modules', 'gulp', 'bin', 'gulp.js');
		const { code, output } = await runQuietly(process.execPath, [gulp, 'build'], {
			cwd: projectFolder,
		});
		if (code !== 0) throw new Halt(`The package could not be built:\n${output.trim()}`);
	});
	mkdirSync(cloneCacheFolder, { recursive: true });
	writeFileSync(buildStamp, sources);
}

/**
 * Builds the package and packs it as `npm publish` would.
 * @returns The tarball's path.
 * @throws When it cannot be built.
 */
export async function packTarball({ report = createReport() } = {}): Promise<string> {
	await buildPackage({ report });
	const tarball = path.join(tarballFolder, `${hashSources()}.tgz`);
	if (existsSync(tarball)) return tarball;
	rmSync(tarballFolder, { recursive: true, force: true });
	mkdirSync(tarballFolder, { recursive: true });
	// Without scripts: `prepack` would build once more.
	await npmOrHalt(
		'pack the package',
		['pack', '--ignore-scripts', '--pack-destination', tarballFolder],
		{ cwd: projectFolder },
	);
	const [packed] = readdirSync(tarballFolder);
	renameSync(path.join(tarballFolder, packed), tarball);
	return tarball;
}

function isBuiltFrom(sources: string): boolean {
	return (
		existsSync(path.join(projectFolder, 'dist', 'index.js')) &&
		existsSync(buildStamp) &&
		readFileSync(buildStamp, 'utf8') === sources
	);
}

/** Changes with every file the package may be made of. */
function hashSources(): string {
	const hash = createHash('sha256');
	for (const file of sourceFiles()) {
		hash.update(`${file}\n`).update(readFileSync(path.join(projectFolder, file)));
	}
	return hash.digest('hex').slice(0, 16);
}

/** Paths within the clone, sorted. */
function sourceFiles(): string[] {
	const entries = readdirSync(projectFolder, { withFileTypes: true });
	return entries
		.filter(({ name }) => !NOT_SOURCES.has(name))
		.flatMap((entry) => (entry.isDirectory() ? filesIn(entry.name) : [entry.name]))
		.concat(filesIn(SOURCES_OF_THE_BUILD))
		.sort();
}

/** @param folder Within the clone. */
function filesIn(folder: string): string[] {
	const absolute = path.join(projectFolder, folder);
	if (!existsSync(absolute)) return [];
	return readdirSync(absolute, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(projectFolder, path.join(entry.parentPath, entry.name)));
}
