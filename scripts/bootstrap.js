'use strict';

// `node scripts/bootstrap.js <command> [arguments]`: installs what is missing, then runs
// scripts/<command>.ts in this very process. Until it has done so there is nothing that could load
// TypeScript. The next lines are in old syntax, as the Node versions they turn away have to
// understand them.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 15)) {
	console.log(`This project needs Node.js 20.15 or newer and this is ${process.versions.node}:`);
	console.log('install a current version from https://nodejs.org and run the command again.');
	process.exit(1);
}

const { spawn } = require('node:child_process');
const { readFileSync } = require('node:fs');
const path = require('node:path');

const projectFolder = path.resolve(__dirname, '..');

const UNREACHABLE =
	/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT)\b/;

/** One question to the registry that is not asked again and again. `npm test --silent` must not hide its answer. */
const PING = [
	'ping',
	'--loglevel=error',
	'--fetch-retries=1',
	'--fetch-retry-mintimeout=1000',
	'--fetch-timeout=20000',
];

/**
 * @param {string} purpose What npm is for, as in "npm could not <purpose>".
 * @param {string} output What npm wrote before it gave up.
 * @returns {string | undefined} What to do where the registry did not answer.
 */
function whenUnreachable(purpose, output) {
	if (!UNREACHABLE.test(output)) return undefined;
	return (
		`npm could not ${purpose} because the package registry did not answer: ` +
		'check the network connection (and the proxy set for npm) and run the command again.'
	);
}

/**
 * @param {string} folder
 * @returns {boolean} Whether its node_modules holds what its package-lock.json asks for. npm lists
 * what it installed in node_modules/.package-lock.json, as the last thing it does.
 */
function isInstalled(folder) {
	const installed = readTree(path.join(folder, 'node_modules', '.package-lock.json'));
	const wanted = readTree(path.join(folder, 'package-lock.json'));
	if (!installed || !wanted) return false;
	return Object.entries(wanted).every(([location, { version, optional, devOptional }]) => {
		const found = installed[location];
		if (location === '' || (!found && (optional || devOptional))) return true;
		return found !== undefined && found.version === version;
	});
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> | undefined}
 * Nothing when there is no such file.
 */
function readTree(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8')).packages;
	} catch {
		return undefined;
	}
}

/**
 * Installs this clone's development dependencies, while npm shows how far it is.
 *
 * @returns {Promise<string | undefined>} What keeps npm from it, if anything does.
 */
async function installDependencies() {
	const purpose = 'install the development dependencies';
	console.log('Installing the development dependencies ...');
	try {
		// npm itself would try for many minutes, package by package.
		const ping = await npm(PING, 'pipe');
		const reason = ping.code === 0 ? undefined : whenUnreachable(purpose, ping.output);
		if (reason) return reason;
		const { code } = await npm(['ci', '--include=dev', '--loglevel=error'], 'inherit');
		return code === 0 ? undefined : `npm could not ${purpose}: it says why above.`;
	} catch {
		return 'npm was not found: install Node.js together with npm and run this again.';
	}
}

/**
 * Runs the npm that runs this script, else the one on the path. An interrupt ends it, and with it
 * this process.
 *
 * @param {string[]} args
 * @param {'pipe' | 'inherit'} output
 * @returns {Promise<{ code: number, output: string }>}
 * @throws When there is no npm.
 */
function npm(args, output) {
	const cli = process.env.npm_execpath ?? '';
	const isKnown = path.basename(cli) === 'npm-cli.js';
	return new Promise((resolve, reject) => {
		const child = spawn(isKnown ? process.execPath : 'npm', isKnown ? [cli, ...args] : args, {
			cwd: projectFolder,
			shell: !isKnown && process.platform === 'win32',
			stdio: ['ignore', output, output],
		});
		/** @param {NodeJS.Signals} signal */
		const endWith = (signal) => {
			child.kill(signal);
			child.once('close', () => process.kill(process.pid, signal));
		};
		process.once('SIGINT', endWith).once('SIGTERM', endWith).once('SIGHUP', endWith);
		let text = '';
		for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (text += part));
		child.once('error', reject);
		child.once('close', (code) => {
			process.off('SIGINT', endWith).off('SIGTERM', endWith).off('SIGHUP', endWith);
			resolve({ code: code ?? 1, output: text });
		});
	});
}

async function main() {
	const reason = isInstalled(projectFolder) ? undefined : await installDependencies();
	if (reason) {
		console.error(`\n${reason}`);
		process.exit(1);
	}
	require('tsx/cjs/api').register();
	const [name, ...args] = process.argv.slice(2);
	await require('./lib/command').runCommand(require(`./${name}`), args);
}

module.exports = { PING, isInstalled, whenUnreachable };
if (require.main === module) void main();
