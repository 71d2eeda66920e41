'use strict';

const { createHash } = require('node:crypto');
const { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { Halt } = require('../lib/halt');
const { installLocked, npm } = require('../lib/npm');
const { sharedCacheFolder } = require('../lib/paths');
const { runQuietly } = require('../lib/processes');
const { createReport } = require('../lib/report');
const { haltWithoutCompiler } = require('./compiler');
const { claimPartialFolder, waitForOtherInstall } = require('./partial-folder');

const NODE_MAJOR = 24;
const NATIVE_MODULES = ['sqlite3', 'isolated-vm'];

/** The files that say what is installed; the folder's name is made of their content. */
const blueprintFolder = path.join(__dirname, 'runtime');
const blueprint = ['package.json', 'package-lock.json', '.npmrc'];

/**
 * @typedef {object} Runtime
 * @property {string} node The Node that runs n8n.
 * @property {string} n8n n8n's command, to be run by that Node.
 */

/**
 * Installs n8n and the Node it needs, once, into the user's cache folder, where all clones of this
 * project share it. It is installed next to its final place and moved there when complete, so that
 * an interrupted or a simultaneous installation leaves no half of one.
 *
 * @param {{ report?: import('../lib/report').Report }} [options]
 * @returns {Promise<Runtime>}
 * @throws {Halt} When it cannot be installed.
 */
async function ensureRuntime({ report = createReport() } = {}) {
	const folder = path.join(sharedCacheFolder(), `n8n-${blueprintHash()}`);
	if (!existsSync(folder)) await waitForOtherInstall(folder, report);
	if (!existsSync(folder)) await install(folder, report);
	return locate(folder);
}

/**
 * @returns {string} Changes with what is to be installed and with the kind of machine.
 */
function blueprintHash() {
	const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
	for (const name of blueprint) hash.update(readFileSync(path.join(blueprintFolder, name)));
	return hash.digest('hex').slice(0, 12);
}

/**
 * @param {string} folder
 * @param {import('../lib/report').Report} report
 */
async function install(folder, report) {
	mkdirSync(path.dirname(folder), { recursive: true });
	const partial = claimPartialFolder(folder);
	try {
		for (const name of blueprint) {
			copyFileSync(path.join(blueprintFolder, name), path.join(partial.path, name));
		}
		await report.during('Installing n8n, once for all clones (about 2.5 GB)', () =>
			installLocked('install n8n', ['--engine-strict=false'], { cwd: partial.path }),
		);
		const runtime = locate(partial.path);
		await report.during("Building n8n's database driver", () =>
			buildDatabaseDriver(partial.path, runtime.node),
		);
		await verify(partial.path, runtime.node);
		moveIntoPlace(partial.path, folder);
	} finally {
		partial.remove();
	}
}

/**
 * @param {string} folder
 * @returns {Runtime}
 * @throws {Halt} When there is no Node new enough for n8n.
 */
function locate(folder) {
	return {
		node: packagedNode(folder) ?? ownNode(),
		n8n: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

/**
 * @param {string} folder
 * @returns {string | undefined} The Node installed together with n8n, for the platforms that have
 * it as a package.
 */
function packagedNode(folder) {
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	const bin = path.join(folder, 'node_modules', `node-${platform}-${process.arch}`, 'bin');
	return ['node', 'node.exe'].map((name) => path.join(bin, name)).find(existsSync);
}

/**
 * @returns {string} The Node that runs this script.
 */
function ownNode() {
	if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) return process.execPath;
	throw new Halt(
		`n8n needs Node.js ${NODE_MAJOR} and npm has none for ${process.platform}-${process.arch}: ` +
			`install Node.js ${NODE_MAJOR} from https://nodejs.org and run the command with it.`,
	);
}

/**
 * sqlite3 takes a build made elsewhere where it can download one, and compiles its own otherwise.
 *
 * @param {string} folder
 * @param {string} node
 */
async function buildDatabaseDriver(folder, node) {
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
 * @param {string} node
 * @returns {NodeJS.ProcessEnv} Makes native modules be built by and for this Node, whatever the
 * user's npm settings say.
 */
function buildEnvironment(node) {
	const prefix = path.dirname(path.dirname(node));
	const hasHeaders = existsSync(path.join(prefix, 'include', 'node', 'node.h'));
	return {
		PATH: [path.dirname(node), process.env.PATH].join(path.delimiter),
		JOBS: String(os.availableParallelism()),
		...(hasHeaders && { npm_config_nodedir: prefix }),
	};
}

/**
 * @param {string} folder
 * @param {string} node
 * @throws {Halt} When a native module does not load.
 */
async function verify(folder, node) {
	const program = NATIVE_MODULES.map((name) => `require('${name}');`).join(' ');
	const { code, output } = await runQuietly(node, ['-e', program], { cwd: folder });
	if (code === 0) return;
	throw new Halt(
		`n8n was installed but its native modules do not load on this machine:\n${output.trim()}`,
	);
}

/**
 * @param {string} from
 * @param {string} to
 */
function moveIntoPlace(from, to) {
	try {
		renameSync(from, to);
	} catch (reason) {
		// Another run was faster: its installation is as good as this one.
		if (!existsSync(to)) throw reason;
	}
}

module.exports = { ensureRuntime };
