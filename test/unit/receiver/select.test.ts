import { select } from '../../../receiver/select';
import type { Service } from '../../../receiver/service';
import { stubEvent, stubService, stubSettings } from '../../support/stub';

const selected = (
	names: string[],
	own: Parameters<typeof stubSettings>[0],
	service: Partial<Service> = {},
) => {
	const events = names.map((event) => stubEvent({ event }));
	const { selected: wanted, ignoredUnknown } = select(
		stubService(service),
		events,
		stubSettings(own),
	);
	return { wanted: wanted.map(({ event }) => event), ignoredUnknown };
};

describe('Of the events of a delivery', () => {
	it('all trigger, known or not, with "All Events"', () => {
		expect(
			selected(['made', 'broken', 'unrecognized'], { triggerOn: ['made', 'allEvents'] }),
		).toEqual({ wanted: ['made', 'broken', 'unrecognized'], ignoredUnknown: [] });
	});

	it('the selected ones trigger, in their order', () => {
		expect(
			selected(['changed', 'made', 'changed'], { triggerOn: ['made', 'changed'] }).wanted,
		).toEqual(['changed', 'made', 'changed']);
		expect(selected(['changed', 'made', 'changed'], { triggerOn: ['changed'] }).wanted).toEqual([
			'changed',
			'changed',
		]);
	});

	it('known ones that are not selected are ignored in silence', () => {
		expect(selected(['changed'], { triggerOn: ['made'] })).toEqual({
			wanted: [],
			ignoredUnknown: [],
		});
	});

	it('unknown ones that are not selected are named, each once', () => {
		expect(selected(['broken', 'made', 'broken', 'constructor'], { triggerOn: ['made'] })).toEqual({
			wanted: ['made'],
			ignoredUnknown: ['broken', 'constructor'],
		});
	});

	it('those under "Other Event Names" trigger', () => {
		expect(
			selected(['broken', '__proto__'], { triggerOn: [], otherEvents: ['__proto__'] }),
		).toEqual({ wanted: ['__proto__'], ignoredUnknown: ['broken'] });
	});

	it('those that the service always wants trigger', () => {
		const isAlwaysWanted = ({ event }: { event: string }) => event === 'broken';

		expect(selected(['broken', 'made'], { triggerOn: [] }, { isAlwaysWanted })).toEqual({
			wanted: ['broken'],
			ignoredUnknown: [],
		});
	});

	it('none triggers with nothing selected', () => {
		expect(selected(['made'], { triggerOn: [] }).wanted).toEqual([]);
	});
});
