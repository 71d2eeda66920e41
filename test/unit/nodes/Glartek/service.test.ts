import { glartekEvents } from '../../../../nodes/Glartek/events';
import { glartek } from '../../../../nodes/Glartek/service';
import { queryValues } from '../../../../receiver/lib/query';
import { catalogueName } from '../../../../receiver/service';

const eventOf = (body: unknown, query = '', eventField = '') => {
	const eventName = queryValues(query, 'event')[0] || undefined;
	const settings = glartek.settings.parse({ eventField });
	const [event] = glartek.read({ body, query, eventName, settings })!;
	return catalogueName(glartek, event.event);
};

const spellings = (text: string) => [
	text,
	text.toLowerCase(),
	text.toUpperCase(),
	text.replace(/[^A-Za-z]+/g, ''),
	text.replace(/[^A-Za-z]+/g, '_'),
	text.replace(/[^A-Za-z]+/g, '-'),
	` ${text.replace(/[^A-Za-z]+/g, ' ')} `,
];

describe.each(Object.entries(glartekEvents))('The Glartek event %s', (event, { name }) => {
	it.each([...spellings(event), ...spellings(name)])(
		'is recognized in the spelling %j',
		(spelling) => {
			expect(eventOf({}, `event=${encodeURIComponent(spelling)}`)).toBe(event);
			expect(eventOf({ kind: spelling }, '', 'kind')).toBe(event);
			expect(eventOf({ event: spelling })).toBe(event);
		},
	);
});

describe('The name of a Glartek event', () => {
	const everywhere = { type: 'action.solved', meta: { kind: 'action.created' } };

	it('is read from the URL first, then the named field, then the usual fields', () => {
		expect(eventOf(everywhere, 'event=work_order.started', 'meta.kind')).toBe('work_order.started');
		expect(eventOf(everywhere, '', 'meta.kind')).toBe('action.created');
		expect(eventOf(everywhere, '', 'meta.missing')).toBe('action.solved');
		expect(eventOf({ meta: everywhere.meta })).toBe('unrecognized');
	});

	it('is read from the usual fields in their order', () => {
		const usual = [
			['event', 'work_order.created'],
			['eventType', 'work_order.started'],
			['event_type', 'work_order.overdue'],
			['type', 'work_order.updated'],
			['webhookType', 'work_order.completed'],
			['webhook_type', 'work_order.deleted'],
			['action', 'work_order.assigned'],
			['name', 'action.created'],
			['topic', 'action.solved'],
		];
		usual.forEach(([, event], place) => {
			expect(eventOf(Object.fromEntries(usual.slice(place).reverse()))).toBe(event);
		});
	});

	it.each(['', null, 5, { a: 1 }, ['action.created'], true])(
		'is not read from a named field that holds %j',
		(value) => {
			expect(eventOf({ kind: value, type: 'action.solved' }, '', 'kind')).toBe('action.solved');
		},
	);

	it.each(['constructor', '__proto__.constructor', 'toString', ''])(
		'is not read from an inherited member of an object, such as %j',
		(field) => {
			expect(eventOf({}, '', field)).toBe('unrecognized');
		},
	);

	it.each(['event=', 'events=action.created', 'EVENT=action.created'])(
		'is not read from a URL that ends in ?%s',
		(query) => {
			expect(eventOf({}, query)).toBe('unrecognized');
		},
	);
});
