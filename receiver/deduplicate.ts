import { watchAnswer, type WatchedResponse } from './answer';
import type { IdentifiedEvent } from './delivery';
import { orDeadline } from './lib/wait';
import { memoryOf } from './memory';
import { Refusal } from './refusal';
import type { Service } from './service';
import type { Settings } from './settings';

const HOUR = 3_600_000;

/** The part of a service's timeout that is certainly left to us: the rest goes to the network and to n8n before the node runs. */
const SHARE = 0.8;

/**
 * Keeps the events that the service has not sent before.
 *
 * An event is claimed at once, confirmed when the service has its 2xx (which n8n sends when it has stored or
 * queued the execution), and released when it gets anything else: a retry of a first try that came to nothing
 * is handled like new. An event that arrives while the first is being handled waits for what comes of that.
 *
 * A unique event seen before is a repeat. One known by its bytes alone is a repeat only if the service may have
 * missed the answer to the earlier one: else it had its 2xx and would not send it again, so it is another event.
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
): Promise<IdentifiedEvent[]> {
	const { repeatedDeliveries, repeatWindow = repeatsFor.value } = options;
	if (repeatedDeliveries === 'keep') return events;

	const { seen, inFlight } = memoryOf(node, repeatWindow * HOUR);
	const ackDeadlineMs = timeout.value * 1000 * SHARE;
	const answered = watchAnswer(response, ackDeadlineMs);
	const deadline = Date.now() + ackDeadlineMs;

	const isRepeat = ({ eventId, unique }: IdentifiedEvent) => {
		const earlier = seen.recall(eventId);
		if (!earlier) return false;
		return unique || earlier.isUnconfirmed || repeatedDeliveries === 'dropIdentical';
	};
	const claim = ({ eventId }: IdentifiedEvent) => {
		const isTaken = answered.then(({ isAccepted, isUnconfirmed }) => {
			inFlight.delete(eventId);
			if (isAccepted) seen.remember(eventId, { isUnconfirmed });
			return isAccepted;
		});
		inFlight.set(eventId, isTaken);
	};
	const isNew = async (event: IdentifiedEvent): Promise<boolean> => {
		for (;;) {
			// No await before the claim: two deliveries of the same event cannot both find it unclaimed.
			const first = inFlight.get(event.eventId);
			if (!first) break;
			const isTaken = await orDeadline(first, deadline);
			if (isTaken === undefined) throw stillInFlight();
			if (isTaken) return false;
		}
		if (isRepeat(event)) return false;
		claim(event);
		return true;
	};

	const verdicts = await Promise.all(events.map(isNew));
	const repeats = events.filter((_, place) => !verdicts[place]);
	void answered.then(({ isAccepted, isUnconfirmed }) => {
		if (!isAccepted || isUnconfirmed) return;
		// The service has its 2xx for the repeat now: the next one alike is another event.
		for (const { eventId } of repeats) seen.remember(eventId, { isUnconfirmed });
	});
	return events.filter((_, place) => verdicts[place]);
}

const stillInFlight = () =>
	new Refusal(
		503,
		'The same event is still being handled.',
		'n8n takes longer than the service waits: see whether its database, its queue or a concurrency limit holds it up.',
	);
