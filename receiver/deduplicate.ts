import { watchAnswer, type WatchedResponse } from './answer';
import type { IdentifiedEvent } from './delivery';
import { orDeadline } from './lib/wait';
import { memoryOf, type Seen } from './memory';
import { Refusal } from './refusal';
import type { Service } from './service';
import type { Settings } from './settings';

const HOUR = 3_600_000;

/** The part of a service's timeout that is certainly left to us: the rest goes to the network and to n8n before the node runs. */
const SHARE = 0.8;

/** Nobody archives, restores and archives a ticket again within this time of an answer: what looks the same is the same. */
const SAME_WITHIN_MS = 1000;

/** The events of a delivery, parted. */
interface Deduplicated {
	/** Those that the service has not sent before. */
	fresh: IdentifiedEvent[];
	/** The others, with the time of the answer that n8n gave when it took them first; undefined: just now. */
	repeats: Array<{ event: IdentifiedEvent; answeredAt: number | undefined }>;
}

/**
 * Parts the events that the service has not sent before from those it has.
 *
 * An event is claimed at once, confirmed when the service has its 2xx (which n8n sends when it has stored or
 * queued the execution), and released when it gets anything else: a retry of a first try that came to nothing
 * is handled like new. An event that arrives while the first is being handled waits for what comes of that.
 *
 * A unique event seen before is a repeat. One known by its bytes alone is a repeat only if the service may have
 * missed the answer to the earlier one, or sent it at the same moment: else it had its 2xx and would not send it
 * again, so it is another event.
 *
 * @param node its key, see nodeKey().
 * @throws Refusal 503 where what comes of the first delivery is still open when the service stops waiting.
 */
export async function deduplicate(
	{ timeout, repeatsFor }: Pick<Service, 'timeout' | 'repeatsFor'>,
	node: string,
	events: IdentifiedEvent[],
	{ options }: Pick<Settings, 'options'>,
	response: WatchedResponse,
): Promise<Deduplicated> {
	const { duplicateDeliveries, rememberEvents = repeatsFor.value } = options;
	if (duplicateDeliveries === 'processAll') return { fresh: events, repeats: [] };

	const { seen, inFlight } = memoryOf(node, rememberEvents * HOUR);
	const ackDeadlineMs = timeout.value * 1000 * SHARE;
	const answered = watchAnswer(response, ackDeadlineMs);
	const deadline = Date.now() + ackDeadlineMs;

	const isRepeatOf = (earlier: Seen, { unique }: IdentifiedEvent) =>
		unique ||
		earlier.isUnconfirmed ||
		Date.now() - earlier.answeredAt <= SAME_WITHIN_MS ||
		duplicateDeliveries === 'skipIdentical';
	const claim = ({ key }: IdentifiedEvent) => {
		const isTaken = answered.then(({ isAccepted, isUnconfirmed }) => {
			inFlight.delete(key);
			if (isAccepted) seen.remember(key, { isUnconfirmed });
			return isAccepted;
		});
		inFlight.set(key, isTaken);
	};
	/** Claims an event that is new. @returns what is known of it where it is not. */
	const claimOrRecall = async (event: IdentifiedEvent): Promise<Partial<Seen> | undefined> => {
		for (;;) {
			// No await before the claim: two deliveries of the same event cannot both find it unclaimed.
			const first = inFlight.get(event.key);
			if (!first) break;
			const isTaken = await orDeadline(first, deadline);
			if (isTaken === undefined) throw stillInFlight();
			if (isTaken) return {};
		}
		const earlier = seen.recall(event.key);
		if (earlier && isRepeatOf(earlier, event)) return earlier;
		claim(event);
		return undefined;
	};

	const known = await Promise.all(events.map(claimOrRecall));
	const repeats = events.flatMap((event, place) => {
		const earlier = known[place];
		return earlier ? [{ event, answeredAt: earlier.answeredAt }] : [];
	});
	void answered.then(({ isAccepted, isUnconfirmed }) => {
		// The service has its 2xx for the repeat now: the next one alike is another event.
		if (isAccepted && !isUnconfirmed) for (const { event } of repeats) seen.confirm(event.key);
	});
	return { fresh: events.filter((_, place) => !known[place]), repeats };
}

const stillInFlight = () =>
	new Refusal(
		'stillInFlight',
		'n8n is still handling the same event.',
		'n8n takes longer than the service waits. Check its database, its queue, and its concurrency limit.',
	);
