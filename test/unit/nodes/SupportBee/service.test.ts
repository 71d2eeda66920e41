import { supportBeeEvents } from '../../../../nodes/SupportBee/events';
import { supportBee } from '../../../../nodes/SupportBee/service';
import { catalogueName } from '../../../../receiver/service';
import { readInput } from '../../../support/inProcess/stub';

describe.each(Object.keys(supportBeeEvents))("SupportBee's event %s", (event) => {
	it.each([
		event,
		event.replaceAll('.', '_'),
		event.replace('.', '_'),
		event.toUpperCase(),
		event.replaceAll('.', '_').toUpperCase(),
	])('is known as %s', (spelling) => {
		expect(catalogueName(supportBee, spelling)).toBe(event);
	});
});

describe('SupportBee', () => {
	it.each(['ticket_status', 'constructor', '__proto__', 'Ticket.Created.', ''])(
		'keeps the event %j, which it does not know, as it is',
		(event) => {
			expect(catalogueName(supportBee, event)).toBe(event);
		},
	);

	it.each([
		null,
		'text',
		[],
		{},
		{ payload: 'text' },
		{ payload: [] },
		{ payload: {} },
		{ payload: { action_type: 5 } },
		{ action_type: 'ticket.created' },
	])('never sends %j', (body) => {
		expect(supportBee.read(readInput(supportBee, body))).toBeUndefined();
	});
});
