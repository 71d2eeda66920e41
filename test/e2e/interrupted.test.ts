import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { inParallel, openDesk, reply, runsOf, send, isTaken, type Desk } from '../support/desk';
import { readExample } from '../support/examples';
import { eventually, newN8n, type OwnN8n } from './support/n8n';

/** finish-interrupted-runs in an n8n that is killed again and again. */

const EVENTS = 400;
const KILLS = 5;
const FINISHED_WITHIN_MS = 300_000;

let own: OwnN8n;
let slack: Server;
const messages: string[] = [];

beforeAll(async () => {
	own = await newN8n({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true', N8N_LOG_LEVEL: 'info' });
	slack = createServer((request, response) => {
		request.on('data', (chunk: Buffer) => messages.push(chunk.toString()));
		request.on('end', () => response.end('ok'));
	});
	await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
}, 180_000);

afterAll(() => {
	slack.closeAllConnections();
	slack.close();
});

const random = (below: number) => Math.floor(Math.random() * below);

/** A run that takes a while: it is under way when n8n is killed. */
const waitTwoSeconds = {
	name: 'Wait',
	type: 'n8n-nodes-base.wait',
	typeVersion: 1.1,
	parameters: { resume: 'timeInterval', amount: 2, unit: 'seconds' },
};

/** Does what the example's note says. */
async function publishExample(desk: Desk): Promise<void> {
	const { api, instance } = own;
	const scopes = ['workflow:list', 'execution:list', 'execution:retry'];
	const key = await api.request('POST', '/rest/api-keys', {
		label: 'Finish interrupted runs',
		scopes,
		expiresAt: null,
	});
	const url = `${instance.url}/api/v1`;
	const name = 'n8n API';
	const credential = { apiKey: key.rawApiKey, baseUrl: url };
	const id = await api.createCredential(name, 'n8nApi', credential);
	const example = readExample('finish-interrupted-runs');
	for (const node of example.nodes) {
		if (node.parameters.nodeCredentialType) node.credentials = { n8nApi: { id, name } };
		if (node.name === 'Settings') {
			const settings = JSON.parse(String(node.parameters.jsonOutput));
			node.parameters.jsonOutput = JSON.stringify({ ...settings, url });
		}
		if (node.name === 'Post to Slack') {
			node.parameters.url = `http://127.0.0.1:${(slack.address() as AddressInfo).port}`;
		}
	}
	const workflow = await api.createWorkflow(example);
	const tag = await api.request('POST', '/rest/tags', { name: 'finish-interrupted-runs' });
	const { versionId } = await api.workflow(desk.workflowId);
	await api.request('PATCH', `/rest/workflows/${desk.workflowId}`, { versionId, tags: [tag.id] });
	await api.publish(workflow.id);
}

it(`n8n killed ${KILLS} times with runs under way: every acknowledged event has a successful run within five minutes, without a hand`, async () => {
	const desk = await openDesk(own.api, { nodes: [waitTwoSeconds] });
	await publishExample(desk);
	const acknowledged = new Set<string>();
	const deliveries = Array.from({ length: EVENTS }, (_, number) => reply(number));
	const sending = inParallel(deliveries, 10, async (delivery) => {
		while (!isTaken(await send(own.instance.url + desk.path, delivery, 5000))) await pause(200);
		acknowledged.add(delivery.key);
		await pause(random(1500));
	});
	for (let kills = 0; kills < KILLS; kills++) {
		await pause(4000 + random(4000));
		await own.instance.kill();
		await own.restart();
	}
	await sending;
	const start = Date.now();
	const first = await runsOf(own.api, desk, 'Wait');
	const unfinishedOf = (found: typeof first) =>
		[...acknowledged].filter(
			(key) => !(found.get(key) ?? []).some(({ status }) => status === 'success'),
		);

	const runs = await eventually(
		async () => {
			const now = await runsOf(own.api, desk, 'Wait');
			const unfinished = unfinishedOf(now);
			if (unfinished.length > 0) throw new Error(`${unfinished.length} events are not finished`);
			return now;
		},
		{ within: FINISHED_WITHIN_MS, every: 5000 },
	);

	const refusals = [];
	for (const { id } of await own.api.executions(desk.workflowId, { status: ['error'] })) {
		refusals.push((await own.api.execution(id)).data.resultData.error?.message);
	}
	const all = [...runs.values()];
	const cutOff = all.filter((list) => list.some(({ status }) => status !== 'success'));
	console.info(
		`Finished after ${KILLS} kills: ${JSON.stringify({
			acknowledged: acknowledged.size,
			cutOff: cutOff.length,
			unfinishedAtTheEndOfSending: unfinishedOf(first).length,
			seconds: Math.round((Date.now() - start) / 1000),
			lost: unfinishedOf(runs).length,
			ranToTheEndTwice: all.filter(
				(list) => list.filter(({ status }) => status === 'success').length > 1,
			).length,
			messages: messages.length,
			refusals,
		})}`,
	);
	expect(acknowledged.size).toBe(EVENTS);
	expect(cutOff.length).toBeGreaterThan(0);
	expect(unfinishedOf(runs)).toEqual([]);
}, 900_000);
