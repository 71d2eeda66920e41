import { Halt } from '../lib/halt';

/** What `npm run test:compat` is asked for. */
interface CompatArguments {
	/** A version of n8n, or a tag of its registry page such as `latest`; none for all of the list. */
	version?: string;
	/** Only the test files whose name matches this. */
	only?: RegExp;
	/** Whether what was tested before is tested again. */
	isAnew: boolean;
}

const VERSION = /^\d+\.\d+\.\d+$/;
const TAG = /^[a-z]+$/;

const USAGE = `npm run test:compat                          every version of the list, from where it was stopped
npm run test:compat -- --anew                the same, from the beginning
npm run test:compat -- 2.8.4                 one version
npm run test:compat -- latest                the newest one
npm run test:compat -- 2.8.4 --only glartek  one test file of it`;

/** @throws When it cannot be understood, with what there is. */
export function readArguments(args: readonly string[]): CompatArguments {
	const left = [...args];
	const found: CompatArguments = { isAnew: false };
	while (left.length > 0) {
		const argument = left.shift()!;
		if (argument === '--anew') found.isAnew = true;
		else if (argument === '--only' && left.length > 0) found.only = new RegExp(left.shift()!);
		else if (!found.version && (VERSION.test(argument) || TAG.test(argument)))
			found.version = argument;
		else throw new Halt(`"${argument}" is not understood. This is what there is:\n\n${USAGE}`);
	}
	return found;
}

export const isTag = (version: string) => TAG.test(version);
