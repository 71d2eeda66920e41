'use strict';

// `node scripts/bootstrap.js <command> [arguments]`: installs what is missing, then runs
// scripts/<command>.ts in this very process. What is loaded before that is plain JavaScript; this
// file is in old syntax, as the Node versions it turns away have to understand it.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 15)) {
	console.log(`This project needs Node.js 20.15 or newer and this is ${process.versions.node}:`);
	console.log('install a current version from https://nodejs.org and run the command again.');
	process.exit(1);
}

const { Halt } = require('./lib/halt');
const { ensureInstalled } = require('./lib/install');
const { endWith, isInterrupted } = require('./lib/interrupt');

// `| head` has read enough: there is nobody to write to.
for (const stream of [process.stdout, process.stderr]) {
	stream.on('error', (reason) => {
		const { code } = /** @type {NodeJS.ErrnoException} */ (reason);
		void endWith(code === 'EPIPE' ? 0 : 1);
	});
}

const run = async () => {
	await ensureInstalled();
	require('tsx/cjs/api').register();
	const [command, ...args] = process.argv.slice(2);
	/** @type {{ run(args: string[]): number | Promise<number> }} */
	const script = require(`./${command}.ts`);
	process.exitCode = await script.run(args);
};

run().catch((reason) => {
	// What an interrupt cut short is no news; the interrupt itself ends the process.
	if (isInterrupted()) return;
	// A halt is a sentence for the user, anything else comes with its stack.
	console.error(reason instanceof Halt ? `\n${reason.message}` : reason);
	process.exitCode = 1;
});
