import { orAborted } from './pause';

/** Limits how many runs there are at a time. */
export class Slots {
	private taken = 0;

	private readonly queue: Array<() => void> = [];

	constructor(private readonly size: number) {}

	/** Takes a slot as soon as there is one. Throws where the signal comes first. */
	async take(signal: AbortSignal): Promise<void> {
		signal.throwIfAborted();
		while (this.taken >= this.size) {
			await orAborted(new Promise<void>((resolve) => this.queue.push(resolve)), signal);
		}
		this.taken += 1;
	}

	free(): void {
		this.taken -= 1;
		this.queue.shift()?.();
	}
}
