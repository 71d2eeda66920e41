import { createHash } from 'crypto';

import { unrecognized, type IdentifiedEvent } from '../../../receiver/delivery';
import { identify } from '../../../receiver/identify';
import { isObject } from '../../../receiver/lib/json';
import type { Receipt } from '../api/client';
import { glassix, readEnvelopes } from '../service';

/** One message of Glassix's queue: what is handed over, and deleted, as a whole. */
export interface Message {
	/** 32 hexadecimal digits, the same each time it is fetched. */
	id: string;
	/** What to delete it with; undefined where Glassix gave nothing, so that it cannot be deleted. */
	receipt: Receipt | undefined;
	/** One of nearly all messages. */
	events: IdentifiedEvent[];
}

/** The messages of an answer, each once. */
export function readMessages(answer: unknown[]): Message[] {
	return [...new Map(answer.map(readMessage).map((message) => [message.id, message])).values()];
}

function readMessage(entry: unknown): Message {
	const { content, receipt } = isObject(entry)
		? takeApart(entry)
		: { content: entry, receipt: undefined };
	const bytes = Buffer.from(JSON.stringify(content) ?? '');
	const events = (isObject(content) && readEnvelopes(content)) || [
		unrecognized('Glassix', content),
	];
	const id = hash(receipt?.queueMessageId ?? bytes);
	return {
		id,
		receipt,
		events: identify(glassix, { events, bytes }).map((event, place) => ({
			...event,
			// Each try of a message brings the same events.
			eventId: event.unique ? event.eventId : hash(`${id} ${place}`),
		})),
	};
}

const hash = (of: Buffer | string) => createHash('sha256').update(of).digest('hex').slice(0, 32);

function takeApart(entry: Record<string, unknown>): {
	content: Record<string, unknown>;
	receipt: Receipt | undefined;
} {
	const { queueReceiptHandle, queueMessageId, ...content } = entry;
	const isComplete = [queueReceiptHandle, queueMessageId].every(
		(value) => typeof value === 'string' && value !== '',
	);
	const receipt = { queueReceiptHandle, queueMessageId } as Receipt;
	return { content, receipt: isComplete ? receipt : undefined };
}
