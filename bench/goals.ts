import type { Measured } from './statistics';

/** A ratio, or another figure, that has to stay within a limit. */
export interface Goal {
	/** What is measured, for who reads the table. */
	what: string;
	/** Not above it, or not below it. */
	limit: { atMost: number } | { atLeast: number };
	/** `×` by default. */
	unit?: string;
	/** Where the limit is a value that was measured, because what was hoped for was missed: why. */
	because?: string;
}

/** A goal and what came of it. */
export interface Result extends Goal, Measured {
	isMet: boolean;
}

/** How much wider the limits are in the short run: it has few rounds, on machines that do other things as well. */
export const WIDE = 1 / 3;

/**
 * Holds a figure against its goal. It counts as missed where it is beyond the limit by more than its spread.
 * @param slack is added to the limit, as a share of it.
 */
export function judge(goal: Goal, { median, spread }: Measured, slack = 0): Result {
	const { limit } = goal;
	const isMet =
		'atMost' in limit
			? median - spread <= limit.atMost * (1 + slack)
			: median + spread >= limit.atLeast / (1 + slack);
	return { ...goal, median, spread, isMet };
}
