import { createHash, randomUUID } from 'crypto';

import { EventMemory } from '../../../receiver/memory';
import { waitAfter } from './backOff';
import type { Message } from './messages';

/** Messages a node remembers at most: some 6 MB. */
const CAPACITY = 100_000;

/** Longer than Glassix keeps an event in a queue (three days: https://docs.glassix.com/docs/events-configuration). */
const REMEMBERED_MS = 7 * 24 * 3_600_000;

/** Messages to be tried again that are remembered at most; one that is forgotten is tried again, too. */
const MOST_TRIED = 20_000;

/**
 * How long a message is left alone whose run another process began, at least: if that one lives, it
 * is still running it.
 */
const OTHERS_RUN_MS = 30_000;

/** What is known of a message: nothing yet or time for another try, being run, run, to be left for now. */
export type Standing = 'due' | 'running' | 'done' | 'later';

/**
 * What this process knows of one node's messages. Glassix's queue hands out a message again when it
 * is not deleted within some time, so each is looked up here before it is run.
 */
export class Ledger {
	private readonly done = new EventMemory(CAPACITY, REMEMBERED_MS);

	private readonly running = new Map<string, Message>();

	private readonly tried = new Map<string, { tries: number; notBefore: number }>();

	/** Tells the further tries of this process from those of one before it. */
	private readonly process = randomUUID();

	standing({ id }: Message): Standing {
		if (this.running.has(id)) return 'running';
		if (this.done.recall(id)) return 'done';
		return (this.tried.get(id)?.notBefore ?? 0) > Date.now() ? 'later' : 'due';
	}

	/** Whether it has been run to no success, here or by a process before. */
	wasTried({ id }: Message): boolean {
		return this.tried.has(id);
	}

	begin(message: Message): void {
		this.running.set(message.id, message);
	}

	/** A message being run was fetched again: only its newest receipt still deletes it. */
	renewReceipt({ id, receipt }: Message): void {
		const message = this.running.get(id);
		if (message && receipt) message.receipt = receipt;
	}

	finish({ id }: Message): void {
		this.running.delete(id);
		this.tried.delete(id);
		this.done.remember(id, { isUnconfirmed: false });
	}

	/** @param isForeign whether it turned out that another process has begun to run it. */
	tryAgain({ id }: Message, isForeign = false): void {
		this.running.delete(id);
		const tries = (this.tried.get(id)?.tries ?? 0) + 1;
		const wait = Math.max(waitAfter(tries), isForeign ? OTHERS_RUN_MS : 0);
		this.tried.delete(id);
		this.tried.set(id, { tries, notBefore: Date.now() + wait });
		if (this.tried.size > MOST_TRIED) this.tried.delete(this.tried.keys().next().value!);
	}

	/**
	 * What n8n tells these messages' run from others by, whatever process asks for it. A message that was
	 * tried before is another run: the first one's key is taken for good, although it came to no success.
	 */
	runKey(messages: Message[]): string {
		const parts = messages.map(({ id }) => {
			const tries = this.tried.get(id)?.tries;
			return tries === undefined ? id : `${id} ${tries} ${this.process}`;
		});
		return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
	}
}

const ledgers = new Map<string, Ledger>();

/** A node's ledger: it outlives the loop, so that a workflow published again knows what it has run. */
export function ledgerOf(node: string): Ledger {
	const ledger = ledgers.get(node) ?? new Ledger();
	ledgers.set(node, ledger);
	return ledger;
}
