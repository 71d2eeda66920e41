import { fixture } from '../fixtures';
import type { TestedService } from '../services';
import { published, type PublishedTrigger } from './published';
import { seen, started } from './table';

/** An event as its item tells it. */
interface TestedEvent {
	/** The fixture that is sent. */
	fixture: string;
	/** As the fixture unless this says otherwise. */
	event?: string;
	eventName: string;
	account: string | null;
	occurredAt: string | null;
}

/** Tests that each event of the list runs once, as an item with all that the service sent. */
export function deliversEveryEvent(
	tested: TestedService,
	events: TestedEvent[],
	dataOf: (body: any) => unknown,
): void {
	const { service } = tested;

	describe(`The ${service.name} Trigger`, () => {
		let trigger: PublishedTrigger;

		beforeAll(async () => {
			trigger = await published(tested);
		});

		it.each(events)('delivers $fixture as "$eventName"', async (expected) => {
			const { fixture: name, event = name, ...told } = expected;
			const body = fixture(service.id, name);

			const outcome = await trigger.deliver(tested.delivery(body, name));

			expect(seen(outcome)).toEqual(started([event]));
			expect(outcome.runs[0]).toEqual([
				expect.objectContaining({
					service: service.id,
					event,
					...told,
					eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
					receivedAt: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
					data: dataOf(JSON.parse(body)),
				}),
			]);
			expect(outcome.runs[0][0]).not.toHaveProperty('warnings');
		});

		it('has every event of its list in these tests', () => {
			const names = events.map(({ fixture: name, event = name }) => event);

			expect([...new Set(names)].sort()).toEqual(Object.keys(service.events).sort());
		});
	});
}
