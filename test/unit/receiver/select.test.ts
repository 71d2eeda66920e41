import { select, unknownAmong, whyNothingIsSelected } from '../../../receiver/select';
import type { Service } from '../../../receiver/service';
import { stubEvent, stubService, stubSettings } from '../../support/inProcess/stub';

type Own = Parameters<typeof stubSettings>[0];

const selected = (names: string[], own: Own, service: Partial<Service> = {}) => {
	const events = names.map((event) => stubEvent({ event }));
	const parted = select(stubService(service), events, stubSettings(own));
	return {
		selected: parted.selected.map(({ event }) => event),
		unknown: unknownAmong(stubService(service), parted.ignored),
	};
};

describe('Of the events of a delivery', () => {
	it('all start the workflow, known or not, with "All Events"', () => {
		expect(selected(['made', 'broken'], { triggerOn: ['made', 'allEvents'] })).toEqual({
			selected: ['made', 'broken'],
			unknown: [],
		});
	});

	it('the selected ones start the workflow, in their order', () => {
		const names = ['changed', 'made', 'changed'];

		expect(selected(names, { triggerOn: ['made', 'changed'] }).selected).toEqual(names);
		expect(selected(names, { triggerOn: ['changed'] }).selected).toEqual(['changed', 'changed']);
	});

	it('known ones that are not selected are ignored in silence', () => {
		expect(selected(['changed'], { triggerOn: ['made'] })).toEqual({ selected: [], unknown: [] });
	});

	it('unknown ones that are not selected are named, each once', () => {
		expect(selected(['broken', 'made', 'broken', 'constructor'], { triggerOn: ['made'] })).toEqual({
			selected: ['made'],
			unknown: ['broken', 'constructor'],
		});
	});

	it('those under "Additional Event Names" start the workflow', () => {
		expect(
			selected(['broken', '__proto__'], {
				triggerOn: [],
				options: { additionalEventNames: ['__proto__'] },
			}),
		).toEqual({ selected: ['__proto__'], unknown: ['broken'] });
	});

	it('those in another spelling of the service start the workflow', () => {
		const normalize = (event: string) => event.toLowerCase();

		expect(selected(['made'], { triggerOn: ['MADE'] }, { normalize }).selected).toEqual(['made']);
	});

	it.each(['report', 'start'] as const)(
		'what is not built as the service builds it starts the workflow, whatever is selected, with %j',
		(unrecognizedPayloads) => {
			for (const triggerOn of [['made'], ['allEvents']]) {
				expect(
					selected(['unrecognized'], { triggerOn, options: { unrecognizedPayloads } }),
				).toEqual({ selected: ['unrecognized'], unknown: [] });
			}
		},
	);

	it('what is not built as the service builds it is ignored where the user wants that', () => {
		for (const triggerOn of [['made'], ['allEvents']]) {
			expect(
				selected(['unrecognized'], { triggerOn, options: { unrecognizedPayloads: 'ignore' } }),
			).toEqual({ selected: [], unknown: [] });
		}
	});
});

describe('A selection', () => {
	it('of nothing is refused with 503, so that the service keeps the event', () => {
		expect(() => selected(['made'], { triggerOn: [] })).toThrow(
			expect.objectContaining({ status: 503, reason: 'No event is selected.' }),
		);
	});

	it.each(['mode', 'constructor', '__proto__'])(
		'of %j, which the list does not have, is refused with 503 and the name in the fix',
		(name) => {
			expect(() => selected(['made'], { triggerOn: ['made', name] })).toThrow(
				expect.objectContaining({
					status: 503,
					reason: '"Trigger On" has a name that is not in its list.',
					fix: expect.stringContaining(`"Additional Event Names": "${name}".`),
				}),
			);
		},
	);

	it.each<Own>([
		{ triggerOn: ['made'] },
		{ triggerOn: ['allEvents'] },
		{ triggerOn: [], options: { additionalEventNames: ['anything'] } },
	])('of %j is right', (own) => {
		expect(whyNothingIsSelected(stubService(), stubSettings(own))).toBeUndefined();
	});
});
