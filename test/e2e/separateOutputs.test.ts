import { randomUUID } from 'node:crypto';

import { fixture } from '../support/fixtures';
import { testedSupportBee as supportBee } from '../support/services';
import { eventually, n8n, send } from './support/n8n';

const ROUTES = ['Replies', 'New Tickets', 'The Rest'];

let workflowId: string;
let credentialId: string;
let url: string;

beforeAll(async () => {
	credentialId = await n8n.createCredential(
		'Separate Outputs',
		'supportBeeWebhookApi',
		supportBee.credential,
	);
	const webhookId = randomUUID();
	const stored = await n8n.createWorkflow({
		name: 'Separate Outputs',
		nodes: [
			{
				id: randomUUID(),
				name: 'Trigger',
				type: 'n8n-nodes-service-desk-triggers.supportBeeTrigger',
				typeVersion: 1.1,
				position: [0, 0],
				parameters: {
					triggerOn: ['agent.reply.created', 'ticket.created', 'allEvents'],
					options: { separateOutputs: true },
				},
				credentials: { supportBeeWebhookApi: { id: credentialId, name: 'Separate Outputs' } },
				webhookId,
			},
			...ROUTES.map((name, place) => ({
				id: randomUUID(),
				name,
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [200, place * 100] as [number, number],
				parameters: {},
			})),
		],
		connections: {
			Trigger: { main: ROUTES.map((node) => [{ node, type: 'main', index: 0 }]) },
		},
	});
	workflowId = stored.id;
	url = `${n8n.url}/webhook/${webhookId}/webhook`;
	await n8n.publish(workflowId);
});

afterAll(async () => {
	await n8n.deleteWorkflow(workflowId);
	await n8n.deleteCredential(credentialId);
});

describe('"Separate Outputs" routes', () => {
	it.each([
		['agent.reply.created', 'Replies'],
		['ticket.created', 'New Tickets'],
		['ticket.archived', 'The Rest'],
	])('%s to the node "%s" alone', async (event, route) => {
		const { query, ...request } = supportBee.delivery(fixture('supportbee', event));
		const before = await n8n.executions(workflowId);

		const { status } = await send(`${url}?${query}`, request);

		expect(status).toBe(200);
		const execution = await eventually(async () => {
			const all = await n8n.executions(workflowId);
			expect(all).toHaveLength(before.length + 1);
			expect(all.at(-1)!.status).toBe('success');
			return await n8n.execution(all.at(-1)!.id);
		});
		expect(Object.keys(execution.data.resultData.runData)).toEqual(['Trigger', route]);
		expect(await n8n.items(execution.id, route)).toMatchObject([{ event }]);
	});
});
