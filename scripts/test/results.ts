/** Of what jest writes by `--json`. */
interface Counts {
	numFailedTests: number;
	numPassedTests: number;
	/** Skipped ones. */
	numPendingTests: number;
	/** Test files that could not be run. */
	numRuntimeErrorTestSuites: number;
}

/** What came of one kind of tests. */
export interface Results {
	kind: string;
	/** Tests. */
	passed: number;
	/** Tests, and test files or runs that did not come about. */
	failed: number;
	skipped: number;
	seconds: number;
	exitCode: number;
}

/** @param json What jest wrote by `--json`, if it wrote anything. */
export function readResults(
	run: { kind: string; exitCode: number; seconds: number },
	json: string | undefined,
): Results {
	const counts = JSON.parse(json ?? '{}') as Partial<Counts>;
	const failed = (counts.numFailedTests ?? 0) + (counts.numRuntimeErrorTestSuites ?? 0);
	return {
		...run,
		passed: counts.numPassedTests ?? 0,
		// jest may end badly without any test to blame: its set-up, say, did not come about.
		failed: run.exitCode === 0 ? failed : Math.max(failed, 1),
		skipped: counts.numPendingTests ?? 0,
	};
}

/** Adds up what came of the parts of each kind. */
export function byKind(results: Results[]): Results[] {
	const sums = new Map<string, Results>();
	for (const result of results) {
		const sum = sums.get(result.kind);
		if (!sum) {
			sums.set(result.kind, { ...result });
			continue;
		}
		for (const figure of ['passed', 'failed', 'skipped', 'seconds'] as const) {
			sum[figure] += result[figure];
		}
		sum.exitCode ||= result.exitCode;
	}
	return [...sums.values()];
}

/** Such as `unit: 12 passed, 0 failed, 3.4 s`. */
export function showKind({ kind, passed, failed, skipped, seconds }: Results): string {
	const parts = [`${passed} passed`, `${failed} failed`];
	if (skipped > 0) parts.push(`${skipped} skipped`);
	if (passed + failed === 0) parts.push('so nothing was tested');
	return `${kind}: ${parts.join(', ')}, ${seconds.toFixed(1)} s`;
}

/** Such as `40 passed, 0 failed`. */
export function showTotals(results: Results[]): string {
	const passed = results.reduce((sum, result) => sum + result.passed, 0);
	const failed = results.reduce((sum, result) => sum + result.failed, 0);
	return `${passed} passed, ${failed} failed`;
}
