import { compare } from 'semver';

/** What came of one test file. */
export interface FileResult {
	passed: number;
	/** The names of those that did not pass. */
	notPassed: string[];
	/** Such as `2026-11-27`. */
	date: string;
	/** Of this package. */
	package: string;
}

interface VersionRecord {
	/** The Node.js that n8n ran on. */
	node: string;
	/** By the test file's name; what was not run is not there. */
	files: Record<string, FileResult>;
}

/** What was tested, by the version of n8n. */
export type CompatRecord = Record<string, VersionRecord>;

/** The test files that run on every version. */
export const FILES = [
	'glartek',
	'glassix',
	'socialboards',
	'supportbee',
	'options',
	'publishing',
	'refusals',
	'attacks',
	'reliability',
	'glassix-polling',
];

/** Those that do not, and why. */
export const LEFT_OUT: Record<string, string> = {
	alarms: 'imports examples that need nodes of the pinned n8n',
	fullDisk: 'fills a disk to see what the operating system and SQLite do',
	interrupted: 'imports an example that calls an address of the pinned n8n',
	start: 'is about `npm start`, which always runs the pinned n8n',
};

interface JestResults {
	testResults: Array<{
		message: string;
		assertionResults: Array<{ fullName: string; status: string }>;
	}>;
}

/** @param json What jest wrote of one test file, if it wrote anything. */
export function readFileResult(
	json: string | undefined,
	{ date, package: ofPackage }: Pick<FileResult, 'date' | 'package'>,
): FileResult {
	const { testResults = [] } = JSON.parse(json ?? '{}') as Partial<JestResults>;
	const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
	const withStatus = (status: string) => tests.filter((test) => test.status === status);
	const notPassed = withStatus('failed').map(({ fullName }) => fullName);
	// The set-up, say, did not come about: there is no test to blame.
	if (tests.length === 0) notPassed.push('The test file did not run');
	return { passed: withStatus('passed').length, notPassed, date, package: ofPackage };
}

/**
 * @param ofPackage This package's version: what was tested with another one is tested again.
 * @returns The test files that are still to be run on a version of n8n.
 */
export function filesLeft(record: CompatRecord, version: string, ofPackage: string): string[] {
	const { files } = record[version] ?? { files: {} };
	return FILES.filter((file) => files[file]?.package !== ofPackage);
}

/** @returns The record with one more result, the oldest version first. */
export function noted(
	record: CompatRecord,
	version: string,
	node: string,
	results: Record<string, FileResult>,
): CompatRecord {
	const before = record[version]?.files ?? {};
	const all = { ...before, ...results };
	const files = Object.fromEntries(
		FILES.filter((file) => file in all).map((file) => [file, all[file]]),
	);
	const next = { ...record, [version]: { node, files } };
	return Object.fromEntries(Object.entries(next).sort(([a], [b]) => compare(a, b)));
}
