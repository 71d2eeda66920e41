import { Fault } from '../../../../../nodes/Glassix/api/fault';
import { BackOff } from '../../../../../nodes/Glassix/polling/backOff';
import { Deletions } from '../../../../../nodes/Glassix/polling/deletions';
import { message } from '../../../../support/glassixMessages';

describe('The deletion of events', () => {
	const never = new AbortController().signal;
	const settled = async () => await new Promise((resolve) => setTimeout(resolve, 20));

	it('sends the first event at once and the others in calls of up to 100', async () => {
		const sizes: number[] = [];
		const deleteEvents = async (receipts: unknown[]) => {
			sizes.push(receipts.length);
			return await settled().then(() => true);
		};
		const deletions = new Deletions({ deleteEvents }, never, () => undefined);
		for (let place = 0; place < 151; place++) deletions.add(message(`m${place}`));
		await settled();
		await settled();
		await settled();
		await settled();
		expect(sizes).toEqual([1, 100, 50]);
	});

	it('finds the refused receipt and deletes the others', async () => {
		const deleted: string[] = [];
		let calls = 0;
		const deletions = new Deletions(
			{
				deleteEvents: async (receipts) => {
					calls++;
					const ids = receipts.map(({ queueMessageId }) => queueMessageId);
					if (ids.includes('m57')) return await Promise.resolve(false);
					deleted.push(...ids);
					return true;
				},
			},
			never,
			() => undefined,
		);
		for (let place = 0; place < 101; place++) deletions.add(message(`m${place}`));
		await settled();
		expect(deleted).toHaveLength(100);
		expect(calls).toBeLessThanOrEqual(30);
	});

	it('finishes even if every other call breaks while it looks for the refused receipt', async () => {
		const left = new Set(Array.from({ length: 101 }, (_, place) => `m${place}`));
		let calls = 0;
		const deletions = new Deletions(
			{
				deleteEvents: async (receipts) => {
					// The first call, and then every other one.
					if (++calls % 2) return await Promise.reject(new Fault('cut', { isMishap: true }));
					const ids = receipts.map(({ queueMessageId }) => queueMessageId);
					if (ids.includes('m57')) {
						if (ids.length === 1) left.delete('m57');
						return false;
					}
					for (const id of ids) left.delete(id);
					return true;
				},
			},
			never,
			() => undefined,
		);
		jest.spyOn(BackOff.prototype, 'next').mockReturnValue(0);
		for (const id of left) deletions.add(message(id));
		await settled();
		jest.restoreAllMocks();
		expect(left.size).toBe(0);
	});

	it('gives up after three tries when the workflow is stopped', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(0);
		const stopping = new AbortController();
		let tries = 0;
		const deletions = new Deletions(
			{
				deleteEvents: async () => {
					tries++;
					return await Promise.reject(new Fault('no'));
				},
			},
			stopping.signal,
			() => undefined,
		);
		jest.useFakeTimers();
		stopping.abort();
		deletions.add(message('a'));
		await jest.advanceTimersByTimeAsync(60_000);
		jest.useRealTimers();
		expect(tries).toBe(3);
		jest.restoreAllMocks();
	});
});
