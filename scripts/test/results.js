'use strict';

/**
 * Of one run of jest, by jest's own names.
 *
 * @typedef {object} Counts
 * @property {number} numFailedTests
 * @property {number} numPassedTests
 * @property {number} numPendingTests Skipped ones.
 * @property {number} numRuntimeErrorTestSuites Test files that could not be run.
 */

/**
 * @typedef {object} Results
 * @property {string} kind
 * @property {number} passed Tests.
 * @property {number} failed Tests, and test files or runs that did not come about.
 * @property {number} skipped
 * @property {number} seconds
 * @property {number} exitCode jest's.
 */

/**
 * @param {object} run
 * @param {string} run.kind
 * @param {number} run.exitCode
 * @param {number} run.seconds
 * @param {string | undefined} run.json The counts, if there are any.
 * @returns {Results}
 */
function readResults({ kind, exitCode, seconds, json }) {
	/** @type {Partial<Counts>} */
	const counts = json === undefined ? {} : JSON.parse(json);
	const failed = (counts.numFailedTests ?? 0) + (counts.numRuntimeErrorTestSuites ?? 0);
	return {
		kind,
		passed: counts.numPassedTests ?? 0,
		// jest may end badly without any test to blame: its set-up, say, did not come about.
		failed: exitCode === 0 ? failed : Math.max(failed, 1),
		skipped: counts.numPendingTests ?? 0,
		seconds,
		exitCode,
	};
}

/**
 * @param {Results} results
 * @returns {string} Such as `unit: 12 passed, 0 failed, 3.4 s`.
 */
function showKind({ kind, passed, failed, skipped, seconds }) {
	const parts = [`${passed} passed`, `${failed} failed`];
	if (skipped > 0) parts.push(`${skipped} skipped`);
	if (passed + failed === 0) parts.push('so nothing was tested');
	return `${kind}: ${parts.join(', ')}, ${seconds.toFixed(1)} s`;
}

/**
 * @param {Results[]} results
 * @returns {string} Such as `40 passed, 0 failed`.
 */
function showTotals(results) {
	const passed = results.reduce((sum, result) => sum + result.passed, 0);
	const failed = results.reduce((sum, result) => sum + result.failed, 0);
	return `${passed} passed, ${failed} failed`;
}

module.exports = { readResults, showKind, showTotals };
