import { NodeOperationError, type ITriggerFunctions } from 'n8n-workflow';

import type { IdentifiedEvent } from '../../../receiver/delivery';
import { wait } from '../../../receiver/lib/wait';
import { log, logIgnored, logUnstarted } from '../../../receiver/log';
import { nodeKey } from '../../../receiver/memory';
import { select, unknownAmong } from '../../../receiver/select';
import { GlassixClient } from '../api/client';
import { Fault } from '../api/fault';
import { glassix } from '../service';
import { BackOff } from './backOff';
import { Deletions } from './deletions';
import { ledgerOf, LOST_AFTER_MS, type Ledger } from './ledger';
import { readMessages, type Message } from './messages';
import { HOLDS_SLOT_MS, Runs, type Selected } from './runs';
import type { PollingSettings } from './settings';

/**
 * Fetches events from Glassix's queue, hands them to n8n, and deletes them there when they have run,
 * until it is stopped. What is not deleted Glassix hands out again: nothing is lost, whatever breaks.
 */
export class PollingLoop {
	private readonly stopping = new AbortController();

	private readonly client: GlassixClient;

	private readonly ledger: Ledger;

	private readonly deletions: Deletions;

	private readonly runs: Runs;

	private readonly backOff = new BackOff();

	private readonly reportedEvents = new Set<string>();

	private letIn: Promise<string | undefined> | undefined;

	private ended: Promise<void> = Promise.resolve();

	constructor(
		private readonly context: ITriggerFunctions,
		private readonly settings: PollingSettings,
	) {
		const key = nodeKey(context);
		this.client = new GlassixClient(context);
		this.ledger = ledgerOf(key);
		this.deletions = new Deletions(
			this.client,
			this.signal,
			(fault, waitMs) => this.logFault('could not delete events from the queue', fault, waitMs),
			() => this.logRefusedReceipt(),
		);
		this.runs = new Runs(context, key, this.ledger, settings, this.signal, {
			onOver: (message) => this.finish(message),
			onFailed: (messages, why) => this.logFailed(messages, why),
			onLate: (messages) => this.logLate(messages),
		});
	}

	private get signal(): AbortSignal {
		return this.stopping.signal;
	}

	/**
	 * Why Glassix does not let the credential's user in, undefined where it does or may do so later, or
	 * where the loop is stopped first. Asked once.
	 */
	async whyNotLetIn(): Promise<string | undefined> {
		this.letIn ??= this.askWhyNotLetIn();
		return await this.letIn;
	}

	private async askWhyNotLetIn(): Promise<string | undefined> {
		try {
			await this.client.check(this.signal);
			return undefined;
		} catch (error) {
			if (this.signal.aborted) return undefined;
			const { stops, message } = error as Fault;
			// At n8n's own start nobody is there to fix anything, and the network may not be up yet.
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
			try {
				await this.poll();
			} catch (error) {
				if (this.signal.aborted) return;
				const fault = error instanceof Fault ? error : new Fault(String(error));
				if (fault.stops === 'always') {
					this.context.emitError(new NodeOperationError(this.context.getNode(), fault.message));
					return;
				}
				const waitMs = this.backOff.next(fault.retryAfterMs);
				this.logFault('could not fetch events', fault, waitMs);
				await wait(waitMs, this.signal);
			}
		}
	}

	/** Fetches once, and takes each message that is news through the steps: select, run. */
	private async poll(): Promise<void> {
		const began = Date.now();
		const answer = await this.client.getEvents(this.signal);
		if (this.backOff.reset()) {
			log(this.context, 'info', glassix, 'fetches events again', 'Glassix answers.', '');
		}
		const due = this.due(readMessages(answer));
		const selected = due.map((message) => this.select(message));
		for (const { message } of selected.filter(({ events }) => events.length === 0)) {
			this.finish(message);
		}
		await this.runs.begin(selected.filter(({ events }) => events.length > 0));
		// A queue that holds the request until there is something needs no wait of ours.
		if (due.length > 0) return;
		await wait(this.settings.options.pollInterval * 1000 - (Date.now() - began), this.signal);
	}

	/** The messages to be run now. */
	private due(messages: Message[]): Message[] {
		return messages.filter((message) => {
			const standing = this.ledger.standing(message);
			if (standing === 'running') this.ledger.renewReceipt(message);
			if (standing === 'done') this.deletions.add(message);
			if (standing === 'lost') this.giveUpRun(message);
			return standing === 'due' || standing === 'lost';
		});
	}

	private select(message: Message): Selected {
		const { selected, ignored } = select(glassix, message.events, this.settings);
		const unreported = unknownAmong(glassix, ignored).filter(
			(event) => !this.reportedEvents.has(event),
		);
		logUnstarted(this.context, glassix, ignored, []);
		for (const event of unreported) this.reportedEvents.add(event);
		logIgnored(this.context, glassix, unreported);
		return { message, events: selected };
	}

	private finish(message: Message): void {
		this.ledger.finish(message);
		this.deletions.add(message);
	}

	private giveUpRun(message: Message): void {
		this.ledger.giveUpRun(message);
		log(
			this.context,
			'warn',
			glassix,
			'tries an event again',
			`n8n has not reported for ${hours(LOST_AFTER_MS)} how the execution of ${naming([message])} ended.`,
			'If that execution is still running, the event runs twice.',
		);
	}

	private logLate(messages: Message[]): void {
		log(
			this.context,
			'warn',
			glassix,
			'no longer waits for an execution',
			`n8n has not reported for ${HOLDS_SLOT_MS / 60_000} minutes how the execution of ${naming(messages)} ended.`,
			`Other events run in its place. If n8n does not report within ${hours(LOST_AFTER_MS)}, what is still in the queue is tried again.`,
		);
	}

	/** Once an hour for each message. */
	private logFailed(messages: Message[], why: string): void {
		const told = messages.filter((message) => this.ledger.isToBeTold(message));
		if (told.length === 0) return;
		log(
			this.context,
			'warn',
			glassix,
			'keeps an event in the queue',
			`The execution of ${naming(told)} did not succeed (${why}).`,
			'It is tried again, at most an hour later, until it succeeds or Glassix drops it.',
		);
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
			'Glassix does not accept its receipt, which may have expired.',
			'It is deleted when Glassix hands it out again.',
		);
	}
}

const hours = (ms: number) => `${ms / 3_600_000} hours`;

/** Messages for the log, by what is found in the list of executions. */
function naming(messages: Message[]): string {
	const events = messages.flatMap((message) => message.events);
	const [{ event, eventId }] = events as [IdentifiedEvent];
	const more = events.length > 1 ? ` and ${events.length - 1} more` : '';
	return `event ${JSON.stringify(event.slice(0, 80))} (eventId ${eventId})${more}`;
}
