import { createHash } from 'node:crypto';
import {
	copyFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { Halt } from '../lib/halt';
import { explain, haltIfUnreachable, installLocked, npm } from '../lib/npm';
import { sharedCacheFolder } from '../lib/paths';
import { runQuietly } from '../lib/processes';
import { createReport, type Report } from '../lib/report';
import { chooseNode, oldestMajor, type NodeChoice } from './choose-node';
import { haltWithoutCompiler } from './compiler';
import { claimPartialFolder, waitForOtherInstall } from './partial-folder';
import { PINNED, type N8nVersion } from './versions';

/** Those that an n8n has of these have to load; older ones lack the second. */
const DATABASE_DRIVER = 'sqlite3';
const NATIVE_MODULES = [DATABASE_DRIVER, 'isolated-vm'];

/** The files that say what is installed; the folder's name is made of their content. */
const blueprintFolder = path.join(__dirname, 'runtime');
const blueprint = ['package.json', 'package-lock.json', '.npmrc'];

/** The same for a Node apart from n8n; it is installed in this folder within n8n's. */
const nodeBlueprintFolder = path.join(__dirname, 'node');
const NODE_FOLDER = 'node';

export interface Runtime {
	/** Of n8n. */
	version: string;
	/** The Node that runs n8n. */
	node: string;
	/** n8n's command, to be run by that Node. */
	n8n: string;
}

/** One installation: where it goes, and how it is made. */
interface Plan {
	version: string;
	folder: string;
	choice: Exclude<NodeChoice, { kind: 'none' }>;
	/** What is said while it is installed. */
	label: string;
	/** Has npm install n8n, and the Node it needs, in a folder. */
	fill: (folder: string) => Promise<void>;
}

/**
 * Installs n8n and the Node it needs, once, into the user's cache folder, where all clones of this
 * project share it. It is installed next to its final place and moved there when complete, so that
 * an interrupted or a simultaneous installation leaves no half of one.
 * @param options.version The pinned one by default.
 * @throws When it cannot be installed.
 */
export async function ensureRuntime({
	report = createReport(),
	version = PINNED,
} = {}): Promise<Runtime> {
	const plan = version.version === PINNED.version ? planPinned() : planOther(version);
	const { folder } = plan;
	if (!existsSync(folder)) await waitForOtherInstall(folder, report);
	if (!existsSync(folder)) await install(plan, report);
	return locate(folder, plan);
}

function planPinned(): Plan {
	const choice = chosenNode(PINNED);
	return {
		version: PINNED.version,
		folder: path.join(sharedCacheFolder(), `n8n-${blueprintHash()}`),
		choice,
		label: 'Installing n8n, once for all clones (about 2.5 GB)',
		fill: async (folder) => {
			copyBlueprint(blueprintFolder, folder);
			await installLocked('install n8n', ['--engine-strict=false'], { cwd: folder });
			if (choice.kind !== 'package' || !choice.isApart) return;
			const cwd = path.join(folder, NODE_FOLDER);
			copyBlueprint(nodeBlueprintFolder, cwd);
			await installLocked('install the Node.js that n8n needs', [], { cwd });
		},
	};
}

/** Without a lock file: what is asked for is n8n itself, in the version that is tried. */
function planOther(asked: N8nVersion): Plan {
	const { version, node, overrides, dependencies } = asked;
	const ownOrPackaged = chosenNode(asked);
	const choice =
		ownOrPackaged.kind === 'package' ? { ...ownOrPackaged, isApart: false } : ownOrPackaged;
	const manifest = JSON.stringify({
		name: 'n8n-runtime',
		private: true,
		dependencies: { n8n: version, ...dependencies },
		...(choice.kind === 'package' && {
			optionalDependencies: { [choice.name]: String(oldestMajor(node)) },
		}),
		overrides,
	});
	const npmrc = readFileSync(path.join(blueprintFolder, '.npmrc'), 'utf8');
	// What is compiled for one Node does not load in another.
	const machine = `${process.platform} ${process.arch} ${choice.kind === 'own' && process.versions.modules}`;
	return {
		version,
		folder: path.join(sharedCacheFolder(), `n8n-${version}-${hashOf(machine, manifest, npmrc)}`),
		choice,
		label: `Installing n8n ${version}, once for all clones (about 2 GB)`,
		fill: async (folder) => {
			writeFileSync(path.join(folder, 'package.json'), manifest);
			writeFileSync(path.join(folder, '.npmrc'), npmrc);
			await installUnlocked(version, folder);
		},
	};
}

/** @throws When the registry cannot be reached or lacks something that this version needs, naming it. */
async function installUnlocked(version: string, cwd: string): Promise<void> {
	const purpose = `install n8n ${version}`;
	await haltIfUnreachable(purpose, { cwd });
	const args = ['install', '--engine-strict=false', '--package-lock=false'];
	const { code, output } = await npm(args, { cwd });
	if (code === 0) return;
	const missing = missingPackage(output);
	if (!missing) throw new Halt(explain(purpose, output));
	throw new Halt(
		`n8n ${version} cannot be installed from this package registry, which lacks ${missing}: ` +
			'try another version, or the same one later or with another registry.',
	);
}

/** @param output What npm wrote. */
function missingPackage(output: string): string | undefined {
	const [, byVersion] = /No matching version found for (\S+?)\.?(?:\s|$)/.exec(output) ?? [];
	const [, byName] = /'([^']+)' is not in this registry/.exec(output) ?? [];
	const [, byFile] = /404 Not Found - GET \S*?\/([\w.-]+\.tgz)/.exec(output) ?? [];
	return byVersion ?? byName ?? byFile;
}

/** @throws When there is no Node new enough for n8n. */
function chosenNode({ node }: N8nVersion): Plan['choice'] {
	const { platform, arch, versions } = process;
	const choice = chooseNode({ platform, arch, version: versions.node }, node);
	if (choice.kind === 'none') throw new Halt(choice.reason);
	return choice;
}

/** Changes with what is to be installed and with the kind of machine. */
function blueprintHash(): string {
	return hashOf(
		`${process.platform} ${process.arch}`,
		...blueprint.map((name) => readFileSync(path.join(blueprintFolder, name))),
	);
}

function hashOf(...parts: Array<string | Buffer>): string {
	const hash = createHash('sha256');
	for (const part of parts) hash.update(part);
	return hash.digest('hex').slice(0, 12);
}

function copyBlueprint(from: string, to: string): void {
	mkdirSync(to, { recursive: true });
	for (const name of blueprint) copyFileSync(path.join(from, name), path.join(to, name));
}

async function install(plan: Plan, report: Report): Promise<void> {
	const { folder, label, fill } = plan;
	mkdirSync(path.dirname(folder), { recursive: true });
	const partial = claimPartialFolder(folder);
	try {
		await report.during(label, () => fill(partial.path));
		const { node } = locate(partial.path, plan);
		await report.during("Building n8n's database driver", () =>
			buildNativeModules(partial.path, node, plan.version),
		);
		moveIntoPlace(partial.path, folder);
	} finally {
		partial.remove();
	}
}

/** @throws When npm left out the Node that n8n needs. */
function locate(folder: string, { version, choice }: Plan): Runtime {
	return {
		version,
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
			'install a current Node.js from https://nodejs.org and run the command with it.',
	);
}

/**
 * Builds those that do not load. sqlite3 takes a build made elsewhere where it can download one,
 * and compiles its own otherwise.
 * @throws When one does not load after that.
 */
async function buildNativeModules(folder: string, node: string, version: string): Promise<void> {
	const isUsed = (name: string) => existsSync(path.join(folder, 'node_modules', name));
	// Another n8n may do without one, but for its database driver; of the pinned one it is known.
	const there = NATIVE_MODULES.filter(
		(name) => version === PINNED.version || name === DATABASE_DRIVER || isUsed(name),
	);
	const unbuilt = [];
	for (const name of there) {
		const isBuilt = (await load([name], folder, node)).code === 0;
		if (isBuilt || (isUsed(name) && (await borrow(name, folder, node)))) continue;
		unbuilt.push(name);
	}
	if (unbuilt.length > 0) await build(unbuilt, folder, node);
	const { code, output } = await load(there, folder, node);
	if (code === 0) return;
	throw new Halt(
		`n8n was installed but its native modules do not load on this machine:\n${output.trim()}`,
	);
}

/**
 * Takes what another n8n in the cache has compiled of the same version for the same Node: that is
 * minutes less.
 * @returns Whether there was one.
 */
async function borrow(name: string, folder: string, node: string): Promise<boolean> {
	const own = path.join(folder, 'node_modules', name);
	for (const installed of readdirSync(sharedCacheFolder())) {
		if (installed.endsWith('.partial')) continue;
		const other = path.join(sharedCacheFolder(), installed, 'node_modules', name);
		const compiled = path.join(other, 'build', 'Release');
		if (!existsSync(compiled) || versionIn(other) !== versionIn(own)) continue;
		// What is compiled for another Node ends this one, or does not load.
		if ((await load([other], folder, node)).code !== 0) continue;
		cpSync(compiled, path.join(own, 'build', 'Release'), { recursive: true });
		return true;
	}
	return false;
}

function versionIn(folder: string): string {
	return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version;
}

async function build(modules: string[], folder: string, node: string): Promise<void> {
	const args = ['rebuild', ...modules, '--ignore-scripts=false', '--foreground-scripts'];
	const { code, output } = await npm(args, { cwd: folder, env: buildEnvironment(node) });
	if (code === 0) return;
	const what = `n8n's database driver (${modules.join(', ')})`;
	await haltWithoutCompiler(what);
	throw new Halt(
		`${what} could not be compiled; this is how it ended:\n` +
			output.trim().split('\n').slice(-15).join('\n'),
	);
}

async function load(modules: string[], cwd: string, node: string) {
	const program = modules.map((name) => `require(${JSON.stringify(name)});`).join(' ');
	return await runQuietly(node, ['-e', program], { cwd });
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

function moveIntoPlace(from: string, to: string): void {
	try {
		renameSync(from, to);
	} catch (reason) {
		// Another run was faster: its installation is as good as this one.
		if (!existsSync(to)) throw reason;
	}
}
