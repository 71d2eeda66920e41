import { setTimeout as pause } from 'node:timers/promises';

import pidusage from 'pidusage';

import { deliver, isTaken, openConnections, type Outcome } from '../../scripts/send/deliver';
import { quantile } from '../statistics';
import type { Sending } from './contenders';

/** What one round of deliveries to one contender cost. */
export interface Round {
	/** Milliseconds a delivery, user and system, of all of n8n's processes that took them; to the end of the runs. */
	cpu: number;
	perSecond: number;
	/** Milliseconds until the answer. */
	p50: number;
	p99: number;
	/** Megabytes. */
	memory: number;
}

/** Longer than n8n takes for whatever is measured: a slow answer is a figure here. */
const TIMEOUT_SECONDS = 120;

/** Sends so many deliveries over so many connections. @throws Where one is not answered with 2xx, with what came. */
export async function sendRound(
	next: () => Sending,
	{ pids, count, connections }: { pids: number[]; count: number; connections: number },
): Promise<Round> {
	const requests = Array.from({ length: count }, next);
	const agent = openConnections(requests[0].url, connections);
	const outcomes: Outcome[] = [];
	const before = await cpuOf(pids);
	const start = performance.now();
	const work = requests[Symbol.iterator]();
	await Promise.all(
		Array.from({ length: connections }, async () => {
			for (const request of work) {
				outcomes.push(
					await deliver(agent, { method: 'POST', timeoutSeconds: TIMEOUT_SECONDS, ...request }),
				);
			}
		}),
	);
	const seconds = (performance.now() - start) / 1000;
	agent.destroy();
	const refused = outcomes.filter((outcome) => !isTaken(outcome));
	if (refused.length > 0) {
		const [{ status, text } = { status: 0, text: '' }] = refused;
		throw new Error(
			`${refused.length} of ${count} deliveries were not taken: ${status ?? 'no answer'}, ${text}`,
		);
	}
	await untilIdle(pids);
	const after = await cpuOf(pids);
	const times = outcomes.map(({ milliseconds }) => milliseconds);
	return {
		cpu: (after.cpu - before.cpu) / count,
		perSecond: count / seconds,
		p50: quantile(times, 0.5),
		p99: quantile(times, 0.99),
		memory: after.memory,
	};
}

async function cpuOf(pids: number[]): Promise<{ cpu: number; memory: number }> {
	const usages = await Promise.all(pids.map(async (pid) => await pidusage(pid)));
	return {
		cpu: usages.reduce((sum, { ctime }) => sum + ctime, 0),
		memory: usages.reduce((sum, { memory }) => sum + memory, 0) / 2 ** 20,
	};
}

const LOOK_EVERY_MS = 300;

/** What n8n uses while nothing is sent stays below this. */
const IDLE_MS = 30;

/** Waits until the runs have ended that were answered already. */
async function untilIdle(pids: number[]): Promise<void> {
	for (let last = (await cpuOf(pids)).cpu; ;) {
		await pause(LOOK_EVERY_MS);
		const { cpu } = await cpuOf(pids);
		if (cpu - last < IDLE_MS) return;
		last = cpu;
	}
}
