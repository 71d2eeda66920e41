import type { Goal } from '../goals';
import { measured, type Measured } from '../statistics';
import { deliverer } from './context';
import { triggerOf } from './triggers';

export const OVER_TIME_GOALS = {
	time: {
		what: 'Time a delivery, the last 10,000 of 200,000 against the first',
		limit: { atMost: 1.2 },
	},
	memory: { what: 'Memory more, after 200,000 deliveries', limit: { atMost: 10 }, unit: 'MB' },
} satisfies Record<string, Goal>;

const DELIVERIES = 200_000;
const SLICE = 10_000;

const bodyOf = (n: number) =>
	JSON.stringify({
		payload: {
			action_type: 'agent.reply.created',
			company: { subdomain: 'acme', name: 'Acme' },
			ticket: { id: n, subject: `Ticket ${n}`, requester: { id: n, email: 'ann@example.com' } },
			reply: { id: n, created_at: '2026-01-01T00:00:00Z', content: { text: 'On it' } },
		},
	});

const usedMegabytes = () => {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed / 2 ** 20;
};

/**
 * How a delivery's own time and the memory behave over many deliveries, through n8n-core's webhook context.
 * @param deliveries in all; each an event of its own.
 */
export async function measureOverTime(
	deliveries = DELIVERIES,
): Promise<Record<keyof typeof OVER_TIME_GOALS, Measured>> {
	const deliver = deliverer(triggerOf('SupportBee'));
	/** Microseconds of CPU time a delivery, over one slice. */
	const timeSlice = async (from: number) => {
		const before = process.cpuUsage();
		for (let n = from; n < from + SLICE; n++) {
			const { items } = await deliver({ body: bodyOf(n) });
			if (items !== 1) throw new Error(`Delivery ${n} did not trigger`);
		}
		const { user, system } = process.cpuUsage(before);
		return (user + system) / SLICE;
	};
	// The first deliveries of a process are slow whatever is delivered: V8 has yet to compile.
	await timeSlice(-SLICE);
	const times: number[] = [];
	const megabytes = [usedMegabytes()];
	for (let from = 0; from < deliveries; from += SLICE) {
		times.push(await timeSlice(from));
		megabytes.push(usedMegabytes());
	}
	const { median, spread } = measured(times);
	return {
		time: { median: times.at(-1)! / times[0], spread: spread / median },
		memory: { median: Math.max(...megabytes) - megabytes[0], spread: 0 },
	};
}
