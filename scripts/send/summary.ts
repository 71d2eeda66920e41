import { isTaken, type Outcome } from './deliver';
import { reasonOf } from './words';

/**
 * @param sorted In ascending order.
 * @returns The smallest value that so large a share of all does not exceed.
 */
export function percentile(sorted: number[], share: number): number {
	const place = Math.max(0, Math.ceil(sorted.length * share) - 1);
	return sorted[place] ?? NaN;
}

export function summarize(
	outcomes: Outcome[],
	{ connections, seconds }: { connections: number; seconds: number },
): string {
	const times = outcomes.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
	/** @param {number} value */
	const ms = (value: number) => `${Math.round(value)} ms`;
	const latencies = [0.5, 0.95, 0.99].map(
		(share) => `p${share * 100} ${ms(percentile(times, share))}`,
	);
	const perSecond = (outcomes.length / seconds).toFixed(1);
	const sent = `${counted(outcomes.length, 'delivery', 'deliveries')} over `;
	return [
		`${sent}${counted(connections, 'connection', 'connections')} in ${seconds.toFixed(1)} s: ` +
			`${perSecond} a second`,
		`Answers  ${tally(outcomes)}`,
		...reasons(outcomes),
		`Latency  ${latencies.join(', ')}, max ${ms(times.at(-1) ?? NaN)}`,
	].join('\n');
}

/** Such as `200: 998, 503: 1, no answer within 10 s: 1`. */
function tally(outcomes: Outcome[]): string {
	const counts = new Map<string, number>();
	for (const { status, text } of outcomes) {
		const key = status === undefined ? text : String(status);
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	return [...counts]
		.sort(([a], [b]) => a.localeCompare(b))
		.map(([key, count]) => `${key}: ${count}`)
		.join(', ');
}

const MOST_REASONS = 3;

/** Of answers that are no 2xx, each different reason: the most frequent first. */
function reasons(outcomes: Outcome[]): string[] {
	const counts = new Map<string, number>();
	for (const outcome of outcomes) {
		const reason = outcome.status === undefined || isTaken(outcome) ? '' : reasonOf(outcome);
		if (reason === '') continue;
		const line = `         ${outcome.status}: ${reason}`;
		counts.set(line, (counts.get(line) ?? 0) + 1);
	}
	const sorted = [...counts].sort(([, a], [, b]) => b - a).map(([line]) => line);
	const more = sorted.length - MOST_REASONS;
	return more > 0 ? [...sorted.slice(0, MOST_REASONS), `         and ${more} more`] : sorted;
}

function counted(count: number, one: string, several: string): string {
	return `${count} ${count === 1 ? one : several}`;
}
