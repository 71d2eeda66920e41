import type { IHttpRequestOptions, ITriggerFunctions } from 'n8n-workflow';

/** An answer of Glassix with no events. */
export const NOTHING = { statusCode: 200, headers: {}, body: '[]' };

/** A polling trigger's context with no network in it, for tests on fake time. */
export function stubTrigger(
	mode: 'manual' | 'trigger',
	answer: (request: IHttpRequestOptions) => Promise<object>,
) {
	/** When calls were made, in milliseconds since the start. */
	const calls: number[] = [];
	const startedAt = Date.now();
	const ignore = () => undefined;
	const context = {
		getMode: () => mode,
		getActivationMode: () => 'activate',
		getNode: () => ({ id: 'n', name: 'My Trigger' }),
		getWorkflow: () => ({ id: `stub ${startedAt} ${Math.random()}` }),
		getNodeParameter: (name: string, otherwise: unknown) =>
			name === 'triggerOn' ? ['allEvents'] : otherwise,
		getCredentials: async () => ({}),
		helpers: {
			httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) => {
				calls.push(Date.now() - startedAt);
				return await answer(request);
			},
		},
		logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
		emit: ignore,
		emitError: ignore,
	} as unknown as ITriggerFunctions;
	return { context, calls };
}
