import { readMessages, type Message } from '../../nodes/Glassix/polling/messages';

/** The fields of a Glassix API credential. */
export const FIELDS = {
	environment: 'glassix.com',
	workspace: 'acme',
	apiKey: '3f0c1a52-7be4-4d19-9a86-52c0d1e8b7f4',
	apiSecret: 'secret',
	userName: 'api@example.com',
};

/** An event of the stand-in's department: a ticket's state has changed. */
export const stateChange = (ticketId: number, event = 'TICKET_STATE_CHANGE') => ({
	key: '3f0c1a52-7be4-4d19-9a86-52c0d1e8b7f4',
	dateTime: new Date(Date.UTC(2026, 2, 2, 8) + ticketId).toISOString().replace('Z', '1234Z'),
	changes: [{ _event: event, ticketId, ticketState: 'Open' }],
});

/** An event as the queue hands it out. */
export const queued = (id: string, ticketId = 1) => ({
	...stateChange(ticketId),
	queueMessageId: id,
	queueReceiptHandle: `handle of ${id}`,
});

export const message = (id: string, ticketId = 1): Message =>
	readMessages([queued(id, ticketId)])[0];
