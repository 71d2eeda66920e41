import { select } from '../../receiver/select';
import type { Service } from '../../receiver/service';
import type { Settings } from '../../receiver/settings';
import { stubService, stubSettings } from '../support/stub';

const selected = (names: string[], own: Partial<Settings>, service: Partial<Service> = {}) => {
	const events = names.map((event) => ({ event, account: null, occurredAt: null, data: null }));
	const { wanted, unknownPassedOver } = select(stubService(service), events, stubSettings(own));
	return { wanted: wanted.map(({ event }) => event), unknownPassedOver };
};

describe('Of the events of a delivery', () => {
	it('all trigger, known or not, with "All Events"', () => {
		expect(
			selected(['made', 'broken', 'unrecognised'], { triggerOn: ['made', 'allEvents'] }),
		).toEqual({ wanted: ['made', 'broken', 'unrecognised'], unknownPassedOver: [] });
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

	it('known ones that are not selected are passed over in silence', () => {
		expect(selected(['changed'], { triggerOn: ['made'] })).toEqual({
			wanted: [],
			unknownPassedOver: [],
		});
	});

	it('unknown ones that are not selected are named, each once', () => {
		expect(selected(['broken', 'made', 'broken', 'constructor'], { triggerOn: ['made'] })).toEqual({
			wanted: ['made'],
			unknownPassedOver: ['broken', 'constructor'],
		});
	});

	it('those under "Other Event Names" trigger', () => {
		expect(
			selected(['broken', '__proto__'], { triggerOn: [], otherEvents: ['__proto__'] }),
		).toEqual({ wanted: ['__proto__'], unknownPassedOver: ['broken'] });
	});

	it('those that the service always wants trigger', () => {
		const alwaysWanted = ({ event }: { event: string }) => event === 'broken';

		expect(selected(['broken', 'made'], { triggerOn: [] }, { alwaysWanted })).toEqual({
			wanted: ['broken'],
			unknownPassedOver: [],
		});
	});

	it('none triggers with nothing selected', () => {
		expect(selected(['made'], { triggerOn: [] }).wanted).toEqual([]);
	});
});
