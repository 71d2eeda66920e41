import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { packTarball } from './build-package';
import { isTag, readArguments } from './compat/arguments';
import {
	FILES,
	filesLeft,
	LEFT_OUT,
	noted,
	readFileResult,
	type CompatRecord,
	type FileResult,
} from './compat/record';
import { withTables } from './compat/table';
import { Halt } from './lib/halt';
import { isInterrupted, whenInterrupted } from './lib/interrupt';
import { npmOrHalt } from './lib/npm';
import { projectFolder } from './lib/paths';
import { runInView, runQuietly } from './lib/processes';
import { createReport, type Report } from './lib/report';
import { ensureRuntime } from './n8n/runtime';
import {
	KNOWN,
	knownVersion,
	likeTheNewest,
	TESTED_VERSION,
	type N8nVersion,
} from './n8n/versions';

const recordFile = path.join(projectFolder, 'docs', 'compatibility.json');
const page = path.join(projectFolder, 'docs', 'compatibility.md');

/** `npm run test:compat`: the end-to-end tests on other versions of n8n. */
export async function run(args: string[]): Promise<number> {
	const { version, only, isAnew } = readArguments(args);
	const report = createReport();
	const { version: ofPackage } = JSON.parse(
		readFileSync(path.join(projectFolder, 'package.json'), 'utf8'),
	) as { version: string };
	const isWanted = (file: string) => !only || only.test(file);

	if (version) {
		const tested = await find(version);
		return (await test(tested, FILES.filter(isWanted), ofPackage, report)) ? 0 : 1;
	}
	let allPassed = true;
	for (const known of KNOWN) {
		const left = isAnew ? FILES : filesLeft(readRecord(), known.version, ofPackage);
		try {
			allPassed = (await test(known, left.filter(isWanted), ofPackage, report)) && allPassed;
		} catch (reason) {
			if (!(reason instanceof Halt)) throw reason;
			report.say(reason.message);
			allPassed = false;
		}
	}
	return allPassed ? 0 : 1;
}

/** @param asked A version, or a tag such as `latest`. */
async function find(asked: string): Promise<N8nVersion> {
	const view = async (...what: string[]) =>
		(await npmOrHalt(`look n8n ${asked} up`, ['view', ...what], { cwd: projectFolder })).trim();
	const version = isTag(asked) ? await view(`n8n@${asked}`, 'version') : asked;
	if (version === '') throw new Halt(`There is no n8n ${asked} in this package registry.`);
	const known = knownVersion(version);
	if (known) return known;
	return likeTheNewest(version, (await view(`n8n@${version}`, 'engines.node')) || '*');
}

/** @returns Whether all tests of these files passed. */
async function test(
	version: N8nVersion,
	files: string[],
	ofPackage: string,
	report: Report,
): Promise<boolean> {
	report.say(`n8n ${version.version}: ${files.length} of ${FILES.length} test files to run`);
	for (const [file, why] of Object.entries(LEFT_OUT))
		report.say(`  ${file} is left out: it ${why}`);
	if (files.length === 0) return true;
	await packTarball({ report });
	const runtime = await ensureRuntime({ report, version });
	const { output } = await runQuietly(runtime.node, ['--version']);
	const node = output.trim().replace(/^v/, '');

	let allPassed = true;
	for (const file of files) {
		const date = new Date().toISOString().slice(0, 10);
		const result = readFileResult(await runFile(file, version), { date, package: ofPackage });
		// What an interrupt cut short says nothing of n8n.
		if (isInterrupted()) return false;
		await note(version.version, node, { [file]: result });
		report.say(
			`n8n ${version.version}, ${file}: ${result.passed} passed, ${result.notPassed.length} not passed`,
		);
		for (const name of result.notPassed) report.say(`  not passed: ${name}`);
		allPassed = allPassed && result.notPassed.length === 0;
	}
	return allPassed;
}

/** @returns What jest wrote of the test file, if it wrote anything. */
async function runFile(file: string, version: N8nVersion): Promise<string | undefined> {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'service-desk-compat-'));
	const remove = () => rmSync(folder, { recursive: true, force: true });
	const settled = whenInterrupted(remove);
	try {
		const resultsFile = path.join(folder, 'results.json');
		await runInView(
			process.execPath,
			[
				path.join(projectFolder, 'node_modules', 'jest', 'bin', 'jest.js'),
				'--selectProjects=e2e',
				'--runInBand',
				'--json',
				`--outputFile=${resultsFile}`,
				`--testPathPatterns=/e2e/${file}\\.test\\.ts$`,
			],
			{
				cwd: projectFolder,
				env: {
					...process.env,
					[TESTED_VERSION]: JSON.stringify(version),
					TESTS_IN_FULL: 'true',
				},
			},
		);
		return readIfThere(resultsFile);
	} finally {
		settled();
		remove();
	}
}

async function note(version: string, node: string, results: Record<string, FileResult>) {
	const record = noted(readRecord(), version, node, results);
	const text = withTables(
		readFileSync(page, 'utf8'),
		record,
		KNOWN.map((known) => known.version),
	);
	const { format, resolveConfig } = await import('prettier');
	const write = async (file: string, content: string) =>
		writeFileSync(file, await format(content, { ...(await resolveConfig(file)), filepath: file }));
	await write(recordFile, JSON.stringify(record));
	await write(page, text);
}

function readRecord(): CompatRecord {
	return JSON.parse(readIfThere(recordFile) ?? '{}') as CompatRecord;
}

function readIfThere(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}
