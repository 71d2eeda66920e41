import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Workflow, WorkflowNode } from '../../scripts/n8n/api';
import { readExample } from '../support/examples';
import { fixture } from '../support/fixtures';
import { testedSupportBee } from '../support/services';
import { eventually, n8n, pause, send } from './support/n8n';
import { published } from './support/published';

/** The examples that tell of what would else be lost in silence, with a receiver where Slack is. */

let slack: Server;
let messages: string[] = [];
const workflows: string[] = [];

beforeAll(async () => {
	slack = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			messages.push(JSON.parse(Buffer.concat(chunks).toString('utf8')).text);
			response.end('ok');
		});
	});
	await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
	for (const id of workflows) await n8n.deleteWorkflow(id);
	slack.closeAllConnections();
	slack.close();
});

beforeEach(() => {
	messages = [];
});

/** Imports an example as its user does, with the receiver's URL, and publishes it. */
async function publishExample(
	name: string,
	change: (node: WorkflowNode) => void = () => undefined,
) {
	const example: Workflow = readExample(name);
	const { port } = slack.address() as AddressInfo;
	for (const node of example.nodes) {
		if (node.name === 'Post to Slack') node.parameters.url = `http://127.0.0.1:${port}`;
		change(node);
	}
	const { id } = await n8n.createWorkflow({ ...example, name: `${example.name} ${randomUUID()}` });
	workflows.push(id);
	await n8n.publish(id);
	return id;
}

const untilTold = async (count: number, within = 15_000) =>
	await eventually(
		() => {
			if (messages.length < count) throw new Error(`Told ${JSON.stringify(messages)}`);
			return messages;
		},
		{ within },
	);

const body = fixture('supportbee', testedSupportBee.event);

describe('tell-on-refusal', () => {
	it('tells of the first refused delivery what happened, how to fix it and where it stands, and of no other', async () => {
		const errorWorkflow = await publishExample('tell-on-refusal');
		const trigger = await published(testedSupportBee, {}, { settings: { errorWorkflow } });

		for (let times = 0; times < 5; times++) await trigger.deliver(testedSupportBee.forgery(body));
		const [{ id, error }] = await trigger.failures();
		const [message] = await untilTold(1);
		await pause(1000);

		expect(messages).toHaveLength(1);
		expect(message).toContain(`*${trigger.name}*: Refused a delivery (401): `);
		expect(message).toContain(
			String(error.description).replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
		);
		expect(message).toContain(`/executions/${id}`);
	});

	it('tells of each unrecognized payload', async () => {
		const errorWorkflow = await publishExample('tell-on-refusal');
		const trigger = await published(testedSupportBee, {}, { settings: { errorWorkflow } });

		await trigger.deliver(testedSupportBee.delivery('{"hello":1}'));
		await trigger.deliver(testedSupportBee.delivery('{"hello":2}'));

		await untilTold(2);
		for (const message of messages) {
			expect(message).toContain('A delivery was accepted, but not recognized.');
		}
	});

	it('is not told of scanners', async () => {
		const errorWorkflow = await publishExample('tell-on-refusal');
		const trigger = await published(testedSupportBee, {}, { settings: { errorWorkflow } });

		const scanners = ['{"cmd":"id"}', '[]', '<x/>', ''];
		for (const scan of [...scanners, ...scanners]) {
			await trigger.deliver({ body: scan, headers: { 'content-type': 'application/json' } });
		}
		await pause(2000);

		expect(messages).toEqual([]);
		expect(await trigger.executions()).toEqual([]);
	});
});

describe('alert-on-silence', () => {
	it('tells once when a service is silent for longer than its user wants, and once when it is heard again', async () => {
		const SECONDS = 4;
		const webhookId = randomUUID();
		const { service, credential } = testedSupportBee;
		const name = `SupportBee ${webhookId}`;
		const id = await n8n.createCredential(name, service.credential, credential);
		await publishExample('alert-on-silence', (node) => {
			if (node.name === 'SupportBee Trigger') {
				Object.assign(node, { webhookId, credentials: { [service.credential]: { id, name } } });
			}
			if (node.name === 'Every Five Minutes') {
				node.parameters = { rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] } };
			}
			if (node.name === 'What Is Normal') {
				const normal = { service: 'supportbee', days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 24 };
				const services = [{ ...normal, silentAfterHours: SECONDS / 3600 }];
				node.parameters.jsonOutput = JSON.stringify({ services });
			}
		});
		const { query, ...delivery } = testedSupportBee.delivery(body);
		const url = `${n8n.url}/webhook/${webhookId}/webhook?${query}`;

		const { status } = await send(url, { method: 'POST', ...delivery });
		await pause(2000);
		const whileHeard = [...messages];
		await untilTold(1);
		await pause(3000);
		const whileSilent = [...messages];
		const another = fixture('supportbee', 'ticket.created');
		await send(url, { method: 'POST', ...testedSupportBee.delivery(another) });
		await untilTold(2);

		expect(status).toBe(200);
		expect(whileHeard).toEqual([]);
		expect(whileSilent).toEqual([
			expect.stringMatching(/^\*supportbee\* is silent: the last event came on /),
		]);
		expect(messages[1]).toMatch(/^\*supportbee\* is heard again: an event came on /);
	}, 60_000);
});
