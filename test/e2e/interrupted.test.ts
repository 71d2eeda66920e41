import { setTimeout as pause } from 'node:timers/promises';

import { IN_FULL } from '../support/inFull';
import { inParallel, openDesk, reply, runsOf, send, isTaken } from '../support/realN8n/desk';
import { publishFinishInterruptedRuns } from '../support/realN8n/finishInterruptedRuns';
import { startSlack, type Slack } from '../support/realN8n/slack';
import { eventually, newN8n, type OwnN8n } from '../support/realN8n/n8n';

/** finish-interrupted-runs in an n8n that is killed again and again. */

const EVENTS = IN_FULL ? 400 : 120;
const KILLS = IN_FULL ? 5 : 2;
const FINISHED_WITHIN_MS = 300_000;

let own: OwnN8n;
let slack: Slack;

beforeAll(async () => {
	own = await newN8n({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true', N8N_LOG_LEVEL: 'info' });
	slack = await startSlack();
}, 180_000);

afterAll(() => slack.close());

const random = (below: number) => Math.floor(Math.random() * below);

/** A run that takes a while: it is under way when n8n is killed. */
const waitTwoSeconds = {
	name: 'Wait',
	type: 'n8n-nodes-base.wait',
	typeVersion: 1.1,
	parameters: { resume: 'timeInterval', amount: 2, unit: 'seconds' },
};

it(`every acknowledged event succeeds by itself within five minutes after n8n was killed ${KILLS} times`, async () => {
	const desk = await openDesk(own.api, { nodes: [waitTwoSeconds] });
	await publishFinishInterruptedRuns(own.api, desk, {
		url: own.instance.url,
		slackUrl: slack.url,
	});
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
			messages: slack.messages.length,
			refusals,
		})}`,
	);
	expect(acknowledged.size).toBe(EVENTS);
	expect(cutOff.length).toBeGreaterThan(0);
	expect(unfinishedOf(runs)).toEqual([]);
}, 900_000);
