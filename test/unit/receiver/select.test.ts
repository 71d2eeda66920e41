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

describe('The events of a delivery', () => {
	it('start the workflow with "All Events", known or unknown', () => {
		expect(selected(['made', 'broken'], { triggerOn: ['made', 'allEvents'] })).toEqual({
			selected: ['made', 'broken'],
			unknown: [],
		});
	});

	it('start the workflow in their order when they are selected', () => {
		const names = ['changed', 'made', 'changed'];

		expect(selected(names, { triggerOn: ['made', 'changed'] }).selected).toEqual(names);
		expect(selected(names, { triggerOn: ['changed'] }).selected).toEqual(['changed', 'changed']);
	});

	it('are ignored silently when they are known and not selected', () => {
		expect(selected(['changed'], { triggerOn: ['made'] })).toEqual({ selected: [], unknown: [] });
	});

	it('are named once each when they are unknown and not selected', () => {
		expect(selected(['broken', 'made', 'broken', 'constructor'], { triggerOn: ['made'] })).toEqual({
			selected: ['made'],
			unknown: ['broken', 'constructor'],
		});
	});

	it('start the workflow when they are under "Additional Event Names"', () => {
		expect(
			selected(['broken', '__proto__'], {
				triggerOn: [],
				options: { additionalEventNames: ['__proto__'] },
			}),
		).toEqual({ selected: ['__proto__'], unknown: ['broken'] });
	});

	it('start the workflow when they are selected in another spelling', () => {
		const normalize = (event: string) => event.toLowerCase();

		expect(selected(['made'], { triggerOn: ['MADE'] }, { normalize }).selected).toEqual(['made']);
	});

	it.each(['report', 'start'] as const)(
		'start the workflow when they are unrecognized, with any selection and the option %j',
		(unrecognizedPayloads) => {
			for (const triggerOn of [['made'], ['allEvents']]) {
				expect(
					selected(['unrecognized'], { triggerOn, options: { unrecognizedPayloads } }),
				).toEqual({ selected: ['unrecognized'], unknown: [] });
			}
		},
	);

	it('are ignored when they are unrecognized and the user wants that', () => {
		for (const triggerOn of [['made'], ['allEvents']]) {
			expect(
				selected(['unrecognized'], { triggerOn, options: { unrecognizedPayloads: 'ignore' } }),
			).toEqual({ selected: [], unknown: [] });
		}
	});
});

describe('A selection', () => {
	it('is refused with 503 when it is empty, so the service keeps the event', () => {
		expect(() => selected(['made'], { triggerOn: [] })).toThrow(
			expect.objectContaining({ status: 503, reason: 'No event is selected.' }),
		);
	});

	it.each(['mode', 'constructor', '__proto__'])(
		'is refused with 503 when the list lacks %j, and the fix names it',
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
	])('is valid: %j', (own) => {
		expect(whyNothingIsSelected(stubService(), stubSettings(own))).toBeUndefined();
	});
});
