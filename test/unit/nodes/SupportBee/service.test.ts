import { supportBeeEvents } from '../../../../nodes/SupportBee/events';
import { supportBee } from '../../../../nodes/SupportBee/service';
import { catalogueName } from '../../../../receiver/service';
import { readInput } from '../../../support/inProcess/stub';

describe.each(Object.keys(supportBeeEvents))('The SupportBee event %s', (event) => {
	it.each([
		event,
		event.replaceAll('.', '_'),
		event.replace('.', '_'),
		event.toUpperCase(),
		event.replaceAll('.', '_').toUpperCase(),
	])('is recognized in the spelling %s', (spelling) => {
		expect(catalogueName(supportBee, spelling)).toBe(event);
	});
});

describe('The SupportBee service', () => {
	it.each(['ticket_status', 'constructor', '__proto__', 'Ticket.Created.', ''])(
		'keeps the name of the unknown event %j',
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
	])('does not recognize the payload %j', (body) => {
		expect(supportBee.read(readInput(supportBee, body))).toBeUndefined();
	});
});
