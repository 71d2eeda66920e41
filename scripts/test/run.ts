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
import { laneCount, partsOf, type Part } from './parts';
import { byKind, readResults, showKind, showTotals, type Results } from './results';
import { missingServices } from './services';
import { runBeside, sideBySide } from './side-by-side';

/** In the order they are listed: the quickest to find something out comes first. */
const KINDS = ['unit', 'integration', 'e2e', 'restarts', 'browser', 'queue', 'publish'];

/** The kinds that start a real n8n. */
const WITH_N8N = ['e2e', 'restarts', 'browser', 'queue', 'publish'];

/** The kinds that look at n8n's editor. */
const WITH_BROWSER = ['browser', 'publish'];

/**
 * Runs the asked kinds of tests and sums them up: those without an n8n first, then the others, as
 * many side by side as the machine bears.
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

	const wholeKinds = kinds.map((kind) => ({ kind, name: kind }));
	const results: Results[] = [];
	// What has a short form runs in full if its kind is asked for alone.
	const isInFull = askedKinds.length === 1;
	// What is asked of jest need not fit a part of a kind.
	if (jestArgs.length > 0 || kinds.length === 0) {
		for (const part of wholeKinds) results.push(await runInOrder(part, jestArgs, isInFull));
	} else {
		const withoutN8n = wholeKinds.filter(({ kind }) => !WITH_N8N.includes(kind));
		const parts = partsOf(kinds.filter((kind) => WITH_N8N.includes(kind)));
		// Some of the first measure times: nothing but the others of them disturbs them.
		for (const wave of [withoutN8n, parts]) {
			results.push(...(await runWave(wave, isInFull, report)));
		}
	}

	const summed = byKind(results);
	report.say('');
	for (const result of summed) report.say(showKind(result));
	for (const [kind, reason] of whyNot) report.say(`${kind}: not run, because ${reason}`);
	report.say(showTotals(summed));
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

/** Runs parts side by side; one alone is watched as it goes. */
async function runWave(parts: Part[], isInFull: boolean, report: Report): Promise<Results[]> {
	if (parts.length === 1) return [await runInOrder(parts[0], [], isInFull)];
	const lanes = laneCount();
	return await sideBySide(parts, lanes, async (part) => {
		report.say(`${part.name}: begins`);
		const result = await runPart(part, [], isInFull, async (args, options) => {
			const colors = process.stdout.isTTY ? ['--colors'] : [];
			const write = (text: string) => void process.stdout.write(text);
			return await runBeside(process.execPath, [...args, ...colors], { ...options, write });
		});
		report.say(showKind({ ...result, kind: part.name }));
		return result;
	});
}

const runInOrder = async (part: Part, jestArgs: string[], isInFull: boolean) =>
	await runPart(
		part,
		jestArgs,
		isInFull,
		async (args, options) => await runInView(process.execPath, args, options),
	);

/**
 * @param isInFull Whether tests that have a short form run in their long one.
 * @param jest Runs it.
 */
async function runPart(
	{ kind, files = [] }: Part,
	jestArgs: string[],
	isInFull: boolean,
	jest: (args: string[], options: { cwd: string; env: NodeJS.ProcessEnv }) => Promise<number>,
): Promise<Results> {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'service-desk-tests-'));
	const remove = () => rmSync(folder, { recursive: true, force: true });
	const settled = whenInterrupted(remove);
	try {
		const resultsFile = path.join(folder, 'results.json');
		const started = Date.now();
		const exitCode = await jest(
			[
				path.join(projectFolder, 'node_modules', 'jest', 'bin', 'jest.js'),
				`--selectProjects=${kind}`,
				'--json',
				`--outputFile=${resultsFile}`,
				// The files of a part share one n8n, or each has the machine's attention.
				...(WITH_N8N.includes(kind) ? ['--runInBand'] : []),
				...(files.length > 0 ? ['--runTestsByPath', ...files] : []),
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
