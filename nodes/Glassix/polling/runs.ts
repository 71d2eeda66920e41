import type { IRun, ITriggerFunctions } from 'n8n-workflow';

import type { IdentifiedEvent } from '../../../receiver/delivery';
import { toItems } from '../../../receiver/item';
import { orAborted } from '../../../receiver/lib/wait';
import { glassix } from '../service';
import type { Ledger } from './ledger';
import type { Message } from './messages';
import type { PollingSettings } from './settings';

/** Executions under way at a time: each holds its data in n8n's memory. */
const RUNS_AT_ONCE = 10;

/** A message with those of its events that the user wants. */
export interface Selected {
	message: Message;
	events: IdentifiedEvent[];
}

/** The execution data of these events: the same items as a webhook's. */
export const executionData = (events: IdentifiedEvent[], settings: PollingSettings) => [
	toItems(glassix, events, settings, { receivedAt: new Date().toISOString() }),
];

/** Runs messages: groups them, hands each group to n8n as far as there is a slot, and notes how its run ended. */
export class Runs {
	private readonly slots = new Slots(RUNS_AT_ONCE);

	/**
	 * @param key the node's; see nodeKey().
	 * @param onOver told of each message that need not run again.
	 */
	constructor(
		private readonly context: Pick<ITriggerFunctions, 'emit' | 'helpers'>,
		private readonly key: string,
		private readonly ledger: Ledger,
		private readonly settings: PollingSettings,
		private readonly onOver: (message: Message) => void,
	) {}

	/** Begins runs, each as soon as there is a slot. Throws where the signal comes first. */
	async begin(due: Selected[], signal: AbortSignal): Promise<void> {
		for (const group of this.grouped(due)) {
			await this.slots.take(signal);
			this.beginOne(group);
		}
	}

	/**
	 * What runs together. A message tried before runs alone: what keeps it from success does not touch
	 * the others a second time.
	 */
	private grouped(due: Selected[]): Selected[][] {
		if (this.settings.executions === 'perEvent') return due.map((selected) => [selected]);
		const again = due.filter(({ message }) => this.ledger.wasTried(message));
		const first = due.filter(({ message }) => !this.ledger.wasTried(message));
		return [...(first.length > 0 ? [first] : []), ...again.map((selected) => [selected])];
	}

	private beginOne(group: Selected[]): void {
		const messages = group.map(({ message }) => message);
		const events = group.flatMap((selected) => selected.events);
		const done = this.context.helpers.createDeferredPromise<IRun>();
		const runKey = `${this.key}/${this.ledger.runKey(messages)}`;
		for (const message of messages) this.ledger.begin(message);
		void endOf(done.promise).then((end) => this.noteEnd(messages, end));
		try {
			this.context.emit(executionData(events, this.settings), undefined, done, runKey);
		} catch (error) {
			done.reject(error as Error);
			return;
		}
		if (this.settings.deleteFromQueue === 'immediately') messages.forEach(this.onOver);
	}

	private noteEnd(messages: Message[], end: RunEnd): void {
		this.slots.free();
		const { deleteFromQueue } = this.settings;
		if (deleteFromQueue === 'immediately') return;
		const isOver = end === 'success' || (end === 'noSuccess' && deleteFromQueue === 'onFinish');
		for (const message of messages) {
			if (isOver) this.onOver(message);
			else this.ledger.tryAgain(message, end === 'begunBefore');
		}
	}
}

/**
 * How a run ended: with success (or it waits: n8n goes on with it by itself, even after a restart),
 * without, not at all (n8n could not begin it, or was shut down), or it was begun before by another process.
 */
export type RunEnd = 'success' | 'noSuccess' | 'notRun' | 'begunBefore';

/** Never rejects. @param run what n8n settles when the run is over; see `emit` in its TriggerContext. */
export async function endOf(run: Promise<IRun | undefined>): Promise<RunEnd> {
	try {
		const result = await run;
		// n8n stores one run of a key only, and says so by running nothing.
		if (!result) return 'begunBefore';
		return ['success', 'waiting'].includes(result.status) ? 'success' : 'noSuccess';
	} catch (error) {
		const { name } = error as Error;
		return name.includes('Cancelled') && !name.includes('Shutdown') ? 'noSuccess' : 'notRun';
	}
}

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
