'use strict';

const { Halt } = require('./halt');
const { endWith, isInterrupted } = require('./interrupt');

/**
 * Runs a script: a `Halt` is printed as its sentence, anything else with its stack.
 *
 * @param {() => Promise<number | void>} script Gives the exit code; none means 0.
 */
async function main(script) {
	// `| head` has read enough: there is nobody to write to.
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', ({ code }) => void endWith(code === 'EPIPE' ? 0 : 1));
	}
	try {
		process.exitCode = (await script()) ?? 0;
	} catch (reason) {
		// What an interrupt cut short is no news; the interrupt itself ends the process.
		if (isInterrupted()) return;
		console.error(reason instanceof Halt ? `\n${reason.message}` : reason);
		process.exitCode = 1;
	}
}

module.exports = { main };
