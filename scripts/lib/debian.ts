import { existsSync } from 'node:fs';
import path from 'node:path';

import { runQuietly } from './processes';

const DEBIAN_MARK = '/etc/debian_version';
const APT = '/usr/bin/apt-get';

/** Whether this is Debian, or one of its kind. */
export const isDebian = () => existsSync(DEBIAN_MARK);

/** Whether packages can be installed here without asking: Debian, and its administrator. */
export const mayInstallPackages = () => isDebian() && existsSync(APT) && process.getuid?.() === 0;

/**
 * Installs packages of the system.
 * @returns What went wrong, in one line.
 */
export async function installPackages(packages: readonly string[]): Promise<string | undefined> {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const add = ['install', '-y', '--no-install-recommends', ...packages];
	// Lists of packages, where there are any, may be older than the packages.
	await runQuietly(APT, ['update'], { env });
	const { code, output } = await runQuietly(APT, add, { env });
	if (code === 0) return undefined;
	const reason = output.split('\n').find((line) => line.startsWith('E: '));
	return (reason ?? output.trim().split('\n').at(-1) ?? '').replace(/^E: /, '');
}

/** The first of these commands on the path. */
export function findOnPath(commands: readonly string[]): string | undefined {
	const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
	return folders
		.flatMap((folder) => commands.map((command) => path.join(folder, command)))
		.find((file) => existsSync(file));
}
