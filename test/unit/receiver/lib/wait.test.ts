import { inTime, wait } from '../../../../receiver/lib/wait';

describe('waiting', () => {
	it('ends with the signal', async () => {
		const stopping = new AbortController();
		const at = Date.now();
		setTimeout(() => stopping.abort(new Error('stop')), 20);
		await wait(60_000, stopping.signal);
		expect(Date.now() - at).toBeLessThan(1000);
	});

	it('a thousand times leaves nothing listening to the signal', async () => {
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

describe('work that is to be done in time', () => {
	const never = async () => await new Promise<never>(() => undefined);

	it('is waited for', async () => {
		expect(await inTime(60_000, async () => 'done')).toBe('done');
	});

	it('is broken off when time is up', async () => {
		let signal: AbortSignal | undefined;

		const result = await inTime(20, async (breaking) => {
			signal = breaking;
			return await never();
		});

		expect(result).toBeUndefined();
		expect(signal?.aborted).toBe(true);
	});

	it('is broken off by a stop, whose reason is thrown', async () => {
		const stopping = new AbortController();
		setTimeout(() => stopping.abort(new Error('stop')), 20);

		await expect(inTime(60_000, never, stopping.signal)).rejects.toThrow('stop');
	});

	it('throws what it throws, and leaves no timer behind', async () => {
		jest.useFakeTimers();
		const failing = inTime(60_000, async () => await Promise.reject(new Error('no')));

		await expect(failing).rejects.toThrow('no');

		expect(jest.getTimerCount()).toBe(0);
		jest.useRealTimers();
	});
});
