import { createHmac, randomUUID } from 'node:crypto';

import type { INodeType, IWebhookFunctions } from 'n8n-workflow';

import { BenchResponse } from './response';

export const SECRET = 'a-secret-for-the-bench-alone';

/** A delivery as Glassix signs it. */
export interface SignedBody {
	bytes: Buffer;
	signature: string;
}

export const signed = (body: unknown): SignedBody => {
	const bytes = Buffer.from(JSON.stringify(body));
	return { bytes, signature: `sha1=${createHmac('sha1', SECRET).update(bytes).digest('hex')}` };
};

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Delivers to Glassix' trigger through a context that costs nothing: what is measured is the node's own time, from
 * the body's bytes to the items. n8n's part, which is the larger one, is measured inside n8n.
 */
export function directTo(trigger: INodeType, options: Record<string, unknown> = {}) {
	const node = {
		id: randomUUID(),
		name: 'Glassix Trigger',
		type: 'bench.glassixTrigger',
		typeVersion: 1.1,
		position: [0, 0],
		parameters: {},
		credentials: { glassixWebhookApi: { id: '1', name: 'Glassix' } },
	};
	const parameters: Record<string, unknown> = {
		triggerOn: ['allEvents'],
		simplify: false,
		options: { ipAllowlist: '192.0.2.0/24', ...options },
	};
	const workflow = { id: 'bench', name: 'Bench', active: true };
	const credential = { apiSecret: SECRET, previousApiSecret: '', headers: {} };

	/** @returns delivers it, and gives the number of items; the body is read then, as n8n would. */
	return ({ bytes, signature }: SignedBody): (() => Promise<number>) => {
		const response = new BenchResponse();
		const request = {
			method: 'POST',
			url: '/webhook/bench/webhook',
			headers: { 'content-type': 'application/json', 'x-hub-signature': signature },
			ip: '192.0.2.1',
			body: {},
			rawBody: bytes,
		};
		const context = {
			logger: silent,
			getBodyData: () => JSON.parse(bytes.toString()) as unknown,
			getCredentials: async () => credential,
			getMode: () => 'webhook',
			getNode: () => node,
			getNodeParameter: (name: string) => parameters[name],
			getRequestObject: () => request,
			getResponseObject: () => response,
			getWebhookName: () => 'default',
			getWorkflow: () => workflow,
		} as unknown as IWebhookFunctions;
		return async () => {
			const { workflowData } = await trigger.webhook!.call(context);
			if (!response.writableEnded) response.end();
			return workflowData?.[0]?.length ?? 0;
		};
	};
}
