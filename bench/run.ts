import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { Halt } from '../scripts/lib/halt';
import { createReport } from '../scripts/lib/report';
import { packTarball } from '../scripts/build-package';
import { missingServices } from '../scripts/test/services';
import { judge, WIDE, type Goal, type Result } from './goals';
import * as n8n from './inN8n/contenders';
import { cpuGoals, speedGoals } from './inN8n/figures';
import { startGitHub } from './inN8n/github';
import { measureQueue } from './inN8n/queue';
import { measureRegular, type Load, type Rounds } from './inN8n/regular';
import { measureNode, NODE_GOALS } from './inNode/node';
import { measureOverTime, OVER_TIME_GOALS } from './inNode/overTime';
import { measurePackage, PACKAGE_GOALS } from './inNode/package';
import { measureSlowDatabase } from './inN8n/slowDatabase';
import { drawPicture } from './picture';
import { describeMachine, showResult, writeResults, type Cell } from './results';
import type { Measured } from './statistics';

/** Both ways in which n8n evaluates expressions. */
const ENGINES = {
	lazy: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
	default: {},
};

const LOADS: Record<keyof typeof ENGINES, Load[]> = {
	lazy: [
		{ connections: 10, count: 40, rounds: 7 },
		{ connections: 1, count: 30, rounds: 7 },
		{ connections: 50, count: 50, rounds: 7 },
	],
	// Ten times as slow: what is counted is CPU time, for which fewer do.
	default: [
		{ connections: 10, count: 10, rounds: 7 },
		{ connections: 1, count: 8, rounds: 7 },
		{ connections: 50, count: 50, rounds: 3 },
	],
};

const QUICK_LOAD: Load = { connections: 10, count: 40, rounds: 5 };

const QUEUE_LOAD: Load = { connections: 10, count: 60, rounds: 7 };

const judgeAll = <Name extends string>(
	goals: Record<Name, Goal>,
	figures: Record<Name, Measured>,
	slack: number,
): Result[] =>
	Object.entries<Goal>(goals).map(([name, goal]) => judge(goal, figures[name as Name], slack));

/**
 * Measures everything and holds it against the goals; the long form writes it down as well.
 * @param args `--quick`: what takes two minutes, with limits a third wider. `--all`: other numbers of connections,
 *   queue mode, and a slow database as well, which takes 20 minutes.
 * @returns 0 where every goal is met.
 */
export async function runBench(args: string[]): Promise<number> {
	const isQuick = args.includes('--quick');
	const isWhole = args.includes('--all');
	const unknown = args.find((arg) => arg !== '--quick' && arg !== '--all');
	if (unknown) throw new Halt(`There is no argument "${unknown}": there are --quick and --all.`);
	// For the in-process parts: a collection in the middle of a round is noise.
	setFlagsFromString('--expose-gc');
	globalThis.gc = runInNewContext('gc') as typeof globalThis.gc;

	const report = createReport();
	await packTarball({ report });
	const slack = isQuick ? WIDE : 0;
	const node = await report.during('Measuring the node itself', () => measureNode(isQuick));
	const overTime = await report.during('Measuring many deliveries', () =>
		measureOverTime(isQuick ? 40_000 : undefined),
	);
	const loading = await report.during('Measuring the package', () =>
		measurePackage(isQuick ? 3 : 9),
	);
	const results = [
		...judgeAll(NODE_GOALS, node.goals, slack),
		...judgeAll(OVER_TIME_GOALS, overTime, slack),
		...judgeAll(PACKAGE_GOALS, loading, slack),
	];
	const cells = isQuick ? await measureQuick() : await measureAll(isWhole);
	const slow = isWhole ? await unlessMissing('A slow database', measureSlowDatabase) : undefined;
	for (const [engine, rounds] of goalRounds(cells)) {
		results.push(...cpuGoals(engine, rounds, slack));
		if (engine === 'lazy') results.push(...speedGoals(rounds, slack));
	}

	for (const result of results) report.say(showResult(result));
	if (!isQuick) {
		await writeResults({ results, sizes: node.sizes, cells, slow, machine: describeMachine() });
		await drawPicture(goalRounds(cells));
	}
	const missed = results.filter(({ isMet }) => !isMet);
	report.say(
		missed.length === 0
			? `All ${results.length} goals are met.`
			: `${missed.length} of ${results.length} goals are missed.`,
	);
	return missed.length === 0 ? 0 : 1;
}

/** Those that the goals are about: ten connections, in one process. */
const goalRounds = (cells: Cell[]): Array<[engine: Cell['engine'], rounds: Rounds]> =>
	cells
		.filter(({ load, processors }) => processors === undefined && load.connections === 10)
		.map(({ engine, rounds }) => [engine, rounds]);

async function measureQuick(): Promise<Cell[]> {
	const contenders = [n8n.EMPTY_WITH_CREDENTIAL, ...n8n.OURS];
	const measured = await measureRegular(contenders, [QUICK_LOAD], ENGINES.lazy);
	return measured.map((cell) => ({ engine: 'lazy', ...cell }));
}

async function measureAll(isWhole: boolean): Promise<Cell[]> {
	const cells: Cell[] = [];
	const github = await startGitHub();
	const all = [
		n8n.EMPTY,
		n8n.EMPTY_WITH_CREDENTIAL,
		n8n.DESCRIBED,
		n8n.EXECUTING,
		...n8n.OURS,
		n8n.WEBHOOK_NODE,
		n8n.githubTrigger(github),
	];
	for (const engine of ['lazy', 'default'] as const) {
		const measured = await measureRegular(
			all,
			isWhole ? LOADS[engine] : LOADS[engine].slice(0, 1),
			ENGINES[engine],
		);
		cells.push(...measured.map((cell) => ({ engine, ...cell })));
	}
	github.close();
	if (!isWhole) return cells;

	const queued = [n8n.EMPTY_WITH_CREDENTIAL, ...n8n.OURS, n8n.WEBHOOK_NODE];
	await unlessMissing('Queue mode', async () => {
		for (const processors of [1, 2]) {
			const rounds = await measureQueue(queued, QUEUE_LOAD, processors);
			cells.push({ engine: 'lazy', load: QUEUE_LOAD, processors, rounds });
		}
	});
	return cells;
}

/** Measures what needs Postgres and Redis, or says that they are missing. */
async function unlessMissing<T>(what: string, measure: () => Promise<T>): Promise<T | undefined> {
	const missing = await missingServices();
	if (!missing) return await measure();
	createReport().say(`${what} is not measured, because ${missing}`);
	return undefined;
}
