import { Halt } from '../lib/halt';
import { runQuietly } from '../lib/processes';

/** What compiling a native module takes; any one command of a line will do. */
const TOOLS = {
	python3: ['python3', 'python'],
	make: process.platform === 'win32' ? [] : ['make', 'gmake'],
	'a C++ compiler': process.platform === 'win32' ? [] : ['g++', 'c++', 'clang++'],
};

/**
 * @param what What was to be compiled.
 * @throws When a tool for it is missing, naming it.
 */
export async function haltWithoutCompiler(what: string): Promise<void> {
	const missing = [];
	for (const [tool, commands] of Object.entries(TOOLS)) {
		if (commands.length > 0 && !(await isAnyThere(commands))) missing.push(tool);
	}
	if (missing.length === 0) return;
	throw new Halt(
		`${what} has to be compiled on this machine, which lacks ${missing.join(' and ')}: ` +
			`${howToInstall()} and run the command again.`,
	);
}

async function isAnyThere(commands: string[]): Promise<boolean> {
	for (const command of commands) {
		const { code } = await runQuietly(command, ['--version']).catch(() => ({ code: 1 }));
		if (code === 0) return true;
	}
	return false;
}

function howToInstall(): string {
	if (process.platform === 'darwin') return 'run xcode-select --install';
	if (process.platform === 'win32') return "install Python and Visual Studio's C++ build tools";
	return 'install them (on Debian and Ubuntu: apt-get install python3 make g++)';
}
