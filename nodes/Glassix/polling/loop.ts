import { NodeOperationError, type IRun, type ITriggerFunctions } from 'n8n-workflow';

import { nodeKey } from '../../../receiver/deduplicate';
import type { IdentifiedEvent } from '../../../receiver/identify';
import { log } from '../../../receiver/log';
import { select } from '../../../receiver/select';
import { GlassixClient } from '../api/client';
import { Fault } from '../api/fault';
import { glassix } from '../service';
import { BackOff } from './backOff';
import { Deletions } from './deletions';
import { itemsFor } from './items';
import { ledgerOf } from './ledger';
import { readMessages, type Message } from './messages';
import { outcomeOf, type Outcome } from './outcome';
import { pause } from './pause';
import type { PollingSettings } from './settings';
import { Slots } from './slots';

/** Executions under way at a time: each holds its data in n8n's memory. */
const RUNS_AT_ONCE = 10;

/** A message with those of its events that the user wants. */
interface Wanted {
	message: Message;
	events: IdentifiedEvent[];
}

/**
 * Fetches events from Glassix's queue, hands them to n8n, and deletes them there when they have run,
 * until it is stopped. What is not deleted Glassix hands out again: nothing is lost, whatever breaks.
 */
export class PollingLoop {
	private readonly stopping = new AbortController();

	private readonly key: string;

	private readonly client: GlassixClient;

	private readonly deletions: Deletions;

	private readonly backOff = new BackOff();

	private readonly slots = new Slots(RUNS_AT_ONCE);

	private readonly reportedEvents = new Set<string>();

	private ended: Promise<void> = Promise.resolve();

	constructor(
		private readonly context: ITriggerFunctions,
		private readonly settings: PollingSettings,
	) {
		this.key = nodeKey(context);
		this.client = new GlassixClient(context);
		this.deletions = new Deletions(
			this.client,
			this.signal,
			(fault, waitMs) => this.logFault('could not delete events from the queue', fault, waitMs),
			() => this.logRefusedReceipt(),
		);
	}

	private get signal(): AbortSignal {
		return this.stopping.signal;
	}

	private get ledger() {
		return ledgerOf(this.key);
	}

	/** Why Glassix does not let the credential's user in, undefined where it does or may do so later. */
	async findObstacle(): Promise<string | undefined> {
		try {
			await this.client.check(this.signal);
			return undefined;
		} catch (error) {
			if (this.signal.aborted) return undefined;
			const { stops, message } = error as Fault;
			// At n8n's own start nobody is there to mend anything, and the network may not be up yet.
			const isUserThere = !['init', 'leadershipChange'].includes(this.context.getActivationMode());
			const isStopped = stops === 'always' || (stops === 'whenPublishing' && isUserThere);
			return isStopped ? message : undefined;
		}
	}

	start(): void {
		this.ended = this.run();
	}

	/** Breaks off the request that is under way. Executions go on, and their events are deleted. */
	async stop(): Promise<void> {
		this.stopping.abort(new Error('The workflow was stopped'));
		await this.ended;
	}

	/** Never rejects. */
	private async run(): Promise<void> {
		while (!this.signal.aborted) {
			const began = Date.now();
			try {
				const answer = await this.client.getEvents(this.signal);
				if (this.backOff.reset()) {
					log(this.context, 'info', glassix, 'fetches events again', 'Glassix answers.', '');
				}
				const isNews = await this.handle(readMessages(answer));
				// A queue that holds the request until there is something needs no pause of ours.
				if (!isNews) await pause(this.settings.pollIntervalMs - (Date.now() - began), this.signal);
			} catch (error) {
				if (this.signal.aborted) return;
				const fault = error instanceof Fault ? error : new Fault(String(error));
				if (fault.stops === 'always') {
					this.context.emitError(new NodeOperationError(this.context.getNode(), fault.message));
					return;
				}
				const waitMs = this.backOff.next(fault.retryAfterMs);
				this.logFault('could not fetch events', fault, waitMs);
				await pause(waitMs, this.signal);
			}
		}
	}

	/** @returns whether any of the messages was news. */
	private async handle(messages: Message[]): Promise<boolean> {
		const due: Wanted[] = [];
		let isNews = false;
		for (const message of messages) {
			const standing = this.ledger.standing(message);
			if (standing === 'running') this.ledger.renewReceipt(message);
			if (standing === 'done') this.deletions.add(message);
			if (standing !== 'due') continue;
			isNews = true;
			const events = this.select(message);
			if (events.length > 0) due.push({ message, events });
			else this.settle(message);
		}
		for (const group of this.grouped(due)) {
			await this.slots.take(this.signal);
			this.begin(group);
		}
		return isNews;
	}

	private select({ events }: Message): IdentifiedEvent[] {
		const { wanted, unknownPassedOver } = select(glassix, events, this.settings);
		const unreported = unknownPassedOver.filter((event) => !this.reportedEvents.has(event));
		if (unreported.length > 0) {
			for (const event of unreported) this.reportedEvents.add(event);
			log(
				this.context,
				'info',
				glassix,
				'passes over events',
				`They are not selected, and not known: ${JSON.stringify(unreported)}.`,
				'To receive them, select "All Events" or add them under "Other Event Names".',
			);
		}
		return wanted;
	}

	/**
	 * What runs together. A message tried before runs alone: what keeps it from success does not touch
	 * the others a second time.
	 */
	private grouped(due: Wanted[]): Wanted[][] {
		if (this.settings.executions === 'perEvent') return due.map((wanted) => [wanted]);
		const again = due.filter(({ message }) => this.ledger.wasTried(message));
		const first = due.filter(({ message }) => !this.ledger.wasTried(message));
		return [...(first.length > 0 ? [first] : []), ...again.map((wanted) => [wanted])];
	}

	private begin(group: Wanted[]): void {
		const messages = group.map(({ message }) => message);
		const events = group.flatMap((wanted) => wanted.events);
		const done = this.context.helpers.createDeferredPromise<IRun>();
		const runKey = `${this.key}/${this.ledger.runKey(messages)}`;
		for (const message of messages) this.ledger.begin(message);
		void outcomeOf(done.promise).then((outcome) => this.end(messages, outcome));
		try {
			this.context.emit(itemsFor(events, this.settings), undefined, done, runKey);
		} catch (error) {
			done.reject(error as Error);
			return;
		}
		if (this.settings.deleteFromQueue === 'immediately') {
			for (const message of messages) this.settle(message);
		}
	}

	private end(messages: Message[], outcome: Outcome): void {
		this.slots.free();
		const { deleteFromQueue } = this.settings;
		if (deleteFromQueue === 'immediately') return;
		const isOver =
			outcome === 'success' || (outcome === 'noSuccess' && deleteFromQueue === 'onFinish');
		for (const message of messages) {
			if (isOver) this.settle(message);
			else this.ledger.tryAgain(message, outcome === 'begunBefore');
		}
	}

	private settle(message: Message): void {
		this.ledger.settle(message);
		this.deletions.add(message);
	}

	private logFault(what: string, { message }: Fault, waitMs: number): void {
		const seconds = Math.ceil(waitMs / 1000);
		log(this.context, 'warn', glassix, what, message, `The next try is in ${seconds} s.`);
	}

	private logRefusedReceipt(): void {
		log(
			this.context,
			'info',
			glassix,
			'could not delete an event from the queue',
			'Glassix refuses its receipt, which may have expired.',
			'It is deleted when Glassix hands it out again.',
		);
	}
}
