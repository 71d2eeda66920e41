import type { IHttpRequestOptions, ITriggerFunctions } from 'n8n-workflow';

import { startPolling } from '../../../../../nodes/Glassix/polling/start';

/** A trigger under test in the editor, at a queue with nothing in it. */
function inEditor(answer: (request: IHttpRequestOptions) => Promise<unknown>) {
	let calls = 0;
	const context = {
		getMode: () => 'manual',
		getNode: () => ({ name: 'My Trigger' }),
		getNodeParameter: (name: string, otherwise: unknown) =>
			name === 'triggerOn' ? ['allEvents'] : otherwise,
		getCredentials: async () => ({}),
		helpers: {
			httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) => {
				calls++;
				return await answer(request);
			},
		},
		emit: () => undefined,
	} as unknown as ITriggerFunctions;
	return { context, calls: () => calls };
}

describe('a test in the editor', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	const nothing = async () => ({ statusCode: 200, headers: {}, body: '[]' });

	it('ends after ten minutes without an event, with a sentence', async () => {
		const { context, calls } = inEditor(nothing);
		const { manualTriggerFunction } = await startPolling(context);
		let outcome: unknown;
		void manualTriggerFunction!().catch((reason: unknown) => (outcome = reason));
		await jest.advanceTimersByTimeAsync(600_000 - 1);
		expect(outcome).toBeUndefined();
		await jest.advanceTimersByTimeAsync(1);

		expect((outcome as Error).message).toBe(
			'No event that this trigger is for came within 10 minutes. Cause one in Glassix and execute the step again. A published workflow that uses the same API key may have fetched it.',
		);
		const callsMade = calls();
		await jest.advanceTimersByTimeAsync(60_000);
		expect(calls()).toBe(callsMade);
	});

	it('ends without a word when it is stopped', async () => {
		const { context, calls } = inEditor(nothing);
		const { manualTriggerFunction, closeFunction } = await startPolling(context);
		const testing = manualTriggerFunction!();
		await jest.advanceTimersByTimeAsync(12_000);
		expect(calls()).toBe(3);

		await closeFunction!();

		await expect(testing).resolves.toBeUndefined();
		expect(jest.getTimerCount()).toBe(0);
	});
});
