'use strict';

const { existsSync } = require('node:fs');
const path = require('node:path');

const { Halt } = require('./halt');
const { runQuietly } = require('./processes');

/**
 * npm hands its own settings to the scripts it runs, those of one project's .npmrc included. Only
 * what says how to reach the registry may pass from there to another npm.
 */
const KEPT_SETTINGS = new Set(
	[
		'ca',
		'cache',
		'cafile',
		'cert',
		'fetch_retries',
		'fetch_timeout',
		'globalconfig',
		'https_proxy',
		'key',
		'maxsockets',
		'noproxy',
		'offline',
		'prefer_offline',
		'proxy',
		'registry',
		'strict_ssl',
		'userconfig',
	].map((name) => `npm_config_${name}`),
);

const UNREACHABLE =
	/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT)\b/;

/** One question to the registry that is not asked again and again. */
const PING = [
	'ping',
	'--fetch-retries=1',
	'--fetch-retry-mintimeout=1000',
	'--fetch-timeout=20000',
];

/** The lines in which npm says why it gave up; the reason comes first, general help after it. */
const REASON = /^npm error \S/;

/**
 * Runs npm out of sight.
 *
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options `env` is added to the environment.
 * @returns {Promise<import('./processes').Outcome>}
 * @throws {Halt} When there is no npm.
 */
async function npm(args, { cwd, env }) {
	const { command, before, shell } = npmCommand();
	try {
		return await runQuietly(command, [...before, ...args], {
			cwd,
			env: { ...npmEnvironment(), ...env },
			shell,
		});
	} catch {
		throw new Halt('npm was not found: install Node.js together with npm and run this again.');
	}
}

/**
 * Installs what a package-lock.json lists.
 *
 * @param {string} purpose As for `npmOrHalt`.
 * @param {string[]} args Besides `ci`.
 * @param {{ cwd: string }} options
 * @throws {Halt} With the reason.
 */
async function installLocked(purpose, args, options) {
	await haltIfUnreachable(purpose, options);
	await npmOrHalt(purpose, ['ci', ...args], options);
}

/**
 * npm itself would try for many minutes, package by package.
 *
 * @param {string} purpose As for `npmOrHalt`.
 * @param {{ cwd: string }} options
 * @throws {Halt} When the registry does not answer.
 */
async function haltIfUnreachable(purpose, options) {
	const ping = await npm(PING, options);
	if (ping.code !== 0 && UNREACHABLE.test(ping.output)) {
		throw new Halt(explain(purpose, ping.output));
	}
}

/**
 * Runs npm and insists that it did what was asked.
 *
 * @param {string} purpose What it is for, as in "npm could not <purpose>".
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>} What npm wrote.
 * @throws {Halt} With the reason.
 */
async function npmOrHalt(purpose, args, options) {
	const { code, output } = await npm(args, options);
	if (code !== 0) throw new Halt(explain(purpose, output));
	return output;
}

/**
 * @param {string} purpose
 * @param {string} output What npm wrote before it gave up.
 * @returns {string}
 */
function explain(purpose, output) {
	if (UNREACHABLE.test(output)) {
		return (
			`npm could not ${purpose} because the package registry did not answer: ` +
			'check the network connection (and the proxy set for npm) and run the command again.'
		);
	}
	const reasons = output.split('\n').filter((line) => REASON.test(line));
	const shown = reasons.length > 0 ? reasons.slice(0, 8) : output.trim().split('\n').slice(-8);
	return `npm could not ${purpose}; this is what it said:\n${shown.join('\n')}`;
}

/**
 * @returns {{ command: string, before: string[], shell: boolean }} How to start npm: the one that
 * runs this script, else the one next to this Node, else the one on the path.
 */
function npmCommand() {
	const bin = path.dirname(process.execPath);
	const known = [
		process.env.npm_execpath ?? '',
		path.join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		path.join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
	];
	const cli = known.find((file) => path.basename(file) === 'npm-cli.js' && existsSync(file));
	if (cli) return { command: process.execPath, before: [cli], shell: false };
	return { command: 'npm', before: [], shell: process.platform === 'win32' };
}

/**
 * @returns {NodeJS.ProcessEnv} This process's environment without what an outer npm put there.
 */
function npmEnvironment() {
	return Object.fromEntries(
		Object.entries(process.env).filter(([name]) => {
			const lower = name.toLowerCase();
			return !lower.startsWith('npm_') || KEPT_SETTINGS.has(lower);
		}),
	);
}

module.exports = { explain, haltIfUnreachable, installLocked, npm, npmOrHalt };
