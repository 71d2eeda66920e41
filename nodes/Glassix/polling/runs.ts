import type { IRun, ITriggerFunctions } from 'n8n-workflow';

import type { IdentifiedEvent } from '../../../receiver/delivery';
import { toItems } from '../../../receiver/item';
import { orAborted, orDeadline } from '../../../receiver/lib/wait';
import { MOST_EVENTS } from '../../../receiver/service';
import { glassix } from '../service';
import type { Ledger, Reason } from './ledger';
import type { Message } from './messages';
import type { PollingSettings } from './settings';

/** Executions under way at a time: each holds its data in n8n's memory. */
const RUNS_AT_ONCE = 10;

/** How long a run holds its slot: n8n leaves it open for ever how some ended, and others are to go on. */
export const HOLDS_SLOT_MS = 15 * 60_000;

/** A message with those of its events that the user wants. */
export interface Selected {
	message: Message;
	events: IdentifiedEvent[];
}

/** The execution data of these events: the same items as a webhook's. */
export const executionData = (events: IdentifiedEvent[], settings: PollingSettings) => [
	toItems(glassix, events, settings, { receivedAt: new Date().toISOString() }),
];

/** What Runs tells. */
interface RunsObserver {
	/** Of a message that need not run again. */
	onOver(message: Message): void;
	/** Of messages whose run came to no success, and that are tried again. */
	onFailed(messages: Message[], why: string): void;
	/** Of messages whose run no longer holds a slot, as n8n has not told how it ended. */
	onLate(messages: Message[]): void;
}

/** Runs messages: groups them, hands each group to n8n as far as there is a slot, and notes how its run ended. */
export class Runs {
	private readonly slots = new Slots(RUNS_AT_ONCE);

	/** What has failed before and is to run again. */
	private readonly line = new Map<string, Selected>();

	private isRunningAgain = false;

	/** The runs that hold a slot: a listener each at the signal of the stop would be more than Node.js likes. */
	private readonly holding = new Set<AbortController>();

	/**
	 * @param key the node's; see nodeKey().
	 * @param stopped comes when the workflow is stopped.
	 */
	constructor(
		private readonly context: Pick<ITriggerFunctions, 'emit' | 'helpers'>,
		private readonly key: string,
		private readonly ledger: Ledger,
		private readonly settings: PollingSettings,
		private readonly stopped: AbortSignal,
		private readonly observer: RunsObserver,
	) {
		stopped.addEventListener('abort', () => {
			for (const held of this.holding) held.abort();
		});
	}

	/** Begins runs, each as soon as there is a slot. Throws where the workflow is stopped first. */
	async begin(due: Selected[]): Promise<void> {
		for (const selected of due.filter(({ message }) => this.ledger.hasFailed(message))) {
			this.ledger.lineUp(selected.message);
			this.line.set(selected.message.id, selected);
		}
		void this.runAgain();
		for (const group of this.grouped(
			due.filter(({ message }) => !this.ledger.hasFailed(message)),
		)) {
			await this.slots.take(this.stopped);
			void this.run(group);
		}
	}

	/** Runs what has failed before, one after the other: however many there are, they leave nine slots to the others. */
	private async runAgain(): Promise<void> {
		if (this.isRunningAgain) return;
		this.isRunningAgain = true;
		for (const [id, selected] of this.line) {
			const isTaken = await this.slots.take(this.stopped).then(
				() => true,
				() => false,
			);
			this.line.delete(id);
			if (isTaken) await this.run([selected]);
			else this.ledger.release(selected.message);
		}
		this.isRunningAgain = false;
	}

	/**
	 * What runs together. A message tried before runs alone: what keeps it from success does not touch
	 * the others a second time.
	 */
	private grouped(due: Selected[]): Selected[][] {
		if (this.settings.startExecution === 'oncePerEvent') return due.map((selected) => [selected]);
		const again = due.filter(({ message }) => this.ledger.wasTried(message));
		const first = due.filter(({ message }) => !this.ledger.wasTried(message));
		return [...bounded(first), ...again.map((selected) => [selected])];
	}

	/** Runs a group for which a slot is taken, until it no longer holds that. Never rejects. */
	private async run(group: Selected[]): Promise<void> {
		const messages = group.map(({ message }) => message);
		const held = new AbortController();
		this.holding.add(held);
		const over = this.handOver(group, messages).then(() => true);
		const isOver = await orDeadline(orAborted(over, held.signal), Date.now() + HOLDS_SLOT_MS).catch(
			() => true,
		);
		this.holding.delete(held);
		this.slots.free();
		if (!isOver) this.observer.onLate(messages);
	}

	/** @returns when n8n has told how the run ended, which it may never do. */
	private async handOver(group: Selected[], messages: Message[]): Promise<void> {
		const events = group.flatMap((selected) => selected.events);
		const done = this.context.helpers.createDeferredPromise<IRun>();
		const run = this.ledger.runKey(messages);
		const isFirst = !messages.some((message) => this.ledger.wasTried(message));
		for (const message of messages) this.ledger.begin(message, run);
		try {
			this.context.emit(
				executionData(events, this.settings),
				undefined,
				done,
				`${this.key}/${run}`,
			);
			if (this.settings.deleteFromQueueWhen === 'immediately') {
				for (const message of messages) this.observer.onOver(message);
			}
		} catch (error) {
			done.reject(error as Error);
		}
		this.noteEnd(messages, run, await endOf(done.promise, isFirst));
	}

	private noteEnd(messages: Message[], run: string, { how, why }: RunEnd): void {
		const { deleteFromQueueWhen } = this.settings;
		if (deleteFromQueueWhen === 'immediately') return;
		if (how === 'success' || (how === 'noSuccess' && deleteFromQueueWhen === 'executionFinishes')) {
			for (const message of messages) this.observer.onOver(message);
			return;
		}
		const reason: Reason =
			how === 'noSuccess' ? (messages.length > 1 ? 'failedTogether' : 'failed') : how;
		for (const message of messages) this.ledger.tryAgain(message, run, reason);
		if (how === 'noSuccess') this.observer.onFailed(messages, why);
	}
}

/** Messages in groups, in their order, of so many events each as a run may hold: more would stall n8n. */
function bounded(all: Selected[]): Selected[][] {
	const groups: Selected[][] = [];
	let count = 0;
	for (const selected of all) {
		count += selected.events.length;
		if (groups.length === 0 || count > MOST_EVENTS) {
			groups.push([]);
			count = selected.events.length;
		}
		groups.at(-1)!.push(selected);
	}
	return groups;
}

/** How a run ended. */
interface RunEnd {
	/**
	 * With success (or it waits: n8n goes on with it by itself, even after a restart), without, not at
	 * all (n8n could not begin it, or was shut down), or it was begun before by another process.
	 */
	how: 'success' | 'noSuccess' | 'notRun' | 'begunBefore';
	/** Why not with success, in n8n's words. */
	why: string;
}

/**
 * How a run ended. Never rejects.
 * @param run what n8n settles when the run is over; see `emit` in its TriggerContext.
 * @param isFirst whether another process may have begun it: no other knows the keys of further tries.
 */
export async function endOf(run: Promise<IRun | undefined>, isFirst = true): Promise<RunEnd> {
	try {
		const result = await run;
		if (result) return { how: howEnded(result), why: whyNot(result) };
		// n8n stores one run of a key only, and says so by running nothing; else it could not run it.
		return { how: isFirst ? 'begunBefore' : 'noSuccess', why: 'n8n could not start it' };
	} catch (error) {
		const { name, message } = error as Error;
		const isStopped = name.includes('Cancelled') && !name.includes('Shutdown');
		return { how: isStopped ? 'noSuccess' : 'notRun', why: message };
	}
}

function howEnded({ status, finished, waitTill, data }: IRun): RunEnd['how'] {
	if (status === 'waiting') return 'success';
	if (status !== 'success' && status !== 'new' && status !== 'running') return 'noSuccess';
	// Only a run that is over is finished. The status does not tell: n8n below 2.4.9, and below 1.123.17 of its first
	// line, overwrites it, and every n8n makes `success` of whatever is no failure.
	if (finished === true || waitTill) return 'success';
	// An answer for another job that has the same number, once Redis was emptied: this run has not begun.
	return data?.resultData?.error ? 'noSuccess' : 'notRun';
}

const LONGEST_QUOTE = 200;

function whyNot({ status, data }: IRun): string {
	const { error, lastNodeExecuted } = { ...data?.resultData };
	const where = lastNodeExecuted === undefined ? '' : ` at node "${lastNodeExecuted}"`;
	return `${status}${where}${error ? `: ${error.message}` : ''}`.slice(0, LONGEST_QUOTE);
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
