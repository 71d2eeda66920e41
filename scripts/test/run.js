'use strict';

const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { packTarball } = require('../build-package');
const { ensureInstalled } = require('../install');
const { Halt } = require('../lib/halt');
const { whenInterrupted } = require('../lib/interrupt');
const { projectFolder } = require('../lib/paths');
const { runInView } = require('../lib/processes');
const { createReport } = require('../lib/report');
const { ensureRuntime } = require('../n8n/runtime');
const { missingCaddy } = require('./caddy');
const { missingChromium } = require('./chromium');
const { COUNTS_FILE_VARIABLE } = require('./counts-reporter');
const { readResults, showKind, showTotals } = require('./results');
const { missingServices } = require('./services');

/** In the order they run: the quickest to find something out comes first. */
const KINDS = ['unit', 'integration', 'e2e', 'restarts', 'browser', 'queue', 'publish'];

/** The kinds that start a real n8n. */
const WITH_N8N = ['e2e', 'restarts', 'browser', 'queue', 'publish'];

/** The kinds that look at n8n's editor. */
const WITH_BROWSER = ['browser', 'publish'];

/**
 * Runs the asked kinds of tests one after the other and sums them up.
 *
 * @param {string[]} args Kinds (all by default) and, after `--`, arguments for jest.
 * @returns {Promise<number>} 0 when every test passed and every kind ran some.
 * @throws {Halt}
 */
async function runTests(args) {
	const { kinds: askedKinds, jestArgs } = readArguments(args);
	const report = createReport();
	const whyNot = await whyKindsCannotRun(askedKinds, report);
	const kinds = askedKinds.filter((kind) => !whyNot.has(kind));
	await ensureInstalled({ report });
	await packTarball({ report });
	if (kinds.some((kind) => WITH_N8N.includes(kind))) await ensureRuntime({ report });

	/** @type {import('./results').Results[]} */
	const results = [];
	// By itself a kind runs in full; restarts take ten minutes then.
	const isInFull = askedKinds.length === 1;
	for (const kind of kinds) results.push(await runKind(kind, jestArgs, isInFull));

	report.say('');
	for (const result of results) report.say(showKind(result));
	for (const [kind, reason] of whyNot) report.say(`${kind}: not run, because ${reason}`);
	report.say(showTotals(results));
	return results.every(({ passed, failed, exitCode }) => passed > 0 && failed + exitCode === 0)
		? 0
		: 1;
}

/**
 * @param {string[]} kinds
 * @param {import('../lib/report').Report} report
 * @returns {Promise<Map<string, string>>} The kinds this machine lacks something for, and what.
 * @throws {Halt} When nothing but browser tests was asked for and there is no browser.
 */
async function whyKindsCannotRun(kinds, report) {
	/** @type {Map<string, string>} */
	const reasons = new Map();
	const withBrowser = kinds.filter((kind) => WITH_BROWSER.includes(kind));
	if (withBrowser.length > 0) {
		const isOnlyOne = kinds.length === 1;
		// A system gets no new packages unasked, unless it is there for the tests alone.
		const mayInstall = isOnlyOne || Boolean(process.env.CI);
		const reason = await missingChromium({ mayInstall, report });
		if (reason && isOnlyOne) throw new Halt(`The ${kinds[0]} tests cannot run: ${reason}`);
		if (reason) for (const kind of withBrowser) reasons.set(kind, reason);
	}
	if (kinds.includes('restarts')) {
		const reason = await missingCaddy({ mayInstall: Boolean(process.env.CI), report });
		if (reason) reasons.set('restarts', reason);
	}
	if (kinds.includes('queue')) {
		const reason = await missingServices();
		if (reason) reasons.set('queue', reason);
	}
	return reasons;
}

/**
 * @param {string[]} args
 * @returns {{ kinds: string[], jestArgs: string[] }}
 */
function readArguments(args) {
	const separator = args.includes('--') ? args.indexOf('--') : args.length;
	const asked = args.slice(0, separator);
	const unknown = asked.find((kind) => !KINDS.includes(kind));
	if (unknown) {
		throw new Halt(
			`There are no tests of the kind "${unknown}": choose among ${KINDS.join(', ')}, ` +
				'and give arguments for jest after --.',
		);
	}
	const kinds = asked.length > 0 ? KINDS.filter((kind) => asked.includes(kind)) : KINDS;
	return { kinds, jestArgs: args.slice(separator + 1) };
}

/**
 * @param {string} kind
 * @param {string[]} jestArgs
 * @param {boolean} isInFull Whether tests that have a short form run in their long one.
 * @returns {Promise<import('./results').Results>}
 */
async function runKind(kind, jestArgs, isInFull) {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'service-desk-tests-'));
	const remove = () => rmSync(folder, { recursive: true, force: true });
	const settled = whenInterrupted(remove);
	try {
		const countsFile = path.join(folder, 'counts.json');
		const started = Date.now();
		const exitCode = await runInView(
			process.execPath,
			[
				path.join(projectFolder, 'node_modules', 'jest', 'bin', 'jest.js'),
				`--selectProjects=${kind}`,
				'--reporters=default',
				`--reporters=${require.resolve('./counts-reporter')}`,
				// All end-to-end tests share one n8n, and a machine bears one queue mode at a time.
				...(WITH_N8N.includes(kind) ? ['--runInBand'] : []),
				...jestArgs,
			],
			{
				cwd: projectFolder,
				env: {
					...process.env,
					[COUNTS_FILE_VARIABLE]: countsFile,
					...(isInFull && { TESTS_IN_FULL: 'true' }),
				},
			},
		);
		const seconds = (Date.now() - started) / 1000;
		return readResults({ kind, exitCode, seconds, json: readIfThere(countsFile) });
	} finally {
		settled();
		remove();
	}
}

/**
 * @param {string} file
 * @returns {string | undefined} Nothing when jest could not even begin.
 */
function readIfThere(file) {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}

module.exports = { runTests };
