import { setTimeout as pause } from 'node:timers/promises';

import { POSTGRES } from '../../scripts/test/services';
import { IN_FULL } from '../support/inFull';
import {
	inParallel,
	openDesk,
	reply,
	runsOf,
	send,
	sendUntilTaken,
	tally,
	untilIdle,
	type Delivery,
	type Desk,
	type Runs,
} from '../support/realN8n/desk';
import { startQueueMode, type QueueMode } from '../support/realN8n/queue-mode';

/** Gives a row the first time an event comes, and again to the same execution; a SELECT, so that no row is no item. */
const FIRST_TIME = `WITH first_time AS (
	INSERT INTO handled_events (event_id, execution_id) VALUES ($1, $2)
	ON CONFLICT (event_id) DO UPDATE SET execution_id = handled_events.execution_id
	WHERE handled_events.execution_id = EXCLUDED.execution_id
	RETURNING event_id
)
SELECT event_id FROM first_time`;

const EVENTS = IN_FULL ? 1000 : 250;

let queue: QueueMode;

beforeAll(async () => {
	queue = await startQueueMode();
}, 240_000);

afterAll(async () => await queue.stop(), 60_000);

const figures = (title: string, values: object) =>
	console.info(`${title}: ${JSON.stringify(values)}`);

const random = (below: number) => Math.floor(Math.random() * below);

const replies = (count: number) => Array.from({ length: count }, (_, n) => reply(n + 1));

/** Sends each delivery to both processors, up to two seconds apart. */
async function sendToBoth(desk: Desk, deliveries: readonly Delivery[]): Promise<void> {
	await inParallel(deliveries, 20, async (delivery) => {
		const [one, other] = queue.processors.map(({ url }) => url + desk.path);
		await Promise.all([
			sendUntilTaken(one, delivery),
			pause(random(2000)).then(async () => await sendUntilTaken(other, delivery)),
		]);
	});
	await untilIdle(queue.api, desk);
}

/** What came of deliveries behind the trigger: how many events went on to the last node not at all, or twice. */
function tallyBehind(deliveries: readonly Delivery[], runs: Runs) {
	const reached = deliveries.map(({ key }) =>
		(runs.get(key) ?? []).reduce((sum, run) => sum + run.reached, 0),
	);
	return {
		events: deliveries.length,
		lost: reached.filter((count) => count === 0).length,
		twice: reached.filter((count) => count > 1).length,
	};
}

const doNothing = {
	name: 'Do Nothing',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
};

describe('Events sent to both webhook processors, up to two seconds apart,', () => {
	it('are not lost, and each goes on once behind a table of event ids', async () => {
		await queue.database.query(
			'CREATE TABLE handled_events (event_id text PRIMARY KEY, execution_id text NOT NULL)',
		);
		const credential = await queue.api.createCredential('Postgres', 'postgres', {
			...POSTGRES,
			database: queue.databaseName,
		});
		const desk = await openDesk(queue.api, {
			nodes: [
				{
					name: 'First Time',
					type: 'n8n-nodes-base.postgres',
					typeVersion: 2.6,
					parameters: {
						operation: 'executeQuery',
						query: FIRST_TIME,
						options: { queryReplacement: '={{ [$json.eventId, $execution.id] }}' },
					},
					credentials: { postgres: { id: credential, name: 'Postgres' } },
				},
				doNothing,
			],
		});
		const deliveries = replies(EVENTS);
		await sendToBoth(desk, deliveries);
		const runs = await runsOf(queue.api, desk);
		const alone = tally(deliveries, runs);
		figures('Two processors, the memories of the processes alone', alone);
		const behind = tallyBehind(deliveries, runs);
		figures('Two processors, a table of event ids behind the trigger', behind);
		expect(alone.lost).toBe(0);
		expect(behind).toEqual({ events: EVENTS, lost: 0, twice: 0 });
	}, 900_000);

	it('are not lost with Remove Duplicates behind the trigger', async () => {
		const desk = await openDesk(queue.api, {
			nodes: [
				{
					name: 'Remove Duplicates',
					type: 'n8n-nodes-base.removeDuplicates',
					typeVersion: 2,
					parameters: {
						operation: 'removeItemsSeenInPreviousExecutions',
						dedupeValue: '={{ $json.eventId }}',
						options: {},
					},
				},
				doNothing,
			],
		});
		const deliveries = replies(EVENTS / 5);
		await sendToBoth(desk, deliveries);
		const result = tallyBehind(deliveries, await runsOf(queue.api, desk));
		figures('Two processors, Remove Duplicates behind the trigger', result);
		expect(result.lost).toBe(0);
	}, 900_000);
});

it('a refused delivery starts a run that fails at the trigger, once for each webhook processor', async () => {
	const desk = await openDesk(queue.api);
	for (let times = 0; times < 5; times++) {
		for (const { url } of queue.processors) {
			expect(await send(`${url}${desk.path}-guessed`, reply(times))).toBe(401);
		}
	}
	await pause(2000);
	await untilIdle(queue.api, desk);

	const executions = await queue.api.executions(desk.workflowId);
	expect(executions.map(({ status }) => status)).toEqual(['error', 'error']);
	for (const { id } of executions) {
		const { error, runData } = (await queue.api.execution(id)).data.resultData;
		expect(Object.keys(runData)).toEqual(['SupportBee Trigger']);
		expect(error.message).toBe(
			"Refused a delivery (401): The token in the URL is not the credential's URL Token.",
		);
	}
}, 120_000);

it('every event keeps its execution if a worker is killed, and no event succeeds twice', async () => {
	const wait = {
		name: 'Wait',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: { resume: 'timeInterval', amount: 4, unit: 'seconds' },
	};
	const desk = await openDesk(queue.api, { nodes: [wait, doNothing] });
	const deliveries = replies(10);
	for (const delivery of deliveries) {
		expect(await send(queue.processors[0].url + desk.path, delivery)).toBe(200);
	}
	await pause(1500);
	await queue.workers.shift()!.kill();
	await queue.startWorker();
	await untilIdle(queue.api, desk);
	const statuses = (await queue.api.executions(desk.workflowId)).map(({ status }) => status);
	const count = (status: string) => statuses.filter((other) => other === status).length;
	figures('A worker killed in the middle', {
		events: deliveries.length,
		success: count('success'),
		cutOff: count('error') + count('crashed'),
	});
	// n8n 2.41 does not take up a killed worker's runs again: what it was running ends as an error.
	expect(statuses).toHaveLength(deliveries.length);
	expect(count('success') + count('error') + count('crashed')).toBe(deliveries.length);
	const runs = await runsOf(queue.api, desk);
	expect(tally(deliveries, runs).twice).toBe(0);
	expect([...runs.values()].flat()).not.toContainEqual(
		expect.objectContaining({ status: 'success', reached: 0 }),
	);
}, 240_000);

it('a retry runs once if n8n could not store the execution of the first try', async () => {
	const desk = await openDesk(queue.api);
	const url = queue.processors[0].url + desk.path;
	await queue.database.query('ALTER TABLE execution_entity RENAME TO execution_entity_away');
	const status = await send(url, reply(1));
	await queue.database.query('ALTER TABLE execution_entity_away RENAME TO execution_entity');
	expect(status).toBeGreaterThanOrEqual(500);
	expect(await send(url, reply(1))).toBe(200);
	expect(await send(url, reply(1))).toBe(200);
	await untilIdle(queue.api, desk);
	const runs = await runsOf(queue.api, desk);
	expect(runs.get('reply:1')).toHaveLength(1);
}, 60_000);
