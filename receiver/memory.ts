import type { ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';

/** Events a node remembers at most: some 4.5 MB. */
const CAPACITY = 100_000;

const MINUTE = 60_000;

/** The time of a remembered event is kept to so many milliseconds. */
const TICK = 10;

/** What is known of an event that n8n has. */
export interface Seen {
	/** When its delivery was answered, in milliseconds since 1970, to 10 milliseconds. */
	answeredAt: number;
	/** Whether the service may have missed the answer, and so may send the event again. */
	isUnconfirmed: boolean;
}

/** What a process knows of one node's events. */
interface NodeMemory {
	seen: EventMemory;
	/** The events being handled, each with the promise whether n8n took it. */
	inFlight: Map<string, Promise<boolean>>;
}

/** What tells a node from every other. */
export const nodeKey = (
	context: Pick<IWebhookFunctions | ITriggerFunctions, 'getNode' | 'getWorkflow'>,
) => `${context.getWorkflow().id}/${context.getNode().id}`;

const memories = new Map<string, NodeMemory>();

/** When nodes were unpublished. */
const unpublished = new Map<string, number>();

/** Publishing a new version unpublishes the old one first: what it knew must not be gone with it. */
const REPUBLISHED_WITHIN_MS = 15 * MINUTE;

/** Forgets a node's events a while after its workflow was unpublished, unless it is published again. */
export function forgetNode(node: string): void {
	unpublished.set(node, Date.now());
}

/**
 * A node's memory, which is kept until the node is forgotten.
 * @param node its key, see nodeKey().
 * @param windowMs how long an event is remembered.
 */
export function memoryOf(node: string, windowMs: number): NodeMemory {
	const now = Date.now();
	for (const [other, since] of unpublished) {
		if (now - since < REPUBLISHED_WITHIN_MS) continue;
		memories.delete(other);
		unpublished.delete(other);
	}
	unpublished.delete(node);

	const memory = memories.get(node) ?? {
		seen: new EventMemory(CAPACITY, windowMs),
		inFlight: new Map<string, Promise<boolean>>(),
	};
	memory.seen.windowMs = windowMs;
	memories.set(node, memory);
	return memory;
}

/**
 * The events one node has handed to n8n, bounded in number and age: some 45 bytes an event.
 * Two generations: events go into the young one; when it is full or old it becomes the old one, and the
 * former old one goes as a whole. So nothing is ever searched for what to drop.
 */
export class EventMemory {
	private young = new Map<number, number>();

	private old = new Map<number, number>();

	private readonly epoch = Date.now();

	private youngSince = this.epoch;

	/**
	 * @param capacity how many events are remembered at most.
	 * @param windowMs how long an event is remembered, in milliseconds.
	 */
	constructor(
		private readonly capacity: number,
		public windowMs: number,
	) {}

	get size(): number {
		return this.young.size + this.old.size;
	}

	/** What is remembered of an event, undefined where it was not seen within the window. */
	recall(key: string): Seen | undefined {
		const number = numberOf(key);
		const record = this.young.get(number) ?? this.old.get(number);
		if (record === undefined) return undefined;
		const answeredAt = this.epoch + Math.floor(record / 2) * TICK;
		return Date.now() - answeredAt > this.windowMs
			? undefined
			: { answeredAt, isUnconfirmed: record % 2 === 1 };
	}

	/** Remembers an event whose delivery is answered now. */
	remember(key: string, { isUnconfirmed }: Pick<Seen, 'isUnconfirmed'>): void {
		const now = Date.now();
		if (this.young.size >= this.capacity / 2 || now - this.youngSince > this.windowMs) {
			this.old = this.young;
			this.young = new Map();
			this.youngSince = now;
		}
		// Time and doubt in one small integer: V8 keeps it in the map itself, without an object of its own.
		const ticks = Math.floor((now - this.epoch) / TICK);
		this.young.set(numberOf(key), ticks * 2 + (isUnconfirmed ? 1 : 0));
	}

	/** The service has its answer to a remembered event for certain now. */
	confirm(key: string): void {
		const number = numberOf(key);
		for (const generation of [this.young, this.old]) {
			const record = generation.get(number);
			if (record !== undefined) generation.set(number, record - (record % 2));
		}
	}
}

/**
 * The event's key as a number, of a quarter of the string's size: 52 of its 128 bits. With the memory full, an
 * event meets another's number once in 45,000 million times.
 */
const numberOf = (key: string) => parseInt(key.slice(0, 13), 16);
