import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { packTarball } from '../../scripts/build-package';
import type { Goal } from '../goals';
import { measured, ratio, type Measured } from '../statistics';
import { TRIGGERS } from './triggers';

export const PACKAGE_GOALS = {
	time: {
		what: 'Loading the package, against loading n8n-workflow',
		limit: { atMost: 0.18 },
		because:
			'30 ms were hoped for. It is 30 to 75 by the machine, so the limit is a ratio. Half of it is zod, which builds the shapes of all events',
	},
	memory: {
		what: 'Memory of the loaded package',
		limit: { atMost: 5 },
		unit: 'MB',
	},
	others: {
		what: "Other services' code that a service's trigger loads",
		limit: { atMost: 0 },
		unit: 'services',
	},
	tarball: {
		what: 'The tarball',
		limit: { atMost: 80 },
		unit: 'kB',
	},
} satisfies Record<string, Goal>;

interface Loaded {
	/** Milliseconds that n8n-workflow took. */
	workflow: number;
	milliseconds: number;
	megabytes: number;
	services: string[];
}

/** Loads the package, or a service's part of it, in a process of its own. */
async function loadOnce(only = ''): Promise<Loaded> {
	const script = path.join(__dirname, 'loading.js');
	const args = ['--expose-gc', script, only];
	const { stdout } = await promisify(execFile)(process.execPath, args);
	return JSON.parse(stdout) as Loaded;
}

/** @param processes how often it is loaded, each time anew. */
export async function measurePackage(
	processes: number,
): Promise<Record<keyof typeof PACKAGE_GOALS, Measured>> {
	const all: Loaded[] = [];
	while (all.length < processes) all.push(await loadOnce());
	const alone = [];
	for (const name of TRIGGERS) alone.push((await loadOnce(`nodes/${name}/`)).services.length - 1);
	return {
		time: ratio(
			all.map(({ milliseconds }) => milliseconds),
			all.map(({ workflow }) => workflow),
		),
		memory: measured(all.map(({ megabytes }) => megabytes)),
		others: { median: Math.max(...alone), spread: 0 },
		tarball: { median: statSync(await packTarball()).size / 1000, spread: 0 },
	};
}
