'use strict';

const { writeFileSync } = require('node:fs');

/** Names the file the counts go to. */
const COUNTS_FILE_VARIABLE = 'TEST_COUNTS_FILE';

/** A reporter for jest that leaves a run's counts to the process that started jest. */
class CountsReporter {
	/**
	 * @param {unknown} _contexts
	 * @param {import('./results').Counts} results
	 */
	onRunComplete(
		_contexts,
		{ numFailedTests, numPassedTests, numPendingTests, numRuntimeErrorTestSuites },
	) {
		const file = process.env[COUNTS_FILE_VARIABLE];
		if (!file) return;
		/** @type {import('./results').Counts} */
		const counts = { numFailedTests, numPassedTests, numPendingTests, numRuntimeErrorTestSuites };
		writeFileSync(file, JSON.stringify(counts));
	}
}

module.exports = CountsReporter;
module.exports.COUNTS_FILE_VARIABLE = COUNTS_FILE_VARIABLE;
