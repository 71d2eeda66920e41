/** What is known of an event that n8n has. */
export interface Remembered {
	/** Whether the service may have missed the answer, and so may send the event again. */
	doubtful: boolean;
}

const SECOND = 1000;

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
	recall(eventId: string): Remembered | undefined {
		const key = keyOf(eventId);
		const record = this.young.get(key) ?? this.old.get(key);
		if (record === undefined) return undefined;
		const ageMs = Date.now() - this.epoch - Math.floor(record / 2) * SECOND;
		return ageMs > this.windowMs ? undefined : { doubtful: record % 2 === 1 };
	}

	remember(eventId: string, { doubtful }: Remembered): void {
		const now = Date.now();
		if (this.young.size >= this.capacity / 2 || now - this.youngSince > this.windowMs) {
			this.old = this.young;
			this.young = new Map();
			this.youngSince = now;
		}
		// Time and doubt in one small integer: V8 keeps it in the map itself, without an object of its own.
		const seconds = Math.floor((now - this.epoch) / SECOND);
		this.young.set(keyOf(eventId), seconds * 2 + (doubtful ? 1 : 0));
	}
}

/**
 * The event's id as a number, of a quarter of the string's size: 52 of its 128 bits. With the memory full, an
 * event meets another's number once in 45,000 million times.
 */
const keyOf = (eventId: string) => parseInt(eventId.slice(0, 13), 16);
