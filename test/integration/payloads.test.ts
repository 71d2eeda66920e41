import type { Item, ItemFields } from '../../receiver/item';
import { running } from '../support/services';
import { vendorEvents, type Fullness, type VendorEvent } from '../support/vendors';
import { AT, TOMAS } from '../support/vendors/glassix';
import { CHAT_LINK, TICKET_LINK } from '../support/vendors/socialBoards';

/*
 * What a person who reads an event expects of its ten fields, be there everything in it that the vendor's classes
 * have, nothing but null, or an id alone. Written by hand: the rules are in docs/, the payloads in test/support/vendors/.
 */

/** What the fields but the event's name, its service and its id hold; null where nothing else is said. */
type Expected = Partial<Omit<ItemFields, 'eventName' | 'service' | 'eventId'>> & {
	/** Whether nothing but the body's bytes tells the event from another, although it has an identity else. */
	isByBytes?: true;
};

interface Row extends Record<Fullness, Expected> {
	eventName: string;
}

const glartekRow = (
	eventName: string,
	status: string,
	person: string,
	isAction = eventName.startsWith('Action'),
): Row => {
	const recordId = isAction ? 881 : 20518;
	return {
		eventName,
		maximal: {
			title: isAction ? 'Replace seal of pump P-12' : 'Quarterly pump inspection',
			text: isAction ? 'A drop a minute at the shaft.' : 'Check seals and bearings.',
			person,
			status,
			url: `https://plant.example.com/${isAction ? 'actions/881' : 'orders/20518'}`,
			recordId,
		},
		minimal: { recordId: String(recordId) },
		absent: { recordId },
	};
};

/** Of Glartek the one who works on it where the type says so, else who did it. */
const ASSIGNEE = 'Tomas Eide';
const USER = 'Mira Solberg';

const glassixTicket = { title: 'Parcel arrived open', occurredAt: AT, recordId: 90412 };
const known = { occurredAt: AT, recordId: 90412 };

const socialTicket = {
	title: 'Wrong invoice',
	text: 'My invoice shows two ferries, I took one.',
	person: 'Mira Solberg',
	status: 'pending',
	url: TICKET_LINK,
	recordId: 730115,
};

/** The link in the pattern of the vendor's samples, where the event brings none. */
const linkOf = (id: number) => `https://inbox.socialboards.com/harbourlight/tickets?ticketId=${id}`;

const socialTicketRow = (eventName: string): Row => ({
	eventName,
	maximal: socialTicket,
	minimal: { url: linkOf(730115), recordId: 730115 },
	absent: { url: linkOf(730115), recordId: 730115 },
});

const chatRow = (eventName: string, maximal: Expected, status: string): Row => ({
	eventName,
	maximal: { status, url: CHAT_LINK, recordId: 730288, ...maximal },
	minimal: { status, url: linkOf(730288), recordId: 730288 },
	absent: { url: linkOf(730288), recordId: 730288 },
});

const beeTicket = {
	title: 'Wrong color delivered',
	status: 'unanswered',
	url: 'https://harbourlight.example.com/tickets/66301',
	recordId: 66301,
};

const beeRow = (eventName: string, maximal: Expected, status: string | null = null): Row => {
	const ids = { status, url: 'https://harbourlight.supportbee.com/tickets/66301', recordId: 66301 };
	return { eventName, maximal: { ...beeTicket, ...maximal }, minimal: ids, absent: ids };
};

/** Of a change of a ticket's state: who did it, never the customer. */
const beeStateRow = (eventName: string, status: string, otherwise: string | null = status) =>
	beeRow(eventName, { person: 'Noor Haddad', status }, otherwise);

const ROWS: Record<string, Row> = {
	'action.cant_do': glartekRow("Action Can't Do", "Can't Do", USER),
	'action.created': glartekRow('Action Created', 'To Do', USER),
	'action.in_progress': glartekRow('Action In Progress', 'In Progress', USER),
	'action.solved': glartekRow('Action Solved', 'Solved', USER),
	'work_order.assigned': glartekRow('Work Order Assigned', 'To Do', ASSIGNEE),
	'work_order.completed': glartekRow('Work Order Completed', 'Done', ASSIGNEE),
	'work_order.created': glartekRow('Work Order Created', 'To Do', USER),
	'work_order.deleted': glartekRow('Work Order Deleted', 'Deleted', USER),
	'work_order.overdue': glartekRow('Work Order Overdue (Pending)', 'Pending', ASSIGNEE),
	'work_order.started': glartekRow('Work Order Started', 'In Progress', ASSIGNEE),
	'work_order.updated': glartekRow('Work Order Updated', 'In Progress', USER),

	DOCUMENT_SIGNED: {
		eventName: 'Document Signed',
		maximal: known,
		minimal: { occurredAt: AT },
		absent: { occurredAt: AT },
	},
	NEW_MESSAGE: {
		eventName: 'New Message',
		maximal: {
			...glassixTicket,
			text: 'The box was open, the lamp is missing.',
			person: 'Mira Solberg',
			status: 'Open',
		},
		minimal: { ...known, status: 'Open' },
		absent: known,
	},
	NEW_TICKET: {
		eventName: 'New Ticket',
		maximal: {
			...glassixTicket,
			text: 'The box was open, the lamp is missing.',
			person: 'Mira Solberg',
			status: 'Open',
		},
		minimal: { ...known, status: 'Open' },
		absent: known,
	},
	NON_TICKET_MESSAGE_STATUS: {
		eventName: 'Non-Ticket Message Status',
		maximal: {
			text: 'Your new lamp is on its way.',
			person: '15550100123',
			status: 'Delivered',
			occurredAt: AT,
			recordId: 'b47f0d3e-9a12-4c68-8f55-2d70e1c6a983',
		},
		minimal: { occurredAt: AT },
		absent: { occurredAt: AT, status: 'Delivered' },
	},
	SURVEY_UPDATE: {
		eventName: 'Survey Update',
		maximal: {
			...known,
			title: 'Your opinion',
			text: 'Thicker boxes.',
			person: 'Mira Solberg',
		},
		minimal: { occurredAt: AT },
		absent: { occurredAt: AT },
	},
	TICKET_OWNER_CHANGE: {
		eventName: 'Ticket Owner Change',
		maximal: { ...glassixTicket, person: 'Tomas Eide', status: 'Open' },
		minimal: { ...known, status: 'Open' },
		absent: known,
	},
	TICKET_STATE_CHANGE: {
		eventName: 'Ticket State Change',
		maximal: { ...glassixTicket, person: 'Mira Solberg', status: 'Closed' },
		minimal: { ...known, status: 'Closed' },
		absent: { ...known, status: 'Closed' },
	},
	USER_STATUS_CHANGE: {
		eventName: 'User Status Change',
		maximal: {
			person: 'tomas.eide@example.com',
			status: 'Break2',
			occurredAt: AT,
			recordId: TOMAS,
		},
		minimal: { occurredAt: AT },
		absent: { status: 'Break2', occurredAt: AT, recordId: TOMAS },
	},

	conversation_closed: {
		...chatRow(
			'Conversation Closed',
			{ person: 'Mira Solberg', occurredAt: '2026-02-12T14:20:03.1178253+01:00' },
			'closed',
		),
		absent: { status: 'closed', url: linkOf(730288), recordId: 730288 },
	},
	conversation_created: {
		...chatRow(
			'Conversation Created',
			{ person: 'Mira Solberg', occurredAt: '2026-02-12T14:05:50.2844587+01:00' },
			'open',
		),
		minimal: { status: 'open', url: linkOf(730288), recordId: 730288, isByBytes: true },
		absent: { url: linkOf(730288), recordId: 730288, isByBytes: true },
	},
	conversation_message_added: chatRow(
		'Conversation Message Added',
		{
			text: 'At half past seven.',
			// Who wrote it, not the customer whose conversation it is.
			person: 'Tomas Eide',
			occurredAt: '2026-02-12T14:06:13.0117204+01:00',
		},
		'open',
	),
	conversation_takeover_state_changed: chatRow(
		'Conversation Takeover State Changed',
		{ person: 'Mira Solberg', occurredAt: '2026-02-12T14:07:58.4400162+01:00' },
		'open',
	),
	note_deletion: {
		eventName: 'Note Deletion',
		maximal: { url: linkOf(730115), recordId: 730115 },
		minimal: {},
		absent: {},
	},
	ticket_category_change: socialTicketRow('Ticket Category Change'),
	ticket_status_change: socialTicketRow('Ticket Status Change'),

	'agent.reply.created': beeRow('New Agent Reply Created', {
		text: 'Sorry! Shall we exchange them?',
		person: 'Tomas Eide',
		occurredAt: '2026-01-20T11:02:31Z',
	}),
	'comment.created': beeRow('New Comment Created', {
		text: 'Green is in stock again on Friday.',
		person: 'Tomas Eide',
		occurredAt: '2026-01-20T10:48:55Z',
	}),
	'customer.reply.created': beeRow('New Customer Reply Created', {
		text: 'Please send the green ones.',
		person: 'Mira Solberg',
		occurredAt: '2026-01-20T11:02:31Z',
	}),
	'ticket.answered': beeStateRow('Ticket Answered', 'answered'),
	'ticket.archived': beeStateRow('Ticket Archived', 'archived'),
	'ticket.assigned.to.team': beeRow('Ticket Assigned to Team', {
		person: 'Returns desk',
		occurredAt: '2026-01-20T10:18:00Z',
	}),
	'ticket.assigned.to.user': beeRow('Ticket Assigned to User', {
		person: 'Tomas Eide',
		occurredAt: '2026-01-20T10:20:00Z',
	}),
	'ticket.created': beeRow('New Ticket Created', {
		text: 'I ordered green chairs & got grey ones.',
		person: 'Mira Solberg',
		occurredAt: '2026-01-20T10:15:00Z',
	}),
	'ticket.spammed': beeStateRow('Ticket Spammed', 'spam'),
	'ticket.trashed': beeStateRow('Ticket Trashed', 'trashed'),
	'ticket.unanswered': beeStateRow('Ticket Unanswered', 'unanswered'),
	'ticket.unarchived': beeStateRow('Ticket Unarchived', 'unanswered', null),
	'ticket.unassigned.from.team': beeStateRow('Ticket Unassigned from Team', 'unanswered', null),
	'ticket.unassigned.from.user': beeStateRow('Ticket Unassigned from User', 'unanswered', null),
	'ticket.unspammed': beeStateRow('Ticket Unspammed', 'unanswered', null),
	'ticket.untrashed': beeStateRow('Ticket Untrashed', 'unanswered', null),
};

const FULLNESSES: Fullness[] = ['maximal', 'minimal', 'absent'];

const cases = vendorEvents.flatMap((vendorEvent) =>
	FULLNESSES.map((fullness) => [vendorEvent.event, fullness, vendorEvent] as const),
);

const deliveryOf = ({ tested, event, bodyOf }: VendorEvent, data: unknown, envelope = {}) =>
	tested.delivery(JSON.stringify(bodyOf([data], envelope)), event);

/** A value of the same type that is another one. */
const another = (value: unknown): unknown =>
	typeof value === 'number'
		? value + 1
		: typeof value === 'string'
			? AT === value
				? value.replace('09.18', '09.19')
				: `${value}1`
			: { was: value };

/** The data after a change of the value at a path. */
function withAnother(data: any, path: string): any {
	const [key, ...rest] = path.split('.');
	const isEnd = rest.length === 0;
	return {
		...data,
		[key]: isEnd ? another(data?.[key]) : withAnother(data?.[key], rest.join('.')),
	};
}

/** Each change of a payload that makes it another event, by what its identity is made of. */
function otherEvents(vendorEvent: VendorEvent, data: any) {
	const { by } = vendorEvent.tested.service.events[vendorEvent.event].identity;
	if (by === 'fingerprint' || by === 'delivery') {
		return [deliveryOf(vendorEvent, { ...data, anything: 1 })];
	}
	return by.flatMap((part) => {
		if (part === 'envelope.dateTime') {
			return [deliveryOf(vendorEvent, data, { dateTime: another(AT) })];
		}
		if (typeof part === 'string') {
			return [deliveryOf(vendorEvent, withAnother(data, part.replace('data.', '')))];
		}
		const names = Object.keys(data).filter((name) => ![...part.except, '_event'].includes(name));
		return [
			...names.map((name) => deliveryOf(vendorEvent, withAnother(data, name))),
			deliveryOf(vendorEvent, { ...data, anything: 1 }),
		];
	});
}

const only = (items: Item[]): Item => {
	expect(items).toHaveLength(1);
	return items[0];
};

it('every event of every service has a row of expected items', () => {
	const events = (services: VendorEvent[]) =>
		services.flatMap(({ tested }) => Object.keys(tested.service.events));
	expect(vendorEvents.map(({ event }) => event).sort()).toEqual(
		[...new Set(events(vendorEvents))].sort(),
	);
	expect(Object.keys(ROWS).sort()).toEqual(vendorEvents.map(({ event }) => event).sort());
});

describe.each(cases)('The event %s with %s data', (event, fullness, vendorEvent) => {
	const { tested, payloads } = vendorEvent;
	const { [fullness]: row, eventName } = ROWS[event];
	const { isByBytes, ...expected } = row;
	const delivery = deliveryOf(vendorEvent, payloads[fullness]);
	const isUnique = tested.service.events[event].identity.by !== 'fingerprint' && !isByBytes;

	it('becomes one item without warnings, with the ten fields that a person expects', async () => {
		const item = only((await running(tested).deliver(delivery)).items);

		expect(item).not.toHaveProperty('warnings');
		expect(item.event).toBe(event);
		const { title, text, person, status, url, occurredAt, recordId, service, eventId } = item;
		expect({
			...{ eventName: item.eventName, title, text, person, status, url, occurredAt, recordId },
			service,
		}).toEqual({
			...{ eventName, title: null, text: null, person: null, status: null, url: null },
			...{ occurredAt: null, recordId: null, service: tested.service.id },
			...expected,
		});
		expect(eventId).toMatch(/^[0-9a-f]{32}$/);
	});

	it('is recognized when it comes again, and is not taken for another event', async () => {
		const trigger = running(tested);
		const { eventId } = only((await trigger.deliver(delivery)).items);

		expect((await trigger.deliver(delivery)).items).toEqual([]);
		const elsewhere = only((await running(tested).deliver(delivery)).items);
		expect(elsewhere.eventId === eventId).toBe(isUnique);
		const others = otherEvents(vendorEvent, payloads[fullness]);
		expect(others.length).toBeGreaterThan(0);
		const eventIds = new Set([eventId]);
		for (const other of others) eventIds.add(only((await trigger.deliver(other)).items).eventId);
		expect(eventIds.size).toBe(others.length + 1);
	});
});

/** The item of an event after a change of its fullest payload. */
async function itemAfter(event: string, change: (data: any) => void, envelope = {}): Promise<Item> {
	const vendorEvent = vendorEvents.find((one) => one.event === event)!;
	const data = structuredClone(vendorEvent.payloads.maximal);
	change(data);
	const delivery = deliveryOf(vendorEvent, data, envelope);
	return only((await running(vendorEvent.tested).deliver(delivery)).items);
}

it('the SocialBoards Trigger links to the ticket that changed, even if the envelope names another', async () => {
	const item = await itemAfter(
		'ticket_category_change',
		(data) => {
			delete data.InboxLink;
			delete data.TicketId;
		},
		{ TicketId: 4478963 },
	);

	expect(item).toMatchObject({ recordId: 730115, url: linkOf(730115) });
});

it("the SocialBoards Trigger delivers an event whose community's name is not well-formed text", async () => {
	const item = await itemAfter('note_deletion', () => undefined, {
		CommunityName: 'harbour\ud83d',
		TicketId: 730115,
	});

	expect(item).toMatchObject({
		account: 'harbour\ufffd',
		url: 'https://inbox.socialboards.com/harbour%EF%BF%BD/tickets?ticketId=730115',
	});
});

it('the SupportBee Trigger gives the text of the summary if there is no other text', async () => {
	const item = await itemAfter('ticket.created', ({ ticket }) => (ticket.content = null));

	expect(item.text).toBe('I ordered green chairs & got grey ones.');
});
