'use strict';

const { mkdtempSync, rmSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { packTarball } = require('../build-package');
const { ensureInstalled, ensureRules } = require('../install');
const { whenInterrupted } = require('../lib/interrupt');
const { npmOrHalt } = require('../lib/npm');
const { projectFolder } = require('../lib/paths');
const { createReport } = require('../lib/report');
const { unpack } = require('../lib/unpack');
const { findMissing, findUnexpected } = require('./contents');
const { scanPublished, scanSources } = require('./scan');
const { findStraySourceMaps } = require('./source-maps');

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {() => Promise<string[]>} findings None when it passes.
 */

/**
 * Builds the package and examines it as it would be published.
 *
 * @returns {Promise<number>} 0 when there are no findings.
 * @throws {import('../lib/halt').Halt} When it cannot be built.
 */
async function checkPackage() {
	const report = createReport();
	await ensureInstalled({ report });
	await ensureRules({ report });
	require('tsx/cjs/api').register();
	const { publintFindings } = require('./publint');
	const { askForCloudSupport, lintAsN8n } = require('./verification');
	const { auditFindings } = require('./audit');
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

/**
 * @returns {Promise<string[]>}
 */
async function unexpectedFiles() {
	const listing = await npmOrHalt(
		'list what it would publish',
		['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=silent'],
		{ cwd: projectFolder },
	);
	/** @type {[{ files: { path: string }[] }]} */
	const [{ files }] = JSON.parse(listing.slice(listing.indexOf('[')));
	return findUnexpected(files.map((file) => file.path));
}

/**
 * @param {Check[]} checks
 * @param {import('../lib/report').Report} report
 * @returns {Promise<number>}
 */
async function run(checks, report) {
	let exitCode = 0;
	for (const { name, findings } of checks) {
		const found = await findings();
		report.say(`${name}: ${found.length === 0 ? 'passed' : 'not passed'}`);
		for (const finding of found) report.say(`  ${finding}`);
		if (found.length > 0) exitCode = 1;
	}
	return exitCode;
}

module.exports = { checkPackage };
