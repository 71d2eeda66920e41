import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { whenInterrupted } from './interrupt';
import { hasGroups, killGroup } from './kill-group';

export interface Outcome {
	/** 0 when all went well. */
	code: number;
	/** All that was written to stdout and stderr. */
	output: string;
}

/**
 * Runs a command out of sight and collects what it writes. The command and all it starts are ended
 * when this run is interrupted.
 * @throws When there is no such command.
 */
export async function runQuietly(
	command: string,
	args: string[],
	options: { cwd?: string; env?: NodeJS.ProcessEnv; shell?: boolean } = {},
): Promise<Outcome> {
	const child = spawn(command, args, {
		...options,
		detached: hasGroups,
		stdio: ['ignore', 'pipe', 'pipe'],
		windowsHide: true,
	});
	const settled = whenInterrupted(() => killGroup(child.pid));
	const chunks: Buffer[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => chunks.push(chunk));
	}
	try {
		const [code] = (await once(child, 'close')) as [number | null];
		return { code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') };
	} finally {
		settled();
	}
}

/**
 * Runs a command the user watches. An interrupt is passed on to it and waited for.
 * @returns Its exit code.
 * @throws When there is no such command.
 */
export async function runInView(
	command: string,
	args: string[],
	options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<number> {
	const child = spawn(command, args, { ...options, stdio: 'inherit' });
	const closed = once(child, 'close') as Promise<[number | null]>;
	const settled = whenInterrupted(async () => {
		child.kill('SIGTERM');
		await closed;
	});
	try {
		const [code] = await closed;
		return code ?? 1;
	} finally {
		settled();
	}
}
