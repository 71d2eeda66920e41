import { randomBytes } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { whenInterrupted } from '../lib/interrupt';
import type { Report } from '../lib/report';

const SUFFIX = '.partial';
const PULSE_FILE = '.pulse';
const PULSE_MS = 5_000;

/** A folder without a pulse for so long belongs to a run that has ended. */
const STILL_ALIVE_MS = 60_000;
const SURELY_DEAD_MS = 10 * 60_000;

/**
 * Makes the folder in which `target` is prepared, next to it so that it can be moved there in one
 * step. While it is claimed it has a pulse that other runs can see. Abandoned ones are removed.
 * @returns `remove` is to be called in the end, also after
 * the folder was moved.
 */
export function claimPartialFolder(target: string): { path: string; remove: () => void } {
	for (const other of partialFolders(target)) {
		if (other.age > SURELY_DEAD_MS) removeFolder(other.folder);
	}
	const folder = `${target}.${randomBytes(4).toString('hex')}${SUFFIX}`;
	const pulseFile = path.join(folder, PULSE_FILE);
	mkdirSync(folder);
	writeFileSync(pulseFile, '');
	const pulse = setInterval(() => {
		if (existsSync(pulseFile)) utimesSync(pulseFile, new Date(), new Date());
	}, PULSE_MS);
	const remove = () => {
		clearInterval(pulse);
		settled();
		removeFolder(folder);
	};
	const settled = whenInterrupted(remove);
	return { path: folder, remove };
}

/** Waits while another run prepares `target`, until it is there or that run has ended. */
export async function waitForOtherInstall(target: string, report: Report): Promise<void> {
	if (!isBeingPrepared(target)) return;
	await report.during('Waiting for another run that is installing n8n', async () => {
		while (!existsSync(target) && isBeingPrepared(target)) await pause(1000);
	});
}

function isBeingPrepared(target: string): boolean {
	return partialFolders(target).some(({ age }) => age < STILL_ALIVE_MS);
}

/** []} With the milliseconds since each one's last pulse. */
function partialFolders(target: string): Array<{ folder: string; age: number }> {
	const parent = path.dirname(target);
	if (!existsSync(parent)) return [];
	return readdirSync(parent)
		.filter((name) => name.startsWith(`${path.basename(target)}.`) && name.endsWith(SUFFIX))
		.map((name) => {
			const folder = path.join(parent, name);
			return { folder, age: Date.now() - lastPulse(folder) };
		});
}

/** In milliseconds since 1970; 0 when the folder is being removed. */
function lastPulse(folder: string): number {
	const options = { throwIfNoEntry: false } as const;
	const stats = statSync(path.join(folder, PULSE_FILE), options) ?? statSync(folder, options);
	return stats?.mtimeMs ?? 0;
}

function removeFolder(folder: string): void {
	rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
}
