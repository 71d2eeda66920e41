import { startQueueMode } from '../../test/support/realN8n/queue-mode';
import { installPackage } from '../../scripts/n8n/install-package';
import type { Contender } from './contenders';
import { packProbes, publish } from './publish';
import { alternateLoad, type Load, type Rounds } from './regular';

/**
 * Queue mode with one worker, and so many webhook processors that take turns.
 * @returns the rounds; CPU time and memory are those of the processors.
 */
export async function measureQueue(
	contenders: Contender[],
	load: Load,
	processors: number,
): Promise<Rounds> {
	const probes = await packProbes();
	const queue = await startQueueMode({
		processors,
		workers: 1,
		prepare: async (folder) => await installPackage(folder, probes.tarball),
	});
	try {
		const published = [];
		for (const contender of contenders) {
			const path = await publish(queue.api, contender);
			published.push({
				name: contender.name,
				next: (number: number) => {
					const { url } = queue.processors[(number / 1000) % processors];
					return contender.request(`${url}${path}`, number);
				},
			});
		}
		const pids = queue.processors.map(({ pid }) => pid);
		await alternateLoad(published, pids, { connections: 5, count: 20, rounds: 2 });
		return await alternateLoad(published, pids, load);
	} finally {
		await queue.stop();
		probes.remove();
	}
}
