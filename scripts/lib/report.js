'use strict';

const QUIET_TERMINAL_MS = 15_000;

/**
 * @typedef {object} Report
 * @property {(line: string) => void} say
 * @property {<T>(label: string, work: () => Promise<T>) => Promise<T>} during Shows that a long
 * step is under way, and for how long.
 */

/**
 * On a terminal a step is one line that counts the seconds; elsewhere (a log) it is a line at its
 * start, one every 15 seconds and one at its end.
 *
 * @param {NodeJS.WriteStream} [stream]
 * @returns {Report}
 */
function createReport(stream = process.stdout) {
	return {
		say(line) {
			stream.write(`${line}\n`);
		},
		during: (label, work) =>
			stream.isTTY ? countOnOneLine(stream, label, work) : countInLines(stream, label, work),
	};
}

/**
 * @template T
 * @param {NodeJS.WriteStream} stream
 * @param {string} label
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function countOnOneLine(stream, label, work) {
	const elapsed = stopwatch();
	const show = () => {
		stream.clearLine(0);
		stream.cursorTo(0);
		stream.write(`${label} ... ${elapsed()}`);
	};
	show();
	const timer = setInterval(show, 1000);
	try {
		return await work();
	} finally {
		clearInterval(timer);
		show();
		stream.write('\n');
	}
}

/**
 * @template T
 * @param {NodeJS.WriteStream} stream
 * @param {string} label
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function countInLines(stream, label, work) {
	const elapsed = stopwatch();
	stream.write(`${label} ...\n`);
	const timer = setInterval(() => {
		stream.write(`${label} ... ${elapsed()} so far\n`);
	}, QUIET_TERMINAL_MS);
	try {
		const result = await work();
		stream.write(`${label} ... done in ${elapsed()}\n`);
		return result;
	} finally {
		clearInterval(timer);
	}
}

/**
 * @returns {() => string} The time since this call, such as `12 s`.
 */
function stopwatch() {
	const start = Date.now();
	return () => `${Math.round((Date.now() - start) / 1000)} s`;
}

module.exports = { createReport };
