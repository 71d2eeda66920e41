'use strict';

const { spawn, spawnSync } = require('node:child_process');

const { whenInterrupted } = require('./interrupt');

/**
 * @typedef {object} Outcome
 * @property {number} code 0 when all went well.
 * @property {string} output All that was written to stdout and stderr.
 */

/**
 * Runs a command out of sight and collects what it writes. The command and all it starts are ended
 * when this run is interrupted.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<Outcome>}
 * @throws When there is no such command.
 */
function runQuietly(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			...options,
			detached: hasGroups,
			stdio: ['ignore', 'pipe', 'pipe'],
			windowsHide: true,
		});
		const settled = whenInterrupted(() => killGroup(child.pid));
		/** @type {Buffer[]} */
		const chunks = [];
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', (chunk) => chunks.push(chunk));
		}
		child.once('error', (reason) => {
			settled();
			reject(reason);
		});
		child.once('close', (code) => {
			settled();
			resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') });
		});
	});
}

/**
 * Runs a command the user watches. An interrupt is passed on to it and waited for.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} Its exit code.
 */
function runInView(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { ...options, stdio: 'inherit' });
		/** @type {Promise<void>} */
		const closed = new Promise((done) => child.once('close', () => done()));
		const settled = whenInterrupted(() => {
			child.kill('SIGTERM');
			return closed;
		});
		child.once('error', reject);
		child.once('close', (code) => {
			settled();
			resolve(code ?? 1);
		});
	});
}

/** Windows has no process groups; there a process's descendants are ended by `taskkill`. */
const hasGroups = process.platform !== 'win32';

/**
 * Ends a process and all it started, at once.
 *
 * @param {number | undefined} leader The process id of one started with `detached: hasGroups`.
 */
function killGroup(leader) {
	if (!leader) return;
	try {
		if (hasGroups) process.kill(-leader, 'SIGKILL');
		else spawnSync('taskkill', ['/pid', String(leader), '/T', '/F'], { windowsHide: true });
	} catch {
		// Already gone.
	}
}

module.exports = { hasGroups, killGroup, runInView, runQuietly };
