import type { IWebhookFunctions } from 'n8n-workflow';

import { readRequest } from '../../../receiver/request';

const context = (own: object) =>
	({
		getRequestObject: () => ({ method: 'POST', headers: {}, url: '/a', ...own }),
		getBodyData: () => (own as { body?: unknown }).body,
	}) as unknown as IWebhookFunctions;

const read = (own: object) => readRequest(context(own));

describe('A request', () => {
	it.each([
		['/webhook/1/webhook', ''],
		['/webhook/1/webhook?', ''],
		['/webhook/1/webhook?a=b&c=%20', 'a=b&c=%20'],
		['/webhook/1/webhook?a=b?c=d', 'a=b?c=d'],
	])('to %s has the query %j', (url, query) => {
		expect(read({ url }).query).toBe(query);
	});

	it.each([
		['Application/JSON; charset=utf-8', 'application/json'],
		[' text/json ', 'text/json'],
		[undefined, ''],
	])('with the content type header %j has the type %j', (type, contentType) => {
		expect(read({ headers: { 'content-type': type } }).contentType).toBe(contentType);
	});

	it('comes from the address that n8n knows', () => {
		expect(read({ ip: '192.0.2.1' }).address).toBe('192.0.2.1');
		expect(read({}).address).toBe('');
	});

	it('has the bytes that n8n has already read', async () => {
		const readRawBody = jest.fn();

		const bytes = await read({ rawBody: Buffer.from('{}'), body: {}, readRawBody }).bytes();

		expect(bytes.toString()).toBe('{}');
		expect(readRawBody).not.toHaveBeenCalled();
	});

	it('has the bytes that n8n reads on demand', async () => {
		const request = {
			rawBody: undefined as Buffer | undefined,
			url: '/a',
			headers: {},
			async readRawBody() {
				this.rawBody = await Promise.resolve(Buffer.from('text'));
			},
		};
		const bytes = await readRequest({
			getRequestObject: () => request,
			getBodyData: () => undefined,
		} as unknown as IWebhookFunctions).bytes();

		expect(bytes.toString()).toBe('text');
	});

	it('has no bytes when n8n has parsed them as a form', async () => {
		const readRawBody = async () =>
			await Promise.reject(new Error('Request body stream was aborted or is not readable'));

		const bytes = await read({ body: { data: {}, files: {} }, readRawBody }).bytes();

		expect(bytes).toHaveLength(0);
	});

	it('has no bytes when n8n offers none', async () => {
		expect(await read({}).bytes()).toHaveLength(0);
	});

	it.each([
		[Object.assign(new Error(), { type: 'entity.too.large' }), 413],
		[Object.assign(new Error(), { type: 'request.aborted' }), 400],
		[Object.assign(new Error(), { code: 'Z_DATA_ERROR' }), 400],
		[new Error('aborted'), 400],
	])('that n8n cannot read (%j) is refused with %i', async (error, status) => {
		const readRawBody = async () => await Promise.reject(error);

		await expect(read({ readRawBody }).bytes()).rejects.toMatchObject({ status });
	});
});
