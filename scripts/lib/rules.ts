import path from 'node:path';

import { isInstalled } from '../bootstrap';
import { installLocked } from './npm';
import { createReport } from './report';

/** Has a package.json, a package-lock.json and an .npmrc of its own; package.json says why. */
const rulesFolder = path.join(__dirname, '..', 'n8n', 'rules');

/**
 * Installs n8n's lint rules and scan when they are missing or their package-lock.json asks for
 * others than are there.
 * @throws When they cannot be installed.
 */
export async function ensureRules({ report = createReport() } = {}): Promise<void> {
	if (isInstalled(rulesFolder)) return;
	await report.during("Installing n8n's lint rules and scan", () =>
		installLocked("install n8n's lint rules and scan", [], { cwd: rulesFolder }),
	);
}
