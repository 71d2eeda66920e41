import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { GlassixStandIn } from '../support/glassix-stand-in';
import { stateChange } from '../support/glassixMessages';
import { startQueueMode, type QueueMode } from '../support/realN8n/queue-mode';

const WITHIN_MS = 90_000;

let queue: QueueMode;
let glassix: GlassixStandIn;

beforeAll(async () => {
	glassix = await GlassixStandIn.start({ visibilityMs: 1000 });
	queue = await startQueueMode({
		processors: 0,
		workers: 0,
		constants: { HOLDS_SLOT_MS: 5000, LOST_AFTER_MS: 30_000 },
	});
}, 240_000);

afterAll(async () => {
	await queue.stop();
	await glassix.stop();
}, 60_000);

/** A published workflow of the polling trigger and a No Operation node. */
async function publishWorkflow(): Promise<string> {
	const credential = await queue.api.createCredential('Glassix', 'glassixApi', glassix.credential);
	const { id } = await queue.api.createWorkflow({
		name: 'Glassix polling',
		nodes: [
			{
				id: randomUUID(),
				name: 'Trigger',
				type: 'n8n-nodes-service-desk-triggers.glassixPollingTrigger',
				typeVersion: 1.1,
				position: [0, 0],
				parameters: { triggerOn: ['allEvents'], options: { pollInterval: 1 } },
				credentials: { glassixApi: { id: credential, name: 'Glassix' } },
			},
			{
				id: randomUUID(),
				name: 'Next',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [200, 0],
				parameters: {},
			},
		],
		connections: { Trigger: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
	});
	await queue.api.publish(id);
	return id;
}

async function untilSo(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
	const deadline = Date.now() + WITHIN_MS;
	while (!(await isSo())) {
		if (Date.now() > deadline) throw new Error(`waited ${WITHIN_MS / 1000} s in vain: ${what}`);
		await pause(100);
	}
}

it('ten waiting runs and the later events still run after Redis is emptied', async () => {
	const workflowId = await publishWorkflow();
	for (let ticket = 0; ticket < 10; ticket++) glassix.enqueue(stateChange(ticket));
	await untilSo(
		'ten runs wait for a worker',
		async () => (await queue.api.executions(workflowId, { status: ['new'] })).length === 10,
	);
	await queue.emptyRedis();
	await queue.startWorker();
	for (let ticket = 10; ticket < 15; ticket++) glassix.enqueue(stateChange(ticket));
	// Their jobs have the numbers of five that are gone: n8n answers for those as well, though they never ran.
	await untilSo(
		'the later ones have run',
		async () => (await queue.api.executions(workflowId, { status: ['success'] })).length >= 5,
	);

	await untilSo('the queue at Glassix is empty', () => glassix.queued.length === 0);

	const succeeded = await queue.api.executions(workflowId, { status: ['success'] });
	const tickets: number[] = [];
	for (const { id } of succeeded) {
		for (const { data } of await queue.api.items(id, 'Trigger')) tickets.push(data.ticketId);
	}
	expect([...new Set(tickets)].sort((a, b) => a - b)).toEqual([...Array(15).keys()]);
	expect(queue.main.log()).toContain('no longer waits for an execution');
}, 240_000);
