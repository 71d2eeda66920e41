import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { Halt } from '../lib/halt';
import type { Instance } from '../n8n/instance';

/**
 * Two n8n must not share one folder.
 * @throws When one already runs with it, naming its address.
 */
export async function haltWhenRunning(folder: string): Promise<void> {
	const running = readNote(folder);
	if (!running || !isAlive(running.pid) || !(await answers(running.url))) return;
	throw new Halt(
		`n8n already runs for this clone at ${running.url}: use that one, or stop it with Ctrl-C first.`,
	);
}

export function noteRunning({ folder, pid, url, exited }: Instance): void {
	writeFileSync(noteFile(folder), JSON.stringify({ pid, url }));
	void exited.then(() => rmSync(noteFile(folder), { force: true }));
}

function readNote(folder: string): { pid: number; url: string } | undefined {
	try {
		return JSON.parse(readFileSync(noteFile(folder), 'utf8'));
	} catch {
		return undefined;
	}
}

function noteFile(folder: string): string {
	return path.join(folder, 'running.json');
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(3000) })).ok;
	} catch {
		return false;
	}
}
