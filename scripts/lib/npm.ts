import { existsSync } from 'node:fs';
import path from 'node:path';

import { PING, whenUnreachable } from '../bootstrap';
import { Halt } from './halt';
import { runQuietly, type Outcome } from './processes';

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

/** The lines in which npm says why it gave up; the reason comes first, general help after it. */
const REASON = /^npm error \S/;

/**
 * Runs npm out of sight.
 * @param options.env is added to the environment.
 * @throws When there is no npm.
 */
export async function npm(
	args: string[],
	{ cwd, env }: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Outcome> {
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
 * @param purpose What it is for, as in "npm could not <purpose>".
 * @param args Besides `ci`.
 * @throws With the reason.
 */
export async function installLocked(
	purpose: string,
	args: string[],
	options: { cwd: string },
): Promise<void> {
	await haltIfUnreachable(purpose, options);
	await npmOrHalt(purpose, ['ci', ...args], options);
}

/**
 * npm itself would try for many minutes, package by package.
 * @throws When the registry does not answer.
 */
export async function haltIfUnreachable(purpose: string, options: { cwd: string }): Promise<void> {
	const { code, output } = await npm(PING, options);
	const reason = code === 0 ? undefined : whenUnreachable(purpose, output);
	if (reason) throw new Halt(reason);
}

/**
 * Runs npm and insists that it did what was asked.
 * @returns What npm wrote.
 * @throws With the reason.
 */
export async function npmOrHalt(
	purpose: string,
	args: string[],
	options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<string> {
	const { code, output } = await npm(args, options);
	if (code !== 0) throw new Halt(explain(purpose, output));
	return output;
}

/** @param output What npm wrote before it gave up. */
export function explain(purpose: string, output: string): string {
	const unreachable = whenUnreachable(purpose, output);
	if (unreachable) return unreachable;
	const reasons = output.split('\n').filter((line) => REASON.test(line));
	const shown = reasons.length > 0 ? reasons.slice(0, 8) : output.trim().split('\n').slice(-8);
	return `npm could not ${purpose}; this is what it said:\n${shown.join('\n')}`;
}

/** How to start npm: the one that runs this script, else the one next to this Node, else the one on the path. */
function npmCommand(): { command: string; before: string[]; shell: boolean } {
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

/** This process's environment without what an outer npm put there. */
function npmEnvironment(): NodeJS.ProcessEnv {
	return Object.fromEntries(
		Object.entries(process.env).filter(([name]) => {
			const lower = name.toLowerCase();
			return !lower.startsWith('npm_') || KEPT_SETTINGS.has(lower);
		}),
	);
}
