const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Ctrl-C reaches a whole terminal group and is forwarded too: both count as one. */
const SAME_INTERRUPT_MS = 1000;

type Cleanup = () => void | Promise<void>;

const cleanups = new Set<Cleanup>();
let chosenExitCode: number | undefined;
let interruptedAt = 0;
let listening = false;

/**
 * Has something put away when the run is interrupted (Ctrl-C, SIGTERM, a closed terminal).
 * Cleanups run one after the other, the newest first; then the process ends.
 * @returns Call it when there is nothing to put away any more.
 */
export function whenInterrupted(cleanup: Cleanup): () => void {
	listen();
	cleanups.add(cleanup);
	return () => void cleanups.delete(cleanup);
}

/**
 * @param code How the process ends after an interrupt from now on; by default 128 and the signal's
 * number, as shells have it.
 */
export function exitWith(code: number): void {
	chosenExitCode = code;
}

/** Whether an interrupt is being handled. */
export function isInterrupted(): boolean {
	return interruptedAt > 0;
}

function listen(): void {
	if (listening) return;
	listening = true;
	for (const [signal, code] of Object.entries(SIGNALS)) {
		process.on(signal, () => void endWith(chosenExitCode ?? code));
	}
}

/** Ends the process as an interrupt does, cleanups first. */
export async function endWith(code: number): Promise<void> {
	if (interruptedAt > 0) {
		if (Date.now() - interruptedAt > SAME_INTERRUPT_MS) process.exit(code);
		return;
	}
	interruptedAt = Date.now();
	for (const cleanup of [...cleanups].reverse()) {
		try {
			await cleanup();
		} catch {
			// The other cleanups matter as much as this one.
		}
	}
	process.exit(code);
}
