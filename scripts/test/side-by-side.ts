import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { Halt } from '../lib/halt';
import { isInterrupted, whenInterrupted } from '../lib/interrupt';

/** So long after its last word a run's output is passed on: jest writes a test file's at once. */
const BLOCK_ENDS_AFTER_MS = 100;

/**
 * Does a job for each item, so many at a time, in the order of the items.
 * @returns What the jobs returned, in that order too.
 * @throws When all that had begun has ended, what the first job to fail threw.
 */
export async function sideBySide<Item, Result>(
	items: readonly Item[],
	width: number,
	job: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const waiting = items.entries();
	const lanes = Array.from({ length: width }, async () => {
		for (const [place, item] of waiting) results[place] = await job(item);
	});
	const failed = (await Promise.allSettled(lanes)).find(({ status }) => status === 'rejected');
	if (failed) throw (failed as PromiseRejectedResult).reason;
	return results;
}

const running = new Set<ChildProcess>();

/**
 * Runs a command beside others: what it writes comes in whole blocks. An interrupt is passed on to
 * all of them at once, and all are waited for.
 *
 * @param write Is given the blocks.
 * @returns Its exit code.
 * @throws When an interrupt has ended it.
 */
export async function runBeside(
	command: string,
	args: string[],
	{ write, ...options }: { cwd: string; env: NodeJS.ProcessEnv; write: (text: string) => void },
): Promise<number> {
	const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
	const block = new Block(write);
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => block.add(text));
	}
	running.add(child);
	const settled = whenInterrupted(endAll);
	try {
		const [code] = (await once(child, 'close')) as [number | null];
		if (isInterrupted()) throw new Halt('The run was interrupted: nothing else begins.');
		return code ?? 1;
	} finally {
		settled();
		running.delete(child);
		block.end();
	}
}

async function endAll(): Promise<void> {
	await Promise.all(
		[...running].map(async (child) => {
			const closed = once(child, 'close');
			child.kill('SIGTERM');
			await closed;
		}),
	);
}

/** Gathers text until nothing more of it comes for a moment. */
class Block {
	#text = '';

	#timer: NodeJS.Timeout | undefined;

	constructor(private readonly write: (text: string) => void) {}

	add(text: string): void {
		this.#text += text;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.end(), BLOCK_ENDS_AFTER_MS);
	}

	end(): void {
		clearTimeout(this.#timer);
		if (this.#text) this.write(this.#text);
		this.#text = '';
	}
}
