const FIRST_MS = 1000;
const LONGEST_MS = 300_000;

/**
 * The wait before a try, after so many that came to nothing: doubling from 1 s, half of it by chance.
 * @param longestMs 5 min, unless it is given.
 */
export function waitAfter(
	tries: number,
	longestMs = LONGEST_MS,
	chance: number = Math.random(),
): number {
	const ms = Math.min(FIRST_MS * 2 ** Math.max(tries - 1, 0), longestMs);
	return ms / 2 + (ms / 2) * chance;
}

/** Counts tries that come to nothing. */
export class BackOff {
	private tries = 0;

	/** The wait before the next try. @param atLeastMs what the service itself asks for. */
	next(atLeastMs = 0): number {
		this.tries += 1;
		const ms = waitAfter(this.tries);
		// Not everybody who was told the same time comes back at that very time.
		return atLeastMs > ms ? atLeastMs + ms : ms;
	}

	/** @returns whether a try before came to nothing. */
	reset(): boolean {
		const wasOff = this.tries > 0;
		this.tries = 0;
		return wasOff;
	}
}
