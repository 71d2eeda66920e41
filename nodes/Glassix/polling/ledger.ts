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

const HOUR_MS = 3_600_000;

/** How long n8n may leave it open how a run ended, before its message is tried again: see Runs for the slot. */
export const LOST_AFTER_MS = 24 * HOUR_MS;

/**
 * What is known of a message: nothing yet or time for another try, being run, run, to be left for now,
 * or n8n has left it open for too long how its run ended.
 */
type Standing = 'due' | 'running' | 'done' | 'later' | 'lost';

/**
 * Why a message is tried again: its run came to no success, that of several messages at once did, n8n
 * did not begin it, or another process did before.
 */
export type Reason = 'failed' | 'failedTogether' | 'notRun' | 'begunBefore';

interface Running {
	message: Message;
	/** What n8n tells the run by; undefined while the message stands in line for it. */
	run: string | undefined;
	since: number;
}

interface Tried {
	tries: number;
	notBefore: number;
	hasFailed: boolean;
	toldAt: number;
}

/**
 * What this process knows of one node's messages. Glassix's queue hands out a message again when it
 * is not deleted within some time, so each is looked up here before it is run.
 */
export class Ledger {
	private readonly done = new EventMemory(CAPACITY, REMEMBERED_MS);

	private readonly running = new Map<string, Running>();

	private readonly tried = new Map<string, Tried>();

	/** Tells the further tries of this process from those of one before it. */
	private readonly process = randomUUID();

	/** Whether something is being run. */
	get isBusy(): boolean {
		return [...this.running.values()].some((running) => !isLost(running));
	}

	standing({ id }: Message): Standing {
		const running = this.running.get(id);
		if (running) return isLost(running) ? 'lost' : 'running';
		if (this.done.recall(id)) return 'done';
		return (this.tried.get(id)?.notBefore ?? 0) > Date.now() ? 'later' : 'due';
	}

	/** Whether it was to be run before, here, and is tried again. */
	wasTried({ id }: Message): boolean {
		return this.tried.has(id);
	}

	/** Whether it has been run alone to no success. */
	hasFailed({ id }: Message): boolean {
		return this.tried.get(id)?.hasFailed === true;
	}

	/** A message is to be run as soon as its turn comes. */
	lineUp(message: Message): void {
		this.running.set(message.id, { message, run: undefined, since: Date.now() });
	}

	/** A message that stands in line is not run after all. */
	release({ id }: Message): void {
		this.running.delete(id);
	}

	/** @param run what n8n tells the run by. */
	begin(message: Message, run: string): void {
		this.running.set(message.id, { message, run, since: Date.now() });
	}

	/** A message being run was fetched again: only its newest receipt still deletes it. */
	renewReceipt({ id, receipt }: Message): void {
		const message = this.running.get(id)?.message;
		if (message && receipt) message.receipt = receipt;
	}

	finish({ id }: Message): void {
		this.running.delete(id);
		this.tried.delete(id);
		this.done.remember(id, { isUnconfirmed: false });
	}

	/** Nothing happens where the run is not, or no longer, the one that counts. */
	tryAgain({ id }: Message, run: string, reason: Reason): void {
		if (this.running.get(id)?.run !== run) return;
		const tries = (this.tried.get(id)?.tries ?? 0) + 1;
		const wait = waitAfter(tries, reason === 'failed' ? HOUR_MS : undefined);
		this.noteTry(id, {
			notBefore: Date.now() + Math.max(wait, reason === 'begunBefore' ? OTHERS_RUN_MS : 0),
			hasFailed: reason === 'failed',
		});
	}

	/** A message whose run is lost may be tried again at once. */
	giveUpRun({ id }: Message): void {
		this.noteTry(id, { notBefore: Date.now(), hasFailed: false });
	}

	/** Whether it is an hour and more since this was asked for a message that is tried again. */
	isToBeTold({ id }: Message): boolean {
		const tried = this.tried.get(id);
		if (!tried || Date.now() - tried.toldAt < HOUR_MS) return false;
		tried.toldAt = Date.now();
		return true;
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

	private noteTry(id: string, { notBefore, hasFailed }: Pick<Tried, 'notBefore' | 'hasFailed'>) {
		const { tries, toldAt, ...before } = this.tried.get(id) ?? {
			tries: 0,
			toldAt: -Infinity,
			hasFailed: false,
		};
		this.running.delete(id);
		this.tried.delete(id);
		this.tried.set(id, {
			tries: tries + 1,
			notBefore,
			hasFailed: hasFailed || before.hasFailed,
			toldAt,
		});
		if (this.tried.size > MOST_TRIED) this.tried.delete(this.tried.keys().next().value!);
	}
}

/** One that stands in line is none of n8n's yet. */
const isLost = ({ run, since }: Running) =>
	run !== undefined && Date.now() - since >= LOST_AFTER_MS;

/** How long a node's ledger is kept that no loop uses: publishing a new version stops the old one first. */
const KEPT_MS = 15 * 60_000;

const ledgers = new Map<string, Ledger>();

/** The nodes that no loop runs for, each with what it was left for. */
const unused = new Map<string, AbortSignal>();

/** A node's ledger: it outlives the loop, so that a workflow published again knows what it has run. */
export function ledgerOf(node: string): Ledger {
	unused.delete(node);
	const ledger = ledgers.get(node) ?? new Ledger();
	ledgers.set(node, ledger);
	return ledger;
}

/** Frees a node's ledger a while after its loop has ended, unless there is another one, or runs go on. */
export function leaveLedger(node: string, keptMs = KEPT_MS): void {
	// Unlike n8n's sleep(), it keeps no process from ending.
	const timeUp = AbortSignal.timeout(keptMs);
	unused.set(node, timeUp);
	timeUp.addEventListener('abort', () => {
		if (unused.get(node) !== timeUp) return;
		if (ledgers.get(node)?.isBusy) {
			leaveLedger(node, keptMs);
			return;
		}
		unused.delete(node);
		ledgers.delete(node);
	});
}
