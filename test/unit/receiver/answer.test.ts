import type { IWebhookFunctions } from 'n8n-workflow';

import { answer } from '../../../receiver/answer';

function answered(...args: [number, string?]) {
	const headers: Record<string, unknown> = {};
	const response = {
		statusCode: 0,
		setHeader: (name: string, value: unknown) => (headers[name.toLowerCase()] = value),
		end: jest.fn(),
	};
	const context = { getResponseObject: () => response } as unknown as IWebhookFunctions;
	const result = answer(context, ...args);
	return { result, headers, status: response.statusCode, ends: response.end.mock.calls };
}

describe("The node's own answer", () => {
	it('is plain text that no browser takes for a page, ended once, and n8n answers no more', () => {
		expect(answered(401, 'Ünwanted')).toEqual({
			result: { noWebhookResponse: true },
			status: 401,
			headers: {
				'content-type': 'text/plain; charset=utf-8',
				'x-content-type-options': 'nosniff',
				'content-length': 9,
			},
			ends: [['Ünwanted']],
		});
	});

	it('has no type where it has no text', () => {
		expect(answered(200)).toEqual({
			result: { noWebhookResponse: true },
			status: 200,
			headers: { 'content-length': 0 },
			ends: [['']],
		});
	});
});
