import { setTimeout as pause } from 'node:timers/promises';

export { pause };

/**
 * Tries again until the attempt passes.
 *
 * @returns What the attempt returned.
 * @throws What the last attempt threw, when time is up.
 */
export async function eventually<T>(
	attempt: () => T | Promise<T>,
	{ within = 45_000, every = 50 } = {},
): Promise<T> {
	const deadline = Date.now() + within;
	for (;;) {
		try {
			return await attempt();
		} catch (reason) {
			if (Date.now() > deadline) throw reason;
		}
		await pause(every);
	}
}
