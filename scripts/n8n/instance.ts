import { spawn } from 'node:child_process';
import {
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	rmSync,
	statSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { guard } from '../lib/guard';
import { Halt } from '../lib/halt';
import { whenInterrupted } from '../lib/interrupt';
import { hasGroups, killGroup } from '../lib/kill-group';
import { LOOPBACK, freePorts } from '../lib/ports';
import { sharedCacheFolder } from '../lib/paths';
import type { Report } from '../lib/report';
import { n8nEnvironment, type Command } from './environment';
import { installPackage } from './install-package';
import type { Runtime } from './runtime';

/** After a crash n8n waits 10 seconds of its own accord, a first start creates the database. */
const READY_WITHIN_MS = 180_000;
const STOP_WITHIN_MS = 20_000;
const POLL_MS = 150;
const LOG_TAIL_LINES = 20;

export interface StartOptions {
	runtime: Runtime;
	/** Holds all that n8n writes. Start again with the same folder to go on with the same data. */
	folder: string;
	/** A free one by default. */
	port?: number;
	/** A package to install before the start. */
	tarball?: string;
	/** `start` by default. */
	command?: Command;
	/** Added to n8n's environment; `undefined` takes a variable away. */
	env?: Record<string, string | undefined>;
	/** Whether the folder goes when this process is interrupted or ends without having stopped n8n. */
	removeFolder?: boolean;
	/** Whether each line of the log bears the time. */
	hasTimesInLog?: boolean;
	report?: Report;
}

interface Exit {
	code: number | null;
	signal: NodeJS.Signals | null;
}

export interface Instance {
	/** Without a slash at its end. */
	url: string;
	port: number;
	folder: string;
	/** n8n's own process id; it also leads the group of all that n8n started. */
	pid: number;
	/** Where this and earlier instances in the folder wrote to. */
	logFile: string;
	/** What this instance has written so far. */
	log: () => string;
	/** Asks n8n to end (SIGTERM) and makes it end when it does not. */
	stop: () => Promise<void>;
	/** Ends n8n and all it started at once (SIGKILL). */
	kill: () => Promise<void>;
	/** Settles when n8n has ended for whatever reason. */
	exited: Promise<Exit>;
}

/**
 * Starts n8n and waits until it answers.
 * @throws When n8n ends or does not answer in time, with the end of its log.
 */
export async function startN8n(options: StartOptions): Promise<Instance> {
	const { folder, tarball, report } = options;
	mkdirSync(folder, { recursive: true });
	if (tarball) await installPackage(folder, tarball);
	const instance = await launch(options);
	const ready = () => untilReady(instance, options.command);
	try {
		await (report ? report.during('Starting n8n', ready) : ready());
	} catch (reason) {
		await instance.kill();
		throw reason;
	}
	return instance;
}

/** Where Node.js keeps n8n's code as it has compiled it: a start takes a fifth less of the processor. */
const compiledFolder = () => path.join(sharedCacheFolder(), 'compiled');

async function launch({
	runtime,
	folder,
	port,
	command = 'start',
	env,
	removeFolder = false,
	hasTimesInLog = false,
}: StartOptions): Promise<Instance> {
	const [freePort, brokerPort] = (await freePorts(2)) as [number, number];
	const ownPort = port ?? freePort;
	const environment = n8nEnvironment({
		runtime,
		folder,
		port: ownPort,
		brokerPort,
		command,
	});

	const logFile = path.join(folder, 'n8n.log');
	const logStart = existsSync(logFile) ? statSync(logFile).size : 0;
	const logHandle = openSync(logFile, 'a');
	const times = hasTimesInLog ? ['--require', path.join(__dirname, 'log-times.js')] : [];
	const child = spawn(runtime.node, [...times, runtime.n8n, command], {
		cwd: folder,
		env: { ...environment, NODE_COMPILE_CACHE: compiledFolder(), ...env },
		detached: hasGroups,
		stdio: ['ignore', logHandle, logHandle],
		windowsHide: true,
	});
	closeSync(logHandle);

	const exited = new Promise<Exit>((resolve) => {
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

async function untilReady(instance: Instance, command: Command = 'start'): Promise<void> {
	let exit: Exit | undefined;
	void instance.exited.then((outcome) => {
		exit = outcome;
	});
	const deadline = Date.now() + READY_WITHIN_MS;
	while (!(await isReady(instance.url, command))) {
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

/** Older versions say that they are ready some seconds before they have the editor's addresses. */
async function isReady(url: string, command: Command): Promise<boolean> {
	if (!(await answers(`${url}/healthz/readiness`))) return false;
	return command !== 'start' || (await answers(`${url}/rest/settings`, 'application/json'));
}

async function answers(url: string, type = ''): Promise<boolean> {
	try {
		const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
		await answer.arrayBuffer();
		return answer.ok && (answer.headers.get('content-type') ?? '').startsWith(type);
	} catch {
		return false;
	}
}

function describe({ code, signal }: Exit): string {
	if (signal) return `ended by ${signal}`;
	return code === null ? 'it could not be run' : `exit code ${code}`;
}

function tail(instance: Instance): string {
	const lines = instance.log().trimEnd().split('\n').slice(-LOG_TAIL_LINES);
	return `its log (${instance.logFile}) ends with:\n${lines.join('\n')}`;
}
