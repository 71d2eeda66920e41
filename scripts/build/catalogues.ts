import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { services } from '../../nodes';

/**
 * Writes index.js: the label and the sentence of every event as a plain table, so that it runs
 * without zod and n8n.
 * @param folder Where to.
 */
export function writeCatalogues(folder: string): void {
	const catalogues = Object.fromEntries(
		services.map(({ id, events }) => [
			id,
			Object.fromEntries(
				Object.entries(events).map(([event, { name, description }]) => [
					event,
					{ name, description },
				]),
			),
		]),
	);
	writeFileSync(
		path.join(folder, 'index.js'),
		`exports.catalogues = ${JSON.stringify(catalogues, null, '\t')};\n`,
	);
}
