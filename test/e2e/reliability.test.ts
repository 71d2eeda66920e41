import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { packTarball } from '../../scripts/build-package';
import { N8nApi } from '../../scripts/n8n/api';
import { startN8n, type Instance } from '../../scripts/n8n/instance';
import { ensureRuntime, type Runtime } from '../../scripts/n8n/runtime';
import { testedVersion } from '../../scripts/n8n/versions';
import { IN_FULL } from '../support/inFull';
import {
	answeredWhileStarting,
	inParallel,
	openDesk,
	reply,
	runsOf,
	send,
	sendUntilTaken,
	stateChange,
	tally,
	untilIdle,
	untilIdleAfterKill,
	type Delivery,
} from '../support/realN8n/desk';

/** n8n makes its expression sandbox only for who needs one: three times as many deliveries a second. */
const ENVIRONMENT = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' };

const DELIVERIES = IN_FULL ? 2000 : 500;
const KILLS = IN_FULL ? 5 : 2;
const DELIVERIES_OF_A_KILL = 80;

let folder: string;
let runtime: Runtime;
let n8n: Instance;
let api: N8nApi;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'reliability-'));
	runtime = await ensureRuntime({ version: testedVersion() });
	const tarball = await packTarball();
	n8n = await startN8n({ runtime, folder, tarball, env: ENVIRONMENT, removeFolder: true });
	api = new N8nApi(n8n.url);
	await api.setUpOwner();
}, 180_000);

afterAll(async () => {
	await n8n.stop();
	rmSync(folder, { recursive: true, force: true });
}, 60_000);

const figures = (title: string, values: object) =>
	console.info(`${title}: ${JSON.stringify(values)}`);

const random = (below: number) => Math.floor(Math.random() * below);

/**
 * Sends an event that can be told apart again as a service may: at once, while the first is being handled, later.
 */
async function sendTwice(url: string, delivery: Delivery): Promise<void> {
	const first = sendUntilTaken(url, delivery);
	const way = random(3);
	if (way === 1) await pause(random(300));
	if (way === 2) await first.then(async () => await pause(random(2000)));
	await Promise.all([first, sendUntilTaken(url, delivery)]);
}

it(`each of ${DELIVERIES.toLocaleString('en')} deliveries over 50 connections runs once, although 30% of them come twice`, async () => {
	const desk = await openDesk(api);
	const url = n8n.url + desk.path;
	const deliveries = Array.from({ length: DELIVERIES }, (_, n) =>
		n % 2 ? reply(n) : stateChange(n),
	);
	const start = Date.now();
	await inParallel(deliveries, 50, async (delivery) => {
		// What is known by its bytes alone and has its 2xx would be another event when it comes again.
		const isResent = delivery.key.startsWith('reply') && random(10) < 6;
		await (isResent ? sendTwice : sendUntilTaken)(url, delivery);
	});
	const seconds = Math.round((Date.now() - start) / 1000);
	await untilIdle(api, desk);
	const result = tally(deliveries, await runsOf(api, desk));
	figures(`${DELIVERIES} deliveries over 50 connections, 30 % sent again`, { ...result, seconds });
	expect(result).toEqual({ events: DELIVERIES, lost: 0, twice: 0 });
}, 600_000);

it(`no event is lost if n8n is killed ${KILLS} times while deliveries come in`, async () => {
	const desk = await openDesk(api);
	const deliveries = Array.from({ length: KILLS * DELIVERIES_OF_A_KILL }, (_, n) =>
		n % 2 ? reply(n) : stateChange(n),
	);
	const port = n8n.port;
	const url = n8n.url + desk.path;
	const sending = inParallel(deliveries, 10, async (delivery) => {
		await sendUntilTaken(url, delivery, 100 + random(400));
		await pause(random(400));
	});
	for (let kills = 0; kills < KILLS; kills++) {
		await pause(500 + random(2500));
		await n8n.kill();
		n8n = await startN8n({ runtime, folder, port, env: ENVIRONMENT, removeFolder: true });
	}
	await sending;
	await untilIdleAfterKill(api, desk);
	const runs = await runsOf(api, desk);
	const cutOff = [...runs.values()].flat().filter(({ status }) => status !== 'success');
	const statuses = [...new Set(cutOff.map(({ status }) => status))];
	const missing = deliveries.filter(({ key }) => !runs.has(key));
	const { events, twice } = tally(deliveries, runs);
	figures(`n8n killed ${KILLS} times`, {
		events,
		withoutExecution: missing.length,
		twice,
		cutOff: cutOff.length,
		whatBecameOfThem: statuses,
		answeredByN8nWhileStarting: answeredWhileStarting.count,
	});
	expect(missing).toEqual([]);
}, 600_000);

const waitThreeSeconds = {
	name: 'Wait',
	type: 'n8n-nodes-base.wait',
	typeVersion: 1.1,
	parameters: { resume: 'timeInterval', amount: 3, unit: 'seconds' },
};

describe('An event', () => {
	it('runs each time if a ticket is archived, unarchived, and archived again, a second apart', async () => {
		const desk = await openDesk(api);
		const url = n8n.url + desk.path;
		for (const state of ['archived', 'unarchived', 'archived']) {
			expect(await send(url, stateChange(1, state))).toBe(200);
			await pause(1000);
		}
		const runs = await runsOf(api, desk);
		expect(runs.get('archived:1')).toHaveLength(2);
		expect(runs.get('unarchived:1')).toHaveLength(1);
	}, 60_000);

	it('runs once if the sender closes the connection before the answer and sends a retry', async () => {
		const { port } = n8n;
		await n8n.stop();
		// n8n answers when there is room for the run: here after the one before it, three seconds later.
		const env = { ...ENVIRONMENT, N8N_CONCURRENCY_PRODUCTION_LIMIT: '1' };
		n8n = await startN8n({ runtime, folder, port, env, removeFolder: true });
		const desk = await openDesk(api, { nodes: [waitThreeSeconds] });
		const url = n8n.url + desk.path;
		for (const delivery of [stateChange(1), reply(1)]) {
			const before = reply(1000 + random(1000));
			await sendUntilTaken(url, before);
			expect(await send(url, delivery, 1000)).toBeUndefined();
			await sendUntilTaken(url, delivery);
			await untilIdle(api, desk);
		}
		const runs = await runsOf(api, desk);
		expect(runs.get('archived:1')).toHaveLength(1);
		expect(runs.get('reply:1')).toHaveLength(1);
		await n8n.stop();
		n8n = await startN8n({ runtime, folder, port, env: ENVIRONMENT, removeFolder: true });
	}, 180_000);

	it('runs once if n8n is stopped by SIGTERM while the event runs', async () => {
		const desk = await openDesk(api, { nodes: [waitThreeSeconds] });
		const { port } = n8n;
		const deliveries = Array.from({ length: 5 }, (_, n) => reply(n + 1));
		for (const delivery of deliveries) {
			expect(await send(n8n.url + desk.path, delivery)).toBe(200);
		}
		await n8n.stop();
		n8n = await startN8n({ runtime, folder, port, env: ENVIRONMENT, removeFolder: true });
		await untilIdle(api, desk);
		expect(tally(deliveries, await runsOf(api, desk))).toEqual({ events: 5, lost: 0, twice: 0 });
	}, 120_000);
});
