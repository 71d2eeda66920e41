import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { projectFolder } from './lib/paths';

/*
 * `npm run fuzz`: tries the properties of test/integration/fuzz.test.ts with far more deliveries than `npm test`, and
 * prints what came of each. `FUZZ_RUNS` is how many deliveries a property gets, `FUZZ_SEED` what they are made from.
 */

/** What the test file reports of a property. */
interface Result {
	property: string;
	runs: number;
	seconds: number;
	counterexample: string;
}

const RUNS = '100000';

const ROWS = ['Property', 'Runs', 'Seconds', 'Counterexample'];

const tableOf = (results: Result[]) => {
	const rows = results.map(({ property, runs, seconds, counterexample }) => [
		property,
		runs.toLocaleString('en-US'),
		seconds.toFixed(0),
		counterexample === '' ? 'none' : counterexample.split('\n').slice(1, 3).join(' ').trim(),
	]);
	const lines = [ROWS, ROWS.map(() => '---'), ...rows];
	return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};

export function run(): number {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'service-desk-fuzz-'));
	try {
		const report = path.join(folder, 'report.json');
		const { status } = spawnSync(
			process.execPath,
			[
				path.join(projectFolder, 'node_modules', 'jest', 'bin', 'jest.js'),
				'--selectProjects=integration',
				`--testPathPatterns=${path.join('test', 'integration', 'fuzz.test.ts')}`,
			],
			{
				cwd: projectFolder,
				env: { FUZZ_RUNS: RUNS, ...process.env, FUZZ_REPORT: report },
				stdio: 'inherit',
			},
		);
		console.log(`\n${tableOf(JSON.parse(readFileSync(report, 'utf8')) as Result[])}`);
		return status ?? 1;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
