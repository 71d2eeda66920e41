import { judge, type Goal, type Result } from '../goals';
import { quantile, ratio } from '../statistics';
import { EMPTY_WITH_CREDENTIAL, GITHUB_NAME, OURS, WEBHOOK_NODE } from './contenders';
import type { Round } from './load';
import type { Rounds } from './regular';

/** Round by round, the mean of our triggers. */
function oursOf(rounds: Rounds, figure: (round: Round) => number): number[] {
	const lists = OURS.map(({ name }) => rounds[name].map(figure));
	return lists[0].map(
		(_, place) => lists.reduce((sum, list) => sum + list[place], 0) / lists.length,
	);
}

const cpu = (round: Round) => round.cpu;
const perSecond = (round: Round) => round.perSecond;

/** CPU time a delivery, against the empty trigger. */
export function cpuGoals(engine: string, rounds: Rounds, slack: number): Result[] {
	const goal: Goal = {
		what: `CPU per delivery in n8n (${engine} engine), ours against an empty trigger with a credential`,
		limit: { atMost: 1.15 },
		because:
			'1.03 was hoped for. On a quiet machine it was 1.08 to 1.18, and what n8n does more for ours is not known yet',
	};
	const base = rounds[EMPTY_WITH_CREDENTIAL.name].map(cpu);
	return [judge(goal, ratio(oursOf(rounds, cpu), base), slack)];
}

/** Requests a second, against the empty trigger and n8n's own; those that were measured. */
export function speedGoals(rounds: Rounds, slack: number): Result[] {
	const ours = oursOf(rounds, perSecond);
	const against: Array<[name: string, atLeast: number]> = [
		[EMPTY_WITH_CREDENTIAL.name, 0.87],
		[WEBHOOK_NODE.name, 0.97],
		[GITHUB_NAME, 3],
	];
	return against.flatMap(([name, atLeast]) => {
		const others = rounds[name];
		if (!others) return [];
		const goal: Goal = {
			what: `Requests a second in n8n (lazy engine), ours against ${name}`,
			limit: { atLeast },
		};
		return [judge(goal, ratio(ours, others.map(perSecond)), slack)];
	});
}

/** The median of a figure over the rounds. */
export const medianOf = (rounds: Round[], figure: keyof Round): number =>
	quantile(
		rounds.map((round) => round[figure]),
		0.5,
	);
