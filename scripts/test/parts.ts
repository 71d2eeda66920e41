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
 * Test files that run apart from the others of their kind, by their names: they have n8ns of their
 * own. Each list is one part; the files that are in none are another one.
 */
const APART: Record<string, string[][]> = {
	e2e: [
		['reliability', 'interrupted'],
		['glassix-polling', 'fullDisk', 'start'],
	],
	queue: [['examples', 'alarms']],
};

/** Parts in the order in which they begin: those that take longest come first. */
const LONGEST_FIRST = ['browser', 'queue', 'e2e', 'publish', 'restarts'];

/** An n8n, its browser or its other processes, and jest. */
const MEMORY_OF_A_PART = 3 * 1024 ** 3;

/** @param kinds Those that start an n8n. */
export function partsOf(kinds: string[]): Part[] {
	return LONGEST_FIRST.filter((kind) => kinds.includes(kind)).flatMap(split);
}

/** How many parts run side by side: an n8n and its test keep two cores busy. */
export function laneCount({
	cores = os.availableParallelism(),
	memory = os.totalmem(),
} = {}): number {
	return Math.max(1, Math.min(Math.floor(cores / 2), Math.floor(memory / MEMORY_OF_A_PART)));
}

function split(kind: string): Part[] {
	const lists = APART[kind];
	if (!lists) return [{ kind, name: kind }];
	const apart = new Set(lists.flat());
	const all = readdirSync(path.join(projectFolder, 'test', kind))
		.filter((file) => file.endsWith('.test.ts'))
		.map((file) => file.replace('.test.ts', ''));
	const missing = [...apart].filter((name) => !all.includes(name));
	if (missing.length > 0) throw new Error(`test/${kind} has no ${missing.join(', ')}`);
	const others = all.filter((name) => !apart.has(name));
	return [...lists, others].map((names, place, { length }) => ({
		kind,
		name: `${kind} (${place + 1} of ${length})`,
		files: names.map((name) => `test/${kind}/${name}.test.ts`),
	}));
}
