import { Halt } from './halt';
import { endWith, isInterrupted } from './interrupt';

/** What a file of scripts/ exports that is a command: an npm script starts it by its name. */
interface Command {
	/** @returns The exit code. */
	run(args: string[]): number | Promise<number>;
}

/** Runs a command and sets this process's exit code. */
export async function runCommand(command: Command, args: string[]): Promise<void> {
	// `| head` has read enough: there is nobody to write to.
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', ({ code }: NodeJS.ErrnoException) => {
			void endWith(code === 'EPIPE' ? 0 : 1);
		});
	}
	try {
		process.exitCode = await command.run(args);
	} catch (reason) {
		// What an interrupt cut short is no news; the interrupt itself ends the process.
		if (isInterrupted()) return;
		// A halt is a sentence for the user, anything else comes with its stack.
		console.error(reason instanceof Halt ? `\n${reason.message}` : reason);
		process.exitCode = 1;
	}
}
