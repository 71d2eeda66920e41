'use strict';

const { spawn } = require('node:child_process');
const {
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	rmSync,
	statSync,
} = require('node:fs');
const path = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');

const { guard } = require('../lib/guard');
const { Halt } = require('../lib/halt');
const { whenInterrupted } = require('../lib/interrupt');
const { LOOPBACK, freePorts } = require('../lib/ports');
const { hasGroups, killGroup } = require('../lib/processes');
const { n8nEnvironment } = require('./environment');
const { installPackage } = require('./install-package');

/** After a crash n8n waits 10 seconds of its own accord, a first start creates the database. */
const READY_WITHIN_MS = 180_000;
const STOP_WITHIN_MS = 20_000;
const POLL_MS = 150;
const LOG_TAIL_LINES = 20;

/**
 * @typedef {object} StartOptions
 * @property {import('./runtime').Runtime} runtime
 * @property {string} folder Holds all that n8n writes. Start again with the same folder to go on
 * with the same data.
 * @property {number} [port] A free one by default.
 * @property {string} [tarball] A package to install before the start.
 * @property {import('./environment').Command} [command] `start` by default.
 * @property {Record<string, string | undefined>} [env] Added to n8n's environment; `undefined`
 * takes a variable away.
 * @property {boolean} [removeFolder] Whether the folder is removed when this process is interrupted
 * or ends without having stopped n8n.
 * @property {boolean} [hasTimesInLog] Whether each line of the log bears the time.
 * @property {import('../lib/report').Report} [report]
 */

/**
 * @typedef {object} Exit
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 */

/**
 * @typedef {object} Instance
 * @property {string} url Without a slash at its end.
 * @property {number} port
 * @property {string} folder
 * @property {number} pid n8n's own process id; it also leads the group of all that n8n started.
 * @property {string} logFile Where this and earlier instances in the folder wrote to.
 * @property {() => string} log What this instance has written so far.
 * @property {() => Promise<void>} stop Asks n8n to end (SIGTERM) and makes it end when it does not.
 * @property {() => Promise<void>} kill Ends n8n and all it started at once (SIGKILL).
 * @property {Promise<Exit>} exited Settles when n8n has ended for whatever reason.
 */

/**
 * Starts n8n and waits until it answers.
 *
 * @param {StartOptions} options
 * @returns {Promise<Instance>}
 * @throws {Halt} When n8n ends or does not answer in time, with the end of its log.
 */
async function startN8n(options) {
	const { folder, tarball, report } = options;
	mkdirSync(folder, { recursive: true });
	if (tarball) await installPackage(folder, tarball);
	const instance = await launch(options);
	const ready = () => untilReady(instance);
	try {
		await (report ? report.during('Starting n8n', ready) : ready());
	} catch (reason) {
		await instance.kill();
		throw reason;
	}
	return instance;
}

/**
 * @param {StartOptions} options
 * @returns {Promise<Instance>}
 */
async function launch({
	runtime,
	folder,
	port,
	command = 'start',
	env,
	removeFolder = false,
	hasTimesInLog = false,
}) {
	const [freePort, brokerPort] = await freePorts(2);
	const ownPort = port ?? freePort;
	const environment = n8nEnvironment({
		node: runtime.node,
		folder,
		port: ownPort,
		brokerPort,
		command,
	});

	const logFile = path.join(folder, 'n8n.log');
	const logStart = existsSync(logFile) ? statSync(logFile).size : 0;
	const logHandle = openSync(logFile, 'a');
	const times = hasTimesInLog ? ['--require', require.resolve('./log-times')] : [];
	const child = spawn(runtime.node, [...times, runtime.n8n, command], {
		cwd: folder,
		env: { ...environment, ...env },
		detached: hasGroups,
		stdio: ['ignore', logHandle, logHandle],
		windowsHide: true,
	});
	closeSync(logHandle);

	/** @type {Promise<Exit>} */
	const exited = new Promise((resolve) => {
		child.once('error', () => resolve({ code: null, signal: null }));
		child.once('exit', (code, signal) => resolve({ code, signal }));
	});
	const pid = child.pid ?? 0;
	const dismissGuard = pid ? guard(pid, removeFolder ? [folder] : []) : () => {};

	const kill = async () => {
		killGroup(pid);
		await exited;
	};
	const stop = async () => {
		child.kill('SIGTERM');
		await Promise.race([exited, pause(STOP_WITHIN_MS, undefined, { ref: false })]);
		await kill();
	};
	const settled = whenInterrupted(async () => {
		await stop();
		if (removeFolder) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
	});
	void exited.then(() => {
		// n8n's task runner may outlive it.
		killGroup(pid);
		settled();
		dismissGuard();
	});

	return {
		url: `http://${LOOPBACK}:${ownPort}`,
		port: ownPort,
		folder,
		pid,
		logFile,
		log: () => readFileSync(logFile).subarray(logStart).toString('utf8'),
		stop,
		kill,
		exited,
	};
}

/**
 * @param {Instance} instance
 * @throws {Halt}
 */
async function untilReady(instance) {
	/** @type {Exit | undefined} */
	let exit;
	void instance.exited.then((outcome) => {
		exit = outcome;
	});
	const deadline = Date.now() + READY_WITHIN_MS;
	while (!(await isReady(instance.url))) {
		if (exit)
			throw new Halt(`n8n ended before it was ready (${describe(exit)}); ${tail(instance)}`);
		if (Date.now() > deadline) {
			throw new Halt(
				`n8n was not ready after ${READY_WITHIN_MS / 1000} seconds; ${tail(instance)}`,
			);
		}
		await pause(POLL_MS);
	}
}

/**
 * @param {string} url
 * @returns {Promise<boolean>}
 */
async function isReady(url) {
	try {
		const answer = await fetch(`${url}/healthz/readiness`, { signal: AbortSignal.timeout(5000) });
		await answer.arrayBuffer();
		return answer.ok;
	} catch {
		return false;
	}
}

/**
 * @param {Exit} exit
 * @returns {string}
 */
function describe({ code, signal }) {
	if (signal) return `ended by ${signal}`;
	return code === null ? 'it could not be run' : `exit code ${code}`;
}

/**
 * @param {Instance} instance
 * @returns {string}
 */
function tail(instance) {
	const lines = instance.log().trimEnd().split('\n').slice(-LOG_TAIL_LINES);
	return `its log (${instance.logFile}) ends with:\n${lines.join('\n')}`;
}

module.exports = { startN8n };
