import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import type { N8nApi } from '../../../scripts/n8n/api';

/** A help desk's deliveries for the tests of what is lost and what runs twice: SupportBee's, as its trigger takes them. */
export interface Delivery {
	/** What tells the event from every other: `reply:7`, `archived:7`. */
	key: string;
	body: string;
}

const payload = (event: string, ticketId: number, more: object = {}) =>
	JSON.stringify({
		payload: {
			action_type: event,
			company: { subdomain: 'acme', name: 'Acme' },
			ticket: { id: ticketId, subject: `Ticket ${ticketId}` },
			...more,
		},
	});

/** An event that never repeats: known by its reply's id. */
export const reply = (id: number): Delivery => ({
	key: `reply:${id}`,
	body: payload('agent.reply.created', id, { reply: { id } }),
});

/** An event known by its bytes alone. */
export const stateChange = (ticketId: number, state = 'archived'): Delivery => ({
	key: `${state}:${ticketId}`,
	body: payload(`ticket.${state}`, ticketId),
});

/** An item of the SupportBee Trigger, as far as the key needs it. */
interface DeskItem {
	event: string;
	data: { reply?: { id: number }; ticket: { id: number } };
}

/** The key of an item that the trigger put out. */
function keyOf(item: DeskItem): string {
	const { reply: itsReply, ticket } = item.data;
	return itsReply ? `reply:${itsReply.id}` : `${item.event.replace('ticket.', '')}:${ticket.id}`;
}

/** What n8n itself answers, with status 200, to whatever comes while it starts: see docs/reliability.md. */
const STARTING = 'n8n is starting up. Please wait';

/** How often n8n answered so: a reverse proxy that asks n8n's readiness would have kept those deliveries away. */
export const answeredWhileStarting = { count: 0 };

/**
 * Sends a delivery once.
 * @param timeoutMs when the connection is closed, answer or not.
 * @returns the answer's status, undefined where there was none (or none of a started n8n).
 */
export async function send(
	url: string,
	{ body }: Delivery,
	timeoutMs = 10_000,
): Promise<number | undefined> {
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json; charset=utf-8' },
			body,
			signal: AbortSignal.timeout(timeoutMs),
		});
		if ((await response.text()) !== STARTING) return response.status;
		answeredWhileStarting.count++;
		return undefined;
	} catch {
		return undefined;
	}
}

export const isTaken = (status: number | undefined) => status !== undefined && status < 300;

/** Sends a delivery until it has a 2xx, as the services do, only sooner. */
export async function sendUntilTaken(
	url: string,
	delivery: Delivery,
	pauseMs = 500,
): Promise<void> {
	for (let tries = 0; tries < 600; tries++) {
		if (isTaken(await send(url, delivery))) return;
		await pause(pauseMs);
	}
	throw new Error(`${delivery.key} was never taken`);
}

/** Does a job for each item, so many at a time. */
export async function inParallel<Item>(
	items: readonly Item[],
	width: number,
	job: (item: Item) => Promise<void>,
): Promise<void> {
	const queue = items.values();
	await Promise.all(
		Array.from({ length: width }, async () => {
			for (const item of queue) await job(item);
		}),
	);
}

/** A published workflow of the SupportBee Trigger and whatever nodes come behind it. */
export interface Desk {
	workflowId: string;
	/** The webhook's path and query, to be put behind an n8n's address. */
	path: string;
}

const TOKEN = 'a-token-for-the-tests-alone';

interface FollowingNode {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
}

const doNothing: FollowingNode = {
	name: 'Do Nothing',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
};

/** Creates and publishes a workflow: SupportBee Trigger → the given nodes, one after the other. */
export async function openDesk(
	api: N8nApi,
	{
		options = {},
		nodes = [doNothing],
		settings = {},
	}: { options?: object; nodes?: FollowingNode[]; settings?: Record<string, unknown> } = {},
): Promise<Desk> {
	const credential = await api.createCredential(
		`SupportBee ${randomUUID()}`,
		'supportBeeWebhookApi',
		{
			urlToken: TOKEN,
		},
	);
	const webhookId = randomUUID();
	const trigger = {
		id: randomUUID(),
		name: 'SupportBee Trigger',
		type: 'n8n-nodes-service-desk-triggers.supportBeeTrigger',
		typeVersion: 1.1,
		position: [0, 0] as [number, number],
		webhookId,
		parameters: { triggerOn: ['allEvents'], options },
		credentials: { supportBeeWebhookApi: { id: credential, name: 'SupportBee' } },
	};
	const following = nodes.map((node, place) => ({
		id: randomUUID(),
		position: [(place + 1) * 220, 0] as [number, number],
		...node,
	}));
	const chain = [trigger, ...following];
	const { id } = await api.createWorkflow({
		name: `Desk ${webhookId}`,
		nodes: chain,
		connections: Object.fromEntries(
			chain
				.slice(0, -1)
				.map(({ name }, place) => [
					name,
					{ main: [[{ node: chain[place + 1].name, type: 'main', index: 0 }]] },
				]),
		),
		settings,
	});
	await api.publish(id);
	return { workflowId: id, path: `/webhook/${webhookId}/webhook?token=${TOKEN}` };
}

/** The executions of each event. */
export type Runs = Map<string, Array<{ id: string; status: string; reached: number }>>;

/** The items of events in what n8n has of a node's runs. */
const itemsOf = (runs: Array<{ data?: { main?: Array<Array<{ json: DeskItem }> | null> } }> = []) =>
	runs
		.flatMap(({ data }) => data?.main ?? [])
		.flatMap((output) => output ?? [])
		.filter(({ json }) => (json.data as unknown) !== undefined);

/**
 * Reads back which executions each event has, finished or not.
 * @param lastNode counts the items that reached this node.
 */
export async function runsOf(
	api: N8nApi,
	{ workflowId }: Desk,
	lastNode = doNothing.name,
): Promise<Runs> {
	const runs: Runs = new Map();
	await inParallel(await api.executions(workflowId), 4, async ({ id }) => {
		const { data, status } = await api.execution(id);
		// Where n8n recovers a run that was cut off, it puts an item of its own into the node that had run; a retry
		// runs the node a second time.
		const ran = itemsOf(data?.resultData?.runData?.['SupportBee Trigger']);
		// What a run that was cut off was to begin with stands in its stack still.
		const items = ran.length > 0 ? ran : itemsOf(data?.executionData?.nodeExecutionStack);
		const reached = data?.resultData?.runData?.[lastNode]?.[0]?.data?.main?.flat().length ?? 0;
		for (const { json } of items) {
			const key = keyOf(json);
			runs.set(key, [...(runs.get(key) ?? []), { id, status, reached }]);
		}
	});
	return runs;
}

/** Waits until no execution is on its way any more. */
export async function untilIdle(api: N8nApi, desk: Pick<Desk, 'workflowId'>): Promise<void> {
	await untilNoMore(api, desk, Infinity);
}

/**
 * The same where n8n was killed. Its next start can leave a run `running` that was cut off
 * before its first node (as of 2.41): what stays as it is for ten seconds is taken for one of those.
 */
export async function untilIdleAfterKill(
	api: N8nApi,
	desk: Pick<Desk, 'workflowId'>,
): Promise<void> {
	await untilNoMore(api, desk, 10_000);
}

async function untilNoMore(
	api: N8nApi,
	{ workflowId }: Pick<Desk, 'workflowId'>,
	abandonedMs: number,
): Promise<void> {
	let before = '';
	let since = Date.now();
	for (let tries = 0; tries < 600; tries++) {
		const open = await api.executions(workflowId, { status: ['new', 'running', 'waiting'] });
		if (open.length === 0) return;
		const now = JSON.stringify(open.map(({ id, status }) => [id, status]).sort());
		if (now !== before) [before, since] = [now, Date.now()];
		if (Date.now() - since > abandonedMs) return;
		await pause(500);
	}
	throw new Error('Executions are still running');
}

/** What came of deliveries: how many events were lost, how many ran more than once. */
export function tally(deliveries: readonly Delivery[], runs: Runs) {
	const successes = deliveries.map(
		({ key }) => (runs.get(key) ?? []).filter(({ status }) => status === 'success').length,
	);
	return {
		events: deliveries.length,
		lost: successes.filter((count) => count === 0).length,
		twice: successes.filter((count) => count > 1).length,
	};
}
