import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { projectFolder } from '../scripts/lib/paths';
import type { Result } from './goals';
import { EMPTY_WITH_CREDENTIAL } from './inN8n/contenders';
import { medianOf } from './inN8n/figures';
import type { Load, Rounds } from './inN8n/regular';
import type { NodeFigures } from './inNode/node';
import type { SlowDatabase } from './inN8n/slowDatabase';
import { ratio } from './statistics';

/** What was measured with one n8n, at one load. */
export interface Cell {
	engine: 'lazy' | 'default';
	load: Load;
	/** Webhook processors of queue mode; undefined: n8n in one process. */
	processors?: number;
	rounds: Rounds;
}

const RESULTS = path.join(projectFolder, 'bench', 'results.md');

/** The goals' figures of the last run, to hold those of the next against. */
const LAST = path.join(projectFolder, 'bench', 'last.json');

interface Last {
	machine: string;
	medians: Record<string, number>;
}

const figure = (value: number) => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);

const limitOf = ({ limit }: Result) =>
	'atMost' in limit ? `≤ ${limit.atMost}` : `≥ ${limit.atLeast}`;

const measuredOf = ({ median, spread, unit = '×' }: Result) =>
	`${figure(median)}${spread > 0 ? ` ± ${figure(spread)}` : ''} ${unit}`;

/** Such as `One event of 2 KB …: 2.9 ± 0.1 × (≤ 3): met`. */
export const showResult = (result: Result): string =>
	`${result.what}: ${measuredOf(result)} (${limitOf(result)}): ${result.isMet ? 'met' : 'MISSED'}`;

export function describeMachine(): string {
	const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
		cwd: projectFolder,
		encoding: 'utf8',
	}).trim();
	const [cpu] = os.cpus();
	return [
		`${os.cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}`,
		`${Math.round(os.totalmem() / 2 ** 30)} GB`,
		`${os.type()} ${os.arch()}`,
		`Node.js ${process.versions.node} for the node itself`,
		`load ${os.loadavg()[0].toFixed(1)} at the end`,
		`commit ${commit}`,
		new Date().toISOString().slice(0, 10),
	].join(', ');
}

const row = (cells: string[]) => `| ${cells.join(' | ')} |`;

const table = (head: string[], rows: string[][]) =>
	[row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const RATIO = 'CPU, against the empty trigger with a credential';

function cellTable({ rounds }: Cell): string {
	const base = rounds[EMPTY_WITH_CREDENTIAL.name].map(({ cpu }) => cpu);
	const head = ['', 'CPU ms', RATIO, 'requests/s', 'p50 ms', 'p99 ms', 'memory MB'];
	const rows = Object.entries(rounds).map(([name, own]) => {
		const against = ratio(
			own.map(({ cpu }) => cpu),
			base,
		);
		return [
			name,
			figure(medianOf(own, 'cpu')),
			`${figure(against.median)} ± ${figure(against.spread)}`,
			...(['perSecond', 'p50', 'p99', 'memory'] as const).map((each) =>
				figure(medianOf(own, each)),
			),
		];
	});
	return table(head, rows);
}

function titleOf({ engine, load, processors }: Cell): string {
	const mode =
		processors === undefined
			? `One process, ${engine} engine`
			: `Queue mode, ${processors} webhook ${processors === 1 ? 'processor' : 'processors'}, lazy engine`;
	const { connections, count, rounds } = load;
	return `${mode}, ${connections} ${connections === 1 ? 'connection' : 'connections'} (${rounds} rounds of ${count})`;
}

interface Measurements {
	results: Result[];
	sizes: NodeFigures['sizes'];
	cells: Cell[];
	slow: SlowDatabase[] | undefined;
	machine: string;
}

const slowTable = (found: SlowDatabase[]) =>
	table(
		[
			'round trip ms',
			"n8n's connections to it",
			'deliveries at once',
			'p50 ms',
			'p99 ms',
			'requests/s',
		],
		found.map(({ roundTrip, pool, load, rounds }) => [
			String(roundTrip),
			String(pool),
			String(load.connections),
			...(['p50', 'p99', 'perSecond'] as const).map((each) => figure(medianOf(rounds, each))),
		]),
	);

/** Writes what was measured to bench/results.md, the run before beside it. */
export async function writeResults({
	results,
	sizes,
	cells,
	slow,
	machine,
}: Measurements): Promise<void> {
	const last = existsSync(LAST) ? (JSON.parse(readFileSync(LAST, 'utf8')) as Last) : undefined;
	const lastOf = ({ what }: Result) => {
		const median = last?.medians[what];
		return median === undefined ? '–' : figure(median);
	};
	const parts = [
		'# What was measured',
		'Written by `npm run bench`. Each figure is the median of its rounds, ± half the distance between the quartiles; the contenders alternate within each round. CPU is the time of the processes that take the deliveries, user and system, per delivery of 2 KB and to the end of its run.',
		`${machine}.${last ? ` The run before: ${last.machine}.` : ''}`,
		'## Goals',
		table(
			['what', 'measured', 'the run before', 'goal', ''],
			results.map((result) => [
				result.because ? `${result.what}. Limit as measured: ${result.because}` : result.what,
				measuredOf(result),
				lastOf(result),
				limitOf(result),
				result.isMet ? 'met' : '**missed**',
			]),
		),
		'## Inside the node',
		'Against `JSON.parse`, one HMAC and one comparison in constant time, which no signed delivery can do without.',
		table(
			['delivery', 'ours µs', 'floor µs'],
			sizes.map(({ what, ours, floor }) => [what, figure(ours.median), figure(floor.median)]),
		),
		'## Inside n8n',
		...cells.flatMap((cell) => [`### ${titleOf(cell)}`, cellTable(cell)]),
		...(slow ? ['## A Postgres that is far away, lazy engine', slowTable(slow)] : []),
	];
	const { format, resolveConfig } = await import('prettier');
	const config = { ...(await resolveConfig(RESULTS)), filepath: RESULTS };
	writeFileSync(RESULTS, await format(parts.join('\n\n'), config));
	const medians = Object.fromEntries(results.map(({ what, median }) => [what, median]));
	writeFileSync(LAST, `${JSON.stringify({ machine, medians } satisfies Last, null, '\t')}\n`);
}
