import { watch } from 'node:fs';
import path from 'node:path';

import { packTarball } from './build-package';
import { Halt } from './lib/halt';
import { projectFolder } from './lib/paths';
import { startServing, type Serving } from './start/serve';

/** What the package is made of. */
const SOURCES = ['nodes', 'credentials', 'receiver', 'index.ts'];

/** An editor writes a file in several steps. */
const SETTLED_MS = 200;

/**
 * `npm run dev`: the n8n of `npm start`, with the package built and n8n started anew at each change. n8n's own way,
 * N8N_DEV_RELOAD, does not see a package that was installed anew (tried with n8n 2.41.1).
 */
export async function run(args: string[]): Promise<never> {
	rebuildAtChanges(await startServing(args));
	// What is watched keeps the process alive; Ctrl-C ends it.
	return await new Promise<never>(() => undefined);
}

function rebuildAtChanges({ restart, report }: Serving): void {
	let timer: NodeJS.Timeout | undefined;
	let isBuilding = false;
	let isChanged = false;
	const rebuild = async () => {
		isChanged = true;
		// The one that is under way takes this change up when it is done.
		if (isBuilding) return;
		isBuilding = true;
		while (isChanged) {
			isChanged = false;
			try {
				await restart(await packTarball({ report }));
				report.say('n8n has the change: reload the editor.');
			} catch (reason) {
				// A source that does not compile yet: the next change is built again.
				report.say(reason instanceof Halt ? reason.message : String(reason));
			}
		}
		isBuilding = false;
	};
	for (const source of SOURCES) {
		watch(path.join(projectFolder, source), { recursive: true }, () => {
			clearTimeout(timer);
			timer = setTimeout(() => void rebuild(), SETTLED_MS);
		});
	}
}
