import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { projectFolder } from '../lib/paths';

/** What one jest runs: a kind of tests, or a part of one that needs nothing of the rest. */
export interface Part {
	kind: string;
	/** Such as `e2e (2 of 3)`. */
	name: string;
	/** Test files, within the clone; all of the kind by default. */
	files?: string[];
}

/**
 * Parts in the order in which they begin: what takes longest comes first, and beside it those that
 * wait for most of their time. Test files have n8ns of their own where they run apart from the
 * others of their kind; without names a part is all others.
 */
const ORDER: Array<{ kind: string; names?: string[] }> = [
	{ kind: 'browser' },
	{ kind: 'e2e', names: ['glassix-polling', 'fullDisk', 'start'] },
	{ kind: 'e2e', names: ['reliability', 'interrupted'] },
	{ kind: 'queue', names: ['examples', 'alarms'] },
	{ kind: 'queue' },
	{ kind: 'e2e' },
	{ kind: 'publish' },
	{ kind: 'restarts' },
];

/** An n8n, its browser or its other processes, and jest. */
const MEMORY_OF_A_PART = 3 * 1024 ** 3;

/** @param kinds Those that start an n8n. */
export function partsOf(kinds: string[]): Part[] {
	return ORDER.filter(({ kind }) => kinds.includes(kind)).map((part) => {
		const { kind } = part;
		const ofKind = ORDER.filter((other) => other.kind === kind);
		if (ofKind.length === 1) return { kind, name: kind };
		const apart = ofKind.flatMap((other) => other.names ?? []);
		const all = namesIn(kind);
		const missing = apart.filter((name) => !all.includes(name));
		if (missing.length > 0) throw new Error(`test/${kind} has no ${missing.join(', ')}`);
		const names = part.names ?? all.filter((name) => !apart.includes(name));
		return {
			kind,
			name: `${kind} (${ofKind.indexOf(part) + 1} of ${ofKind.length})`,
			files: names.map((name) => `test/${kind}/${name}.test.ts`),
		};
	});
}

/**
 * How many parts run side by side: on two cores two, as an n8n and its test wait for about half of
 * the time, and one more for every two.
 */
export function laneCount({
	cores = os.availableParallelism(),
	memory = os.totalmem(),
} = {}): number {
	const byCores = cores === 1 ? 1 : Math.floor(cores / 2) + 1;
	return Math.max(1, Math.min(byCores, Math.floor(memory / MEMORY_OF_A_PART)));
}

/** The test files of a kind. */
function namesIn(kind: string): string[] {
	return readdirSync(path.join(projectFolder, 'test', kind))
		.filter((file) => file.endsWith('.test.ts'))
		.map((file) => file.replace('.test.ts', ''));
}
