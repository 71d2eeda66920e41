/** Of several rounds of one run. */
export interface Measured {
	median: number;
	/** Half of the distance between the quartiles: half of the rounds are no farther from each other than twice that. */
	spread: number;
}

/** The value that so large a share of the values is not above, between two of them where it falls there. */
export function quantile(values: number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	const place = (sorted.length - 1) * share;
	const below = sorted[Math.floor(place)] ?? 0;
	const above = sorted[Math.ceil(place)] ?? 0;
	return below + (above - below) * (place % 1);
}

/** @param values one per round. */
export const measured = (values: number[]): Measured => ({
	median: quantile(values, 0.5),
	spread: (quantile(values, 0.75) - quantile(values, 0.25)) / 2,
});

/** How many times the others' values these are, round by round: noise that lasts over a round hits both. */
export const ratio = (values: number[], others: number[]): Measured =>
	measured(values.map((value, round) => value / others[round]));
