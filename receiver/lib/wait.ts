import { sleep } from 'n8n-workflow';

/** A signal that never comes. */
export const NEVER = new AbortController().signal;

/** Waits so many milliseconds, or until the signal comes. Never throws. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
	if (ms <= 0 || signal.aborted) return;
	const over = new AbortController();
	// An n8n whose sleep() knows no signal leaves its timer running to no effect.
	await orAborted(sleep(ms, over.signal), signal).catch(() => undefined);
	over.abort();
}

/** Waits for a promise, but not beyond the signal: then it throws the signal's reason. */
export async function orAborted<Result>(
	promise: Promise<Result>,
	signal: AbortSignal,
): Promise<Result> {
	let stopListening: () => void = () => undefined;
	const aborted = new Promise<never>((_, reject) => {
		const onAbort = () => reject(signal.reason as Error);
		stopListening = () => signal.removeEventListener('abort', onAbort);
		if (signal.aborted) onAbort();
		else signal.addEventListener('abort', onAbort);
	});
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		stopListening();
	}
}

/**
 * Waits for a promise until a moment.
 * @param deadline in milliseconds since 1970.
 * @returns undefined where the moment comes first.
 */
export async function orDeadline<Result>(
	promise: Promise<Result>,
	deadline: number,
): Promise<Result | undefined> {
	const over = new AbortController();
	const timeUp = sleep(deadline - Date.now(), over.signal).catch(() => undefined);
	try {
		return await Promise.race([promise, timeUp.then(() => undefined)]);
	} finally {
		over.abort();
	}
}

/**
 * Does work in so many milliseconds at most, and has it broken off where they are over.
 * @param work gets the signal to break off on.
 * @returns undefined where time is up.
 * @throws what the work throws, or the reason of the stop where that comes first.
 */
export async function inTime<Result>(
	ms: number,
	work: (signal: AbortSignal) => Promise<Result>,
	stopped: AbortSignal = NEVER,
): Promise<Result | undefined> {
	const breaking = new AbortController();
	try {
		return await orDeadline(orAborted(work(breaking.signal), stopped), Date.now() + ms);
	} finally {
		breaking.abort();
	}
}
