import { watch } from 'node:fs';
import path from 'node:path';

import { packTarball } from './build-package';
import { Halt } from './lib/halt';
import { projectFolder } from './lib/paths';
import type { Report } from './lib/report';
import type { Instance } from './n8n/instance';
import { installPackage } from './n8n/install-package';
import { serve } from './start/serve';

/** What the package is made of. */
const SOURCES = ['nodes', 'credentials', 'receiver'];

/** An editor writes a file in several steps. */
const SETTLED_MS = 200;

/** n8n then loads a package anew when its files change. */
const RELOADS = { N8N_DEV_RELOAD: 'true' };

/** `npm run dev`: the n8n of `npm start`, with the package built and loaded anew at each change. */
export const run = (args: string[]) => serve(args, RELOADS, rebuildAtChanges);

function rebuildAtChanges({ folder }: Instance, report: Report): void {
	let timer: NodeJS.Timeout | undefined;
	let isBuilding = false;
	let isChanged = false;
	const rebuild = async () => {
		isChanged = true;
		// The one that is under way takes this change up when it is done.
		if (isBuilding) return;
		isBuilding = true;
		try {
			while (isChanged) {
				isChanged = false;
				await installPackage(folder, await packTarball({ report }));
				report.say('n8n loads the package anew: reload the editor to see it.');
			}
		} catch (reason) {
			// A source that does not compile yet: the next change is built again.
			report.say(reason instanceof Halt ? reason.message : String(reason));
		} finally {
			isBuilding = false;
		}
	};
	for (const source of SOURCES) {
		watch(path.join(projectFolder, source), { recursive: true }, () => {
			clearTimeout(timer);
			timer = setTimeout(() => void rebuild(), SETTLED_MS);
		});
	}
}
