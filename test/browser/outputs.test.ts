import { randomUUID } from 'node:crypto';

import { eventually, n8n } from '../e2e/support/n8n';
import { Editor } from '../support/editor';
import { picture } from '../support/pictures';
import { deliver, glassix } from './services';

const TRIGGER = 'Glassix Trigger';
const EVENTS = ['NEW_TICKET', 'TICKET_STATE_CHANGE', 'NEW_MESSAGE'];

let editor: Editor;
let workflowId: string;
let credentialId: string;
const webhookId = randomUUID();

beforeAll(async () => {
	const name = `Glassix ${randomUUID()}`;
	credentialId = await n8n.createCredential(name, 'glassixWebhookApi', glassix.credential);
	const following = ['Tickets', 'Everything Else'].map((place, index) => ({
		id: randomUUID(),
		name: place,
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [320, index * 200] as [number, number],
		parameters: {},
	}));
	const { id } = await n8n.createWorkflow({
		name: 'Outputs',
		nodes: [
			{
				id: randomUUID(),
				name: TRIGGER,
				type: 'n8n-nodes-service-desk-triggers.glassixTrigger',
				typeVersion: 1.1,
				position: [0, 0],
				webhookId,
				parameters: { triggerOn: EVENTS, options: {} },
				credentials: { glassixWebhookApi: { id: credentialId, name } },
			},
			...following,
		],
		connections: { [TRIGGER]: { main: [[{ node: 'Tickets', type: 'main', index: 0 }]] } },
	});
	workflowId = id;
	editor = await Editor.open(n8n);
	await editor.openWorkflow(workflowId);
});

afterAll(async () => {
	await editor.close();
	await n8n.deleteWorkflow(workflowId);
	await n8n.deleteCredential(credentialId);
});

async function switchSeparateOutputs(isFirst: boolean): Promise<void> {
	await editor.openNode(TRIGGER);
	if (isFirst) await editor.addOption('Separate Outputs');
	await editor.toggle('separateOutputs');
	await editor.closeNode();
}

describe('A trigger with "Separate Outputs" on the canvas', () => {
	it('has one output as long as it is off', async () => {
		expect(await editor.outputsOf(TRIGGER)).toHaveLength(1);
	});

	it('has one output, with its name, for each selected event and one for the rest', async () => {
		await switchSeparateOutputs(true);
		await eventually(async () => {
			expect(await editor.outputsOf(TRIGGER)).toEqual([
				'New Ticket',
				'Ticket State Change',
				'New Message',
				'Other',
			]);
		});
	});

	it('keeps the connection there was, and takes another one', async () => {
		expect(await editor.connectedTo(TRIGGER)).toEqual(['Tickets']);
		await editor.connect(TRIGGER, 3, 'Everything Else');
		await eventually(async () => {
			expect(await editor.connectedTo(TRIGGER)).toEqual(['Tickets', 'Everything Else']);
		});
		await picture('separate-outputs', editor.part('canvas'), {
			left: 210,
			top: 210,
			width: 730,
			height: 380,
		});
	});

	it('runs what is connected to the output of the event, and nothing else', async () => {
		await editor.executeWorkflow();
		await deliver(glassix, `${n8n.url}/webhook-test/${webhookId}/webhook`);
		await eventually(async () => {
			expect(await editor.hasRun('Tickets')).toBe(true);
			expect(await editor.hasRun('Everything Else')).toBe(false);
		});
	});

	it('shows the connection of its one output when it is switched off', async () => {
		await switchSeparateOutputs(false);
		await eventually(async () => {
			expect(await editor.outputsOf(TRIGGER)).toHaveLength(1);
			expect(await editor.connectedTo(TRIGGER)).toEqual(['Tickets']);
		});
	});

	it('has lost no connection when it was switched on again and the workflow is opened', async () => {
		await switchSeparateOutputs(false);
		await eventually(async () => {
			const { nodes, connections } = await n8n.workflow(workflowId);
			const { parameters } = nodes.find(({ name }) => name === TRIGGER)!;
			expect(parameters.options).toEqual({ separateOutputs: true });
			const connected = connections[TRIGGER]!.main.map((ends) => ends?.map(({ node }) => node));
			expect(connected.flat().filter(Boolean)).toEqual(['Tickets', 'Everything Else']);
		});
		await editor.openWorkflow(workflowId);
		await eventually(async () => {
			expect(await editor.outputsOf(TRIGGER)).toHaveLength(4);
			expect(await editor.connectedTo(TRIGGER)).toEqual(['Tickets', 'Everything Else']);
		});
	});
});
