import { sampleBody } from '../../scripts/send/services';
import { signed, type SignedBody } from './direct';

/** A ticket's change as Glassix sends it. */
const sample = JSON.parse(sampleBody('glassix', 'TICKET_STATE_CHANGE')) as {
	key: string;
	dateTime: string;
	changes: [{ ticketId: number; ticket: Record<string, unknown> }];
};

const [sampleChange] = sample.changes;

/** Has the length that a member which no schema knows gives it: half of it text, half of it small values. */
const padding = (length: number) => ({
	text: 'To whom it may concern. '.repeat(length / 2 / 24),
	list: Array.from({ length: length / 2 / 30 }, (_, n) => ({ n, at: '2026-03-02T10:02' })),
});

let tickets = 0;

/** An event of its own, in a body of about so many bytes. */
export function eventOf(size: number): SignedBody {
	const ticketId = ++tickets;
	const { length } = JSON.stringify(sample);
	const ticket = { ...sampleChange.ticket, id: ticketId };
	return signed({
		...sample,
		changes: [{ ...sampleChange, ticketId, ticket }],
		...(size > length && { padding: padding(size - length) }),
	});
}

/** A delivery of so many small events, each its own. */
export const eventsOf = (count: number): SignedBody =>
	signed({
		...sample,
		changes: Array.from({ length: count }, () => ({
			_event: 'TICKET_TAGS_ADDED',
			ticketId: ++tickets,
			tags: ['delivery'],
		})),
	});
