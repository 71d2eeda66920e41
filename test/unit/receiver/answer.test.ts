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
	it('is plain text that no browser renders as a page, and n8n sends no other', () => {
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

	it('has no content type when it has no text', () => {
		expect(answered(200)).toEqual({
			result: { noWebhookResponse: true },
			status: 200,
			headers: { 'content-length': 0 },
			ends: [['']],
		});
	});
});
