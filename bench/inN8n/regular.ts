import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { packTarball } from '../../scripts/build-package';
import { createReport } from '../../scripts/lib/report';
import { N8nApi } from '../../scripts/n8n/api';
import { installPackage } from '../../scripts/n8n/install-package';
import { startN8n } from '../../scripts/n8n/instance';
import { ensureRuntime } from '../../scripts/n8n/runtime';
import type { Contender, Sending } from './contenders';
import { sendRound, type Round } from './load';
import { packProbes, publish } from './publish';

/** Deliveries a round and connections, of which there are several for one n8n. */
export interface Load {
	connections: number;
	count: number;
	rounds: number;
}

/** The rounds of each contender, by its name. */
export type Rounds = Record<string, Round[]>;

let number = Date.now() * 1000;

/** Sends to the contenders in turn, round by round, so that noise hits all of them. */
export async function alternateLoad(
	contenders: readonly Published[],
	pids: number[],
	{ connections, count, rounds }: Load,
): Promise<Rounds> {
	const results: Rounds = Object.fromEntries(contenders.map(({ name }) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		// Each round begins with another one: no contender always follows the same.
		const inTurn = contenders.map((_, place) => contenders[(place + round) % contenders.length]);
		for (const { name, next } of inTurn) {
			// An event's time is told to the millisecond: each its own.
			const each = () => next((number += 1000));
			results[name].push(await sendRound(each, { pids, count, connections }));
		}
	}
	return results;
}

/** A published contender: what is sent to it next. */
interface Published {
	name: string;
	next: (number: number) => Sending;
}

/**
 * Starts an n8n of one process, publishes the contenders, and lets V8 compile and n8n fill its caches.
 * @param env beside what `npm start` has.
 * @param measure what is then measured; n8n ends with it.
 */
export async function withN8n<T>(
	contenders: Contender[],
	env: Record<string, string>,
	measure: (published: Published[], pids: number[]) => Promise<T>,
): Promise<T> {
	const report = createReport();
	const tarball = await packTarball({ report });
	const runtime = await ensureRuntime({ report });
	const folder = mkdtempSync(path.join(tmpdir(), 'service-desk-bench-'));
	const probes = await packProbes();
	await installPackage(folder, probes.tarball);
	const n8n = await startN8n({ runtime, folder, tarball, report, env, removeFolder: true });
	try {
		const api = new N8nApi(n8n.url);
		await api.setUpOwner();
		const published: Published[] = [];
		for (const contender of contenders) {
			const url = `${n8n.url}${await publish(api, contender)}`;
			published.push({ name: contender.name, next: (n) => contender.request(url, n) });
		}
		await alternateLoad(published, [n8n.pid], { connections: 5, count: 20, rounds: 2 });
		return await measure(published, [n8n.pid]);
	} finally {
		await n8n.stop();
		probes.remove();
		rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
	}
}

/** One n8n with SQLite, as `npm start` has it. @param env what stands beside that in its environment. */
export const measureRegular = async (
	contenders: Contender[],
	loads: Load[],
	env: Record<string, string>,
): Promise<Array<{ load: Load; rounds: Rounds }>> =>
	await withN8n(contenders, env, async (published, pids) => {
		const results = [];
		for (const load of loads) {
			results.push({ load, rounds: await alternateLoad(published, pids, load) });
		}
		return results;
	});
