import { inTime, wait } from '../../../../receiver/lib/wait';

describe('A wait', () => {
	it('ends when the signal aborts', async () => {
		const stopping = new AbortController();
		const at = Date.now();
		setTimeout(() => stopping.abort(new Error('stop')), 20);
		await wait(60_000, stopping.signal);
		expect(Date.now() - at).toBeLessThan(1000);
	});

	it('leaves no listener on the signal after a thousand waits', async () => {
		const { signal } = new AbortController();
		const listening = new Set<unknown>();
		jest
			.spyOn(signal, 'addEventListener')
			.mockImplementation((_type, listener) => void listening.add(listener));
		jest
			.spyOn(signal, 'removeEventListener')
			.mockImplementation((_type, listener) => void listening.delete(listener));
		for (let count = 0; count < 1000; count++) await wait(0.01, signal);
		expect(listening.size).toBe(0);
	});
});

describe('Work with a time limit', () => {
	const never = async () => await new Promise<never>(() => undefined);

	it('returns its result in time', async () => {
		expect(await inTime(60_000, async () => 'done')).toBe('done');
	});

	it('is aborted when time is up', async () => {
		let signal: AbortSignal | undefined;

		const result = await inTime(20, async (breaking) => {
			signal = breaking;
			return await never();
		});

		expect(result).toBeUndefined();
		expect(signal?.aborted).toBe(true);
	});

	it('is aborted by a stop and throws its reason', async () => {
		const stopping = new AbortController();
		setTimeout(() => stopping.abort(new Error('stop')), 20);

		await expect(inTime(60_000, never, stopping.signal)).rejects.toThrow('stop');
	});

	it('passes on its own error and leaves no timer behind', async () => {
		jest.useFakeTimers();
		const failing = inTime(60_000, async () => await Promise.reject(new Error('no')));

		await expect(failing).rejects.toThrow('no');

		expect(jest.getTimerCount()).toBe(0);
		jest.useRealTimers();
	});
});
