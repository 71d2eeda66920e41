import { Container } from '@n8n/di';
import { InstanceSettings, WebhookContext } from 'n8n-core';
import { Workflow, type INodeType } from 'n8n-workflow';

import { BenchResponse } from './response';

// Else n8n-core writes a file with a new key to the home folder.
Container.set(InstanceSettings, { instanceId: 'bench', encryptionKey: 'bench' } as never);

export const TOKEN = 'a-token-for-the-bench-alone';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

export interface Sending {
	body: string;
	query?: string;
	headers?: Record<string, string>;
}

/**
 * Delivers to a trigger through n8n-core's own webhook context as n8n does, its reading of the body included.
 * @returns a function that gives the status and the number of items.
 */
export function deliverer(nodeType: INodeType, options: object = {}) {
	const [credential] = nodeType.description.credentials!;
	const node = {
		id: 'node',
		name: 'Trigger',
		type: 'bench.trigger',
		typeVersion: 1.1,
		position: [0, 0],
		webhookId: 'bench',
		parameters: { triggerOn: ['allEvents'], options },
		credentials: { [credential.name]: { id: '1', name: 'Mine' } },
	} as never;
	const nodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	} as never;
	const workflow = new Workflow({ nodes: [node], connections: {}, active: true, nodeTypes });
	return async ({ body, query = `token=${TOKEN}`, headers = {} }: Sending) => {
		const response = new BenchResponse();
		const rawBody = Buffer.from(body);
		const additionalData = {
			httpRequest: {
				method: 'POST',
				url: `/webhook/bench/webhook?${query}`,
				headers: { 'content-type': 'application/json', ...headers },
				query: {},
				params: {},
				ip: '192.0.2.1',
				body: JSON.parse(rawBody.toString()) as unknown,
				rawBody,
			},
			httpResponse: response,
			credentialsHelper: {
				isCredentialUsableByNode: () => true,
				getDecrypted: async () => ({ urlToken: TOKEN, verifyToken: TOKEN, apiSecret: TOKEN }),
				getCredentialsProperties: () => [],
			},
		} as never;
		const webhookData = {
			httpMethod: 'POST',
			node: 'Trigger',
			path: 'bench',
			webhookDescription: nodeType.description.webhooks!.find(
				({ httpMethod }) => httpMethod === 'POST',
			),
			workflowId: 'bench',
			workflowExecuteAdditionalData: additionalData,
		} as never;
		const context = new WebhookContext(
			workflow,
			node,
			additionalData,
			'webhook',
			webhookData,
			[],
			null,
		);
		Object.defineProperty(context, 'logger', { value: silent });
		const { workflowData } = await nodeType.webhook!.call(context);
		if (!response.writableEnded) response.end();
		return { status: response.statusCode, items: workflowData?.[0]?.length ?? 0 };
	};
}
