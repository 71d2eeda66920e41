import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { packTarball } from '../build-package';
import { ensureRules } from '../lib/rules';
import { whenInterrupted } from '../lib/interrupt';
import { npmOrHalt } from '../lib/npm';
import { projectFolder } from '../lib/paths';
import { createReport, type Report } from '../lib/report';
import { unpack } from '../lib/unpack';
import { auditFindings } from './audit';
import { findMissing, findUnexpected } from './contents';
import { publintFindings } from './publint';
import { scanPublished, scanSources } from './scan';
import { findStraySourceMaps } from './source-maps';
import { askForCloudSupport, lintAsN8n } from './verification';

interface Check {
	name: string;
	/** None when it passes. */
	findings: () => Promise<string[]>;
}

/**
 * Builds the package and examines it as it would be published.
 * @returns 0 when there are no findings.
 * @throws When it cannot be built.
 */
export async function checkPackage(): Promise<number> {
	const report = createReport();
	await ensureRules({ report });
	const tarball = await packTarball({ report });

	const temporary = mkdtempSync(path.join(os.tmpdir(), 'service-desk-check-'));
	const remove = () => rmSync(temporary, { recursive: true, force: true });
	const settled = whenInterrupted(remove);
	// The scanner leaves a temporary folder behind; there it is removed too.
	Object.assign(process.env, { TMPDIR: temporary, TEMP: temporary, TMP: temporary });
	try {
		const published = path.join(temporary, 'package');
		await unpack(tarball, published);
		return await run(
			[
				{ name: 'only what belongs into the package', findings: unexpectedFiles },
				{ name: 'all that package.json names', findings: async () => findMissing(published) },
				{ name: 'source maps', findings: async () => findStraySourceMaps(published) },
				{ name: 'publint', findings: () => publintFindings(published) },
				{ name: 'npm audit of what is installed with it', findings: auditFindings },
				{ name: "n8n's lint of what is published", findings: lintAsN8n },
				{ name: "n8n's word on n8n Cloud", findings: askForCloudSupport },
				{ name: "n8n's scan of the sources", findings: () => scanSources(projectFolder) },
				{ name: "n8n's scan of the package", findings: () => scanPublished(published) },
			],
			report,
		);
	} finally {
		settled();
		remove();
	}
}

async function unexpectedFiles(): Promise<string[]> {
	const listing = await npmOrHalt(
		'list what it would publish',
		['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=silent'],
		{ cwd: projectFolder },
	);
	const [{ files }] = JSON.parse(listing.slice(listing.indexOf('['))) as [
		{ files: Array<{ path: string }> },
	];
	return findUnexpected(files.map((file) => file.path));
}

async function run(checks: Check[], report: Report): Promise<number> {
	let exitCode = 0;
	for (const { name, findings } of checks) {
		const found = await findings();
		report.say(`${name}: ${found.length === 0 ? 'passed' : 'not passed'}`);
		for (const finding of found) report.say(`  ${finding}`);
		if (found.length > 0) exitCode = 1;
	}
	return exitCode;
}
