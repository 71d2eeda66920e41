'use strict';

const { readFileSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const { Halt } = require('../lib/halt');

/**
 * Two n8n must not share one folder.
 *
 * @param {string} folder
 * @throws {Halt} When one already runs with it, naming its address.
 */
async function haltWhenRunning(folder) {
	const running = readNote(folder);
	if (!running || !isAlive(running.pid) || !(await answers(running.url))) return;
	throw new Halt(
		`n8n already runs for this clone at ${running.url}: use that one, or stop it with Ctrl-C first.`,
	);
}

/**
 * @param {import('../n8n/instance').Instance} instance
 */
function noteRunning({ folder, pid, url, exited }) {
	writeFileSync(noteFile(folder), JSON.stringify({ pid, url }));
	void exited.then(() => rmSync(noteFile(folder), { force: true }));
}

/**
 * @param {string} folder
 * @returns {{ pid: number, url: string } | undefined}
 */
function readNote(folder) {
	try {
		return JSON.parse(readFileSync(noteFile(folder), 'utf8'));
	} catch {
		return undefined;
	}
}

/**
 * @param {string} folder
 * @returns {string}
 */
function noteFile(folder) {
	return path.join(folder, 'running.json');
}

/**
 * @param {number} pid
 * @returns {boolean}
 */
function isAlive(pid) {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/**
 * @param {string} url
 * @returns {Promise<boolean>}
 */
async function answers(url) {
	try {
		return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(3000) })).ok;
	} catch {
		return false;
	}
}

module.exports = { haltWhenRunning, noteRunning };
