import { emit } from '../../receiver/emit';
import type { Item } from '../../receiver/item';

const item = (event: string, place: number) => ({ event, place }) as unknown as Item;
const placed = (names: string[], events: string[]) =>
	emit(
		names.map((name, place) => item(name, place)),
		events,
	).workflowData!.map((output) =>
		output.map(({ json }) => `${json.place as number} ${json.event as string}`),
	);

describe('Items', () => {
	it('go to one output, in their order, where no event has its own', () => {
		expect(placed(['b', 'a', 'b'], [])).toEqual([['0 b', '1 a', '2 b']]);
	});

	it('go to the output of their event, all others to the last', () => {
		expect(placed(['b', 'x', 'a', 'b', 'unknown'], ['a', 'b', 'c'])).toEqual([
			['2 a'],
			['0 b', '3 b'],
			[],
			['1 x', '4 unknown'],
		]);
	});
});
