import { setTimeout as pause } from 'node:timers/promises';

import { eventually } from '../support/realN8n/eventually';
import { openDesk, reply, runsOf, send } from '../support/realN8n/desk';
import { publishFinishInterruptedRuns } from '../support/realN8n/finishInterruptedRuns';
import { startQueueMode, type QueueMode } from '../support/realN8n/queue-mode';
import { startSlack, type Slack } from '../support/realN8n/slack';

/** finish-interrupted-runs in queue mode, set up as docs/reliability.md says. */

let queue: QueueMode;
let slack: Slack;

beforeAll(async () => {
	queue = await startQueueMode({
		processors: 1,
		workers: 1,
		// n8n's own values, but for the interval: see the page.
		env: {
			QUEUE_WORKER_LOCK_DURATION: '60000',
			QUEUE_WORKER_LOCK_RENEW_TIME: '10000',
			QUEUE_WORKER_STALLED_INTERVAL: '600000',
		},
	});
	slack = await startSlack();
}, 240_000);

afterAll(async () => {
	slack.close();
	await queue.stop();
}, 60_000);

const waitFourSeconds = {
	name: 'Wait',
	type: 'n8n-nodes-base.wait',
	typeVersion: 1.1,
	parameters: { resume: 'timeInterval', amount: 4, unit: 'seconds' },
};

it('every run that a killed worker interrupted succeeds by itself once a worker is back', async () => {
	const desk = await openDesk(queue.api, { nodes: [waitFourSeconds] });
	const { url } = queue.main;
	const settings = { isQueueMode: true };
	await publishFinishInterruptedRuns(queue.api, desk, { url, slackUrl: slack.url, settings });
	const deliveries = [1, 2, 3, 4, 5].map(reply);
	for (const delivery of deliveries) {
		expect(await send(queue.processors[0].url + desk.path, delivery)).toBe(200);
	}
	await pause(1500);
	const start = Date.now();

	await queue.killAndRestartWorker();

	const runs = await eventually(
		async () => {
			const found = await runsOf(queue.api, desk, 'Wait');
			const statuses = deliveries.map(({ key }) => found.get(key)!.map(({ status }) => status));
			// As one, in any order: cut off first, then run again.
			for (const ofOne of statuses) expect(ofOne.sort()).toEqual(['crashed', 'success']);
			return found;
		},
		{ within: 180_000, every: 2000 },
	);
	console.info(
		`A worker killed in queue mode: ${runs.size} of ${deliveries.length} runs that were cut off came to success after ${Math.round((Date.now() - start) / 1000)} s`,
	);
	expect(slack.messages).toEqual([]);
}, 300_000);
