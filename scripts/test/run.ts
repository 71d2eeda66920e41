import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { packTarball } from '../build-package';
import { Halt } from '../lib/halt';
import { whenInterrupted } from '../lib/interrupt';
import { projectFolder } from '../lib/paths';
import { runInView } from '../lib/processes';
import { createReport, type Report } from '../lib/report';
import { ensureRuntime } from '../n8n/runtime';
import { missingCaddy } from './caddy';
import { missingChromium } from './chromium';
import { readResults, showKind, showTotals, type Results } from './results';
import { missingServices } from './services';

/** In the order they run: the quickest to find something out comes first. */
const KINDS = ['unit', 'integration', 'e2e', 'restarts', 'browser', 'queue', 'publish'];

/** The kinds that start a real n8n. */
const WITH_N8N = ['e2e', 'restarts', 'browser', 'queue', 'publish'];

/** The kinds that look at n8n's editor. */
const WITH_BROWSER = ['browser', 'publish'];

/**
 * Runs the asked kinds of tests one after the other and sums them up.
 * @param args Kinds (all by default) and, after `--`, arguments for jest.
 * @returns 0 when every test passed and every kind ran some.
 */
export async function runTests(args: string[]): Promise<number> {
	const { kinds: askedKinds, jestArgs } = readArguments(args);
	const report = createReport();
	const whyNot = await whyKindsCannotRun(askedKinds, report);
	const kinds = askedKinds.filter((kind) => !whyNot.has(kind));
	await packTarball({ report });
	if (kinds.some((kind) => WITH_N8N.includes(kind))) await ensureRuntime({ report });

	const results: Results[] = [];
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
 * The kinds this machine lacks something for, and what.
 * @throws When nothing but browser tests was asked for and there is no browser.
 */
async function whyKindsCannotRun(kinds: string[], report: Report): Promise<Map<string, string>> {
	const reasons = new Map<string, string>();
	const note = (kind: string, reason: string | undefined) => reason && reasons.set(kind, reason);
	// A system gets no new packages unasked, unless it is there for the tests alone.
	const isForTests = Boolean(process.env.CI);
	const withBrowser = kinds.filter((kind) => WITH_BROWSER.includes(kind));
	if (withBrowser.length > 0) {
		const isOnlyOne = kinds.length === 1;
		const reason = await missingChromium(isOnlyOne || isForTests, report);
		if (reason && isOnlyOne) throw new Halt(`The ${kinds[0]} tests cannot run: ${reason}`);
		for (const kind of withBrowser) note(kind, reason);
	}
	if (kinds.includes('restarts')) note('restarts', await missingCaddy(isForTests, report));
	if (kinds.includes('queue')) note('queue', await missingServices());
	return reasons;
}

function readArguments(args: string[]): { kinds: string[]; jestArgs: string[] } {
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

/** @param isInFull Whether tests that have a short form run in their long one. */
async function runKind(kind: string, jestArgs: string[], isInFull: boolean): Promise<Results> {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'service-desk-tests-'));
	const remove = () => rmSync(folder, { recursive: true, force: true });
	const settled = whenInterrupted(remove);
	try {
		const resultsFile = path.join(folder, 'results.json');
		const started = Date.now();
		const exitCode = await runInView(
			process.execPath,
			[
				path.join(projectFolder, 'node_modules', 'jest', 'bin', 'jest.js'),
				`--selectProjects=${kind}`,
				'--json',
				`--outputFile=${resultsFile}`,
				// All end-to-end tests share one n8n, and a machine bears one queue mode at a time.
				...(WITH_N8N.includes(kind) ? ['--runInBand'] : []),
				...jestArgs,
			],
			{
				cwd: projectFolder,
				env: { ...process.env, ...(isInFull && { TESTS_IN_FULL: 'true' }) },
			},
		);
		const seconds = (Date.now() - started) / 1000;
		return readResults({ kind, exitCode, seconds }, readIfThere(resultsFile));
	} finally {
		settled();
		remove();
	}
}

/** Nothing when jest could not even begin. */
function readIfThere(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}
