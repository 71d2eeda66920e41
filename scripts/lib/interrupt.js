'use strict';

const SIGNALS = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 });

/** Ctrl-C reaches a whole terminal group and is forwarded too: both count as one. */
const SAME_INTERRUPT_MS = 1000;

/** @typedef {() => void | Promise<void>} Cleanup */

/** @type {Set<Cleanup>} */
const cleanups = new Set();

/** @type {number | undefined} */
let chosenExitCode;
let interruptedAt = 0;
let listening = false;

/**
 * Has something put away when the run is interrupted (Ctrl-C, SIGTERM, a closed terminal).
 * Cleanups run one after the other, the newest first; then the process ends.
 *
 * @param {Cleanup} cleanup
 * @returns {() => void} Call it when there is nothing to put away any more.
 */
function whenInterrupted(cleanup) {
	listen();
	cleanups.add(cleanup);
	return () => {
		cleanups.delete(cleanup);
	};
}

/**
 * @param {number} code How the process ends after an interrupt from now on; by default 128 and the
 * signal's number, as shells have it.
 */
function exitWith(code) {
	chosenExitCode = code;
}

/**
 * @returns {boolean} Whether an interrupt is being handled.
 */
function isInterrupted() {
	return interruptedAt > 0;
}

function listen() {
	if (listening) return;
	listening = true;
	for (const [signal, code] of Object.entries(SIGNALS)) {
		process.on(signal, () => void endWith(chosenExitCode ?? code));
	}
}

/**
 * Ends the process as an interrupt does, cleanups first.
 *
 * @param {number} code
 */
async function endWith(code) {
	if (interruptedAt > 0) {
		if (Date.now() - interruptedAt > SAME_INTERRUPT_MS) process.exit(code);
		return;
	}
	interruptedAt = Date.now();
	for (const cleanup of [...cleanups].reverse()) {
		try {
			await cleanup();
		} catch {
			// The other cleanups matter as much as this one.
		}
	}
	process.exit(code);
}

module.exports = { endWith, exitWith, isInterrupted, whenInterrupted };
