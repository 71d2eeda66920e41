import { NEVER, wait } from '../../../receiver/lib/wait';
import type { GlassixClient, Receipt } from '../api/client';
import { Fault } from '../api/fault';
import { BackOff } from './backOff';
import type { Message } from './messages';

const MOST_AT_ONCE = 100;

/** How often a call is tried when the workflow is stopped: the messages come again, and are known then. */
const TRIES_WHEN_STOPPED = 3;

/**
 * Deletes messages from Glassix's queue: the first at once, and while a call is under way those that
 * become ready wait for the next one.
 */
export class Deletions {
	private readonly waiting = new Map<string, Receipt>();

	private isBusy = false;

	private readonly backOff = new BackOff();

	private atOnce = MOST_AT_ONCE;

	/** The receipt that was refused alone. */
	private refused: Receipt | undefined;

	/**
	 * @param stopped comes when the workflow is stopped.
	 * @param onFault told of each call that came to nothing.
	 * @param onGivenUp told of each receipt that Glassix refuses for good.
	 */
	constructor(
		private readonly client: Pick<GlassixClient, 'deleteEvents'>,
		private readonly stopped: AbortSignal,
		private readonly onFault: (fault: Fault, waitMs: number) => void,
		private readonly onGivenUp: () => void = () => undefined,
	) {}

	add({ id, receipt }: Message): void {
		if (!receipt) return;
		this.waiting.set(id, receipt);
		if (this.isBusy) return;
		this.isBusy = true;
		void this.work();
	}

	private async work(): Promise<void> {
		let tries = 0;
		let isRepeated = false;
		while (this.waiting.size > 0) {
			try {
				await this.deleteSome();
				this.backOff.reset();
				isRepeated = false;
			} catch (error) {
				tries += 1;
				if (this.stopped.aborted && tries >= TRIES_WHEN_STOPPED) break;
				const fault = error instanceof Fault ? error : new Fault(String(error));
				if (fault.isMishap && !isRepeated) {
					// What has run and is not deleted would run again after a crash: no time is lost on a mishap.
					isRepeated = true;
					continue;
				}
				const waitMs = this.backOff.next(fault.retryAfterMs);
				this.onFault(fault, waitMs);
				await wait(waitMs, this.stopped.aborted ? NEVER : this.stopped);
			}
		}
		this.waiting.clear();
		this.isBusy = false;
	}

	/**
	 * Where Glassix refuses receipts, one of them may have expired: fewer are sent then, until it is alone.
	 * Refused once more, it is given up: its message comes again, with a new receipt.
	 */
	private async deleteSome(): Promise<void> {
		const batch = [...this.waiting].slice(0, this.atOnce);
		const areDeleted = await this.client.deleteEvents(batch.map(([, receipt]) => receipt));
		const [[, first]] = batch as [[string, Receipt]];
		if (!areDeleted && (batch.length > 1 || this.refused !== first)) {
			this.atOnce = Math.ceil(batch.length / 2);
			this.refused = batch.length === 1 ? first : undefined;
			return;
		}
		if (!areDeleted) this.onGivenUp();
		this.atOnce = Math.min(this.atOnce * 2, MOST_AT_ONCE);
		for (const [id, receipt] of batch) {
			// Unless it was fetched again meanwhile, with a new receipt.
			if (this.waiting.get(id) === receipt) this.waiting.delete(id);
		}
	}
}
