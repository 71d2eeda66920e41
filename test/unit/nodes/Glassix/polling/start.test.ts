import { startPolling } from '../../../../../nodes/Glassix/polling/start';
import { NOTHING, stubTrigger } from '../../../../support/inProcess/stubTrigger';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('A test in the editor', () => {
	it('ends after ten minutes without an event and says why', async () => {
		const { context, calls } = stubTrigger('manual', async () => NOTHING);
		const { manualTriggerFunction } = await startPolling(context);
		let outcome: unknown;
		void manualTriggerFunction!().catch((reason: unknown) => (outcome = reason));
		await jest.advanceTimersByTimeAsync(600_000 - 1);
		expect(outcome).toBeUndefined();
		await jest.advanceTimersByTimeAsync(1);

		expect((outcome as Error).message).toBe(
			'No selected event came within 10 minutes. Trigger one in Glassix and execute the step again. A published workflow that uses the same API key may have fetched it.',
		);
		const { length } = calls;
		await jest.advanceTimersByTimeAsync(60_000);
		expect(calls).toHaveLength(length);
	});

	it('ends silently when the user stops it', async () => {
		const { context, calls } = stubTrigger('manual', async () => NOTHING);
		const { manualTriggerFunction, closeFunction } = await startPolling(context);
		const testing = manualTriggerFunction!();
		await jest.advanceTimersByTimeAsync(12_000);
		expect(calls).toHaveLength(3);

		await closeFunction!();

		await expect(testing).resolves.toBeUndefined();
		expect(jest.getTimerCount()).toBe(0);
	});
});

describe('A published trigger', () => {
	it('asks for events every five seconds by default', async () => {
		const { context, calls } = stubTrigger('trigger', async () => NOTHING);
		const { closeFunction } = await startPolling(context);
		await jest.advanceTimersByTimeAsync(15_000);
		await closeFunction!();

		// The first one is for the user's status.
		expect(calls.slice(1)).toEqual([0, 5000, 10_000, 15_000]);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('waits longer after each repeated fault, up to five minutes', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(0);
		const { context, calls } = stubTrigger('trigger', async ({ url }) =>
			url.includes('getevents') ? { ...NOTHING, statusCode: 500 } : NOTHING,
		);
		const { closeFunction } = await startPolling(context);
		await jest.advanceTimersByTimeAsync(700_000);
		await closeFunction!();
		jest.restoreAllMocks();

		const waits = calls.slice(1).map((at, place, all) => at - (all[place - 1] ?? at));
		expect(waits.slice(1)).toEqual(
			[0.5, 1, 2, 4, 8, 16, 32, 64, 128, 150, 150].map((seconds) => seconds * 1000),
		);
	});
});
