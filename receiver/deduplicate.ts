import { sleep, type IWebhookFunctions } from 'n8n-workflow';

import type { IdentifiedEvent } from './identify';
import { EventMemory } from './memory';
import { outcomeOf, patienceOf, type WatchedResponse } from './outcome';
import { Refusal } from './refusal';
import type { Service } from './service';
import type { Settings } from './settings';

/** Events a node remembers at most: some 4.5 MB. */
const CAPACITY = 100_000;

const HOUR = 3_600_000;

/** What a process knows of one node's events. */
interface NodeMemory {
	settled: EventMemory;
	/** The events being handled, each with the promise whether n8n took it. */
	claimed: Map<string, Promise<boolean>>;
}

const memories = new Map<string, NodeMemory>();

/** What tells a node from every other. */
export const nodeKey = (context: Pick<IWebhookFunctions, 'getNode' | 'getWorkflow'>) =>
	`${context.getWorkflow().id}/${context.getNode().id}`;

/** When nodes were unpublished. */
const unpublished = new Map<string, number>();

/** Publishing a new version unpublishes the old one first: what it knew must not be gone with it. */
const REPUBLISHED_WITHIN = HOUR / 4;

/** Forgets a node's events a while after its workflow was unpublished, unless it is published again. */
export function forgetNode(node: string): void {
	unpublished.set(node, Date.now());
}

function memoryOf(node: string, windowMs: number): NodeMemory {
	const now = Date.now();
	for (const [other, since] of unpublished) {
		if (now - since < REPUBLISHED_WITHIN) continue;
		memories.delete(other);
		unpublished.delete(other);
	}
	unpublished.delete(node);

	const memory = memories.get(node) ?? {
		settled: new EventMemory(CAPACITY, windowMs),
		claimed: new Map<string, Promise<boolean>>(),
	};
	memory.settled.windowMs = windowMs;
	memories.set(node, memory);
	return memory;
}

/**
 * Step 5: keeps the events that the service has not sent before.
 *
 * An event is claimed at once, confirmed when the service has its 2xx (which n8n sends when it has stored or
 * queued the execution), and released when it gets anything else: a retry of a first try that came to nothing
 * is handled like new. An event that arrives while the first is being handled waits for its outcome.
 *
 * A unique event seen before is a repeat. One known by its bytes alone is a repeat only if the service may have
 * missed the answer to the earlier one: else it had its 2xx and would not send it again, so it is another event.
 *
 * @param node its key, see nodeKey().
 * @throws Refusal 503 where the first delivery's outcome is still open when the service stops waiting.
 */
export async function deduplicate(
	service: Service,
	node: string,
	events: IdentifiedEvent[],
	settings: Settings,
	response: WatchedResponse,
): Promise<IdentifiedEvent[]> {
	const { repeatedDeliveries = 'drop', repeatWindow = service.repeatsFor } = settings.options;
	if (repeatedDeliveries === 'keep') return events;

	const { settled, claimed } = memoryOf(node, repeatWindow * HOUR);
	const patience = patienceOf(service);
	const outcome = outcomeOf(response, patience);
	const deadline = Date.now() + patience;

	const isRepeat = ({ eventId, unique }: IdentifiedEvent) => {
		const earlier = settled.recall(eventId);
		if (!earlier) return false;
		return unique || earlier.doubtful || repeatedDeliveries === 'dropIdentical';
	};
	const claim = ({ eventId }: IdentifiedEvent) => {
		const isTaken = outcome.then(({ accepted, doubtful }) => {
			claimed.delete(eventId);
			if (accepted) settled.remember(eventId, { doubtful });
			return accepted;
		});
		claimed.set(eventId, isTaken);
	};

	const fresh = new Set<IdentifiedEvent>();
	let undecided = events;
	while (undecided.length > 0) {
		// No await in here: two deliveries of the same event cannot both find it unclaimed.
		const waiting = undecided.flatMap((event) => {
			const isTaken = claimed.get(event.eventId);
			return isTaken ? [{ event, isTaken }] : [];
		});
		for (const event of undecided) {
			if (claimed.has(event.eventId) || isRepeat(event)) continue;
			claim(event);
			fresh.add(event);
		}
		const taken = await settledBy(
			deadline,
			waiting.map(async ({ isTaken }) => await isTaken),
		);
		// What n8n did not take is handled like new.
		undecided = waiting.filter((_, place) => !taken[place]).map(({ event }) => event);
	}

	const repeats = events.filter((event) => !fresh.has(event));
	void outcome.then(({ accepted, doubtful }) => {
		if (!accepted || doubtful) return;
		// The service has its 2xx for the repeat now: the next one alike is another event.
		for (const { eventId } of repeats) settled.remember(eventId, { doubtful });
	});
	return events.filter((event) => fresh.has(event));
}

/**
 * Waits for deliveries being handled.
 * @returns for each whether n8n took it.
 * @throws Refusal 503 where they are not settled by the deadline.
 */
async function settledBy(deadline: number, settling: Array<Promise<boolean>>): Promise<boolean[]> {
	if (settling.length === 0) return [];
	const inTime = new AbortController();
	const timeUp = sleep(deadline - Date.now(), inTime.signal).catch(() => undefined);
	const taken = await Promise.race([Promise.all(settling), timeUp.then(() => undefined)]);
	inTime.abort();
	if (taken) return taken;
	throw new Refusal(
		503,
		'The same event is still being handled.',
		'n8n takes longer than the service waits: see whether its database, its queue or a concurrency limit holds it up.',
	);
}
