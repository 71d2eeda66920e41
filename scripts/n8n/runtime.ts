import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { Halt } from '../lib/halt';
import { installLocked, npm } from '../lib/npm';
import { sharedCacheFolder } from '../lib/paths';
import { runQuietly } from '../lib/processes';
import { createReport, type Report } from '../lib/report';
import { chooseNode, type NodeChoice } from './choose-node';
import { haltWithoutCompiler } from './compiler';
import { claimPartialFolder, waitForOtherInstall } from './partial-folder';

const NATIVE_MODULES = ['sqlite3', 'isolated-vm'];

/** The files that say what is installed; the folder's name is made of their content. */
const blueprintFolder = path.join(__dirname, 'runtime');
const blueprint = ['package.json', 'package-lock.json', '.npmrc'];

/** The same for a Node apart from n8n; it is installed in this folder within n8n's. */
const nodeBlueprintFolder = path.join(__dirname, 'node');
const NODE_FOLDER = 'node';

export interface Runtime {
	/** The Node that runs n8n. */
	node: string;
	/** n8n's command, to be run by that Node. */
	n8n: string;
}

/**
 * Installs n8n and the Node it needs, once, into the user's cache folder, where all clones of this
 * project share it. It is installed next to its final place and moved there when complete, so that
 * an interrupted or a simultaneous installation leaves no half of one.
 * @throws When it cannot be installed.
 */
export async function ensureRuntime({ report = createReport() } = {}): Promise<Runtime> {
	const folder = path.join(sharedCacheFolder(), `n8n-${blueprintHash()}`);
	const { platform, arch, versions } = process;
	const choice = chooseNode({ platform, arch, version: versions.node }, acceptedNodes());
	if (choice.kind === 'none') throw new Halt(choice.reason);
	if (!existsSync(folder)) await waitForOtherInstall(folder, report);
	if (!existsSync(folder)) await install(folder, choice, report);
	return locate(folder, choice);
}

/** What n8n's `engines` say, by the lock file. */
function acceptedNodes(): string {
	const lock = JSON.parse(
		readFileSync(path.join(blueprintFolder, 'package-lock.json'), 'utf8'),
	) as { packages: Record<string, { engines: { node: string } }> };
	return lock.packages['node_modules/n8n'].engines.node;
}

/** Changes with what is to be installed and with the kind of machine. */
function blueprintHash(): string {
	const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
	for (const name of blueprint) hash.update(readFileSync(path.join(blueprintFolder, name)));
	return hash.digest('hex').slice(0, 12);
}

function copyBlueprint(from: string, to: string): void {
	mkdirSync(to, { recursive: true });
	for (const name of blueprint) copyFileSync(path.join(from, name), path.join(to, name));
}

async function install(folder: string, choice: NodeChoice, report: Report): Promise<void> {
	mkdirSync(path.dirname(folder), { recursive: true });
	const partial = claimPartialFolder(folder);
	try {
		copyBlueprint(blueprintFolder, partial.path);
		await report.during('Installing n8n, once for all clones (about 2.5 GB)', () =>
			installLocked('install n8n', ['--engine-strict=false'], { cwd: partial.path }),
		);
		if (choice.kind === 'package' && choice.isApart) {
			const cwd = path.join(partial.path, NODE_FOLDER);
			copyBlueprint(nodeBlueprintFolder, cwd);
			await installLocked('install the Node.js that n8n needs', [], { cwd });
		}
		const runtime = locate(partial.path, choice);
		await report.during("Building n8n's database driver", () =>
			buildDatabaseDriver(partial.path, runtime.node),
		);
		await verify(partial.path, runtime.node);
		moveIntoPlace(partial.path, folder);
	} finally {
		partial.remove();
	}
}

/** @throws When there is no Node new enough for n8n. */
function locate(folder: string, choice: NodeChoice): Runtime {
	return {
		node: choice.kind === 'package' ? packagedNode(folder, choice) : process.execPath,
		n8n: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

function packagedNode(
	folder: string,
	{ name, isApart }: Extract<NodeChoice, { kind: 'package' }>,
): string {
	const bin = path.join(folder, isApart ? NODE_FOLDER : '', 'node_modules', name, 'bin');
	const found = ['node', 'node.exe'].map((file) => path.join(bin, file)).find(existsSync);
	if (found) return found;
	throw new Halt(
		`npm left out ${name}, which holds the Node.js that n8n needs: ` +
			'install Node.js 24 from https://nodejs.org and run the command with it.',
	);
}

/** sqlite3 takes a build made elsewhere where it can download one, and compiles its own otherwise. */
async function buildDatabaseDriver(folder: string, node: string): Promise<void> {
	const args = ['rebuild', 'sqlite3', '--ignore-scripts=false', '--foreground-scripts'];
	const { code, output } = await npm(args, { cwd: folder, env: buildEnvironment(node) });
	if (code === 0) return;
	await haltWithoutCompiler("n8n's database driver (sqlite3)");
	throw new Halt(
		`n8n's database driver (sqlite3) could not be compiled; this is how it ended:\n` +
			output.trim().split('\n').slice(-15).join('\n'),
	);
}

/**
 * @returns Makes native modules be built by and for this Node, whatever the
 * user's npm settings say.
 */
function buildEnvironment(node: string): NodeJS.ProcessEnv {
	const prefix = path.dirname(path.dirname(node));
	const hasHeaders = existsSync(path.join(prefix, 'include', 'node', 'node.h'));
	return {
		PATH: [path.dirname(node), process.env.PATH].join(path.delimiter),
		JOBS: String(os.availableParallelism()),
		...(hasHeaders && { npm_config_nodedir: prefix }),
	};
}

/** @throws When a native module does not load. */
async function verify(folder: string, node: string): Promise<void> {
	const program = NATIVE_MODULES.map((name) => `require('${name}');`).join(' ');
	const { code, output } = await runQuietly(node, ['-e', program], { cwd: folder });
	if (code === 0) return;
	throw new Halt(
		`n8n was installed but its native modules do not load on this machine:\n${output.trim()}`,
	);
}

function moveIntoPlace(from: string, to: string): void {
	try {
		renameSync(from, to);
	} catch (reason) {
		// Another run was faster: its installation is as good as this one.
		if (!existsSync(to)) throw reason;
	}
}
