/** Prepares a delivery of its own, which is not measured, and gives what delivers it. */
type Prepare = () => () => unknown;

/**
 * Microseconds a delivery, one value a round: the contenders alternate within each, so that noise hits all of them.
 * The process' CPU time: what else the machine does counts little.
 * @param count deliveries a round.
 */
export async function alternate<Name extends string>(
	contenders: Record<Name, Prepare>,
	{ count, rounds }: { count: number; rounds: number },
): Promise<Record<Name, number[]>> {
	const entries = Object.entries(contenders) as Array<[Name, Prepare]>;
	const results = Object.fromEntries(entries.map(([name]) => [name, [] as number[]]));
	// The first rounds are for V8 to compile.
	for (let round = -2; round < rounds; round++) {
		for (const [name, prepare] of entries) {
			const deliveries = Array.from({ length: count }, prepare);
			globalThis.gc?.();
			const before = process.cpuUsage();
			for (const deliver of deliveries) await deliver();
			const { user, system } = process.cpuUsage(before);
			if (round >= 0) results[name].push((user + system) / count);
		}
	}
	return results as Record<Name, number[]>;
}
