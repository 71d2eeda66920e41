import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { packTarball } from '../../scripts/build-package';
import { N8nApi } from '../../scripts/n8n/api';
import { startN8n, type Instance } from '../../scripts/n8n/instance';
import { ensureRuntime } from '../../scripts/n8n/runtime';
import { Cable } from '../support/realN8n/cable';
import {
	isTaken,
	openDesk,
	reply,
	runsOf,
	send,
	untilIdle,
	untilIdleAfterKill,
} from '../support/realN8n/desk';
import { asAdmin, inPostgres } from '../support/realN8n/postgres';
import { publishTelling, startSlack, type Slack } from '../support/realN8n/slack';

/** What is told when n8n's database is gone for a while. */

const GONE_MS = 60_000;

const databaseName = `service_desk_alarms_${randomBytes(4).toString('hex')}`;
const folder = mkdtempSync(path.join(tmpdir(), 'alarms-'));
const cable = new Cable();
let n8n: Instance;
let api: N8nApi;
let slack: Slack;

beforeAll(async () => {
	await asAdmin(`CREATE DATABASE ${databaseName}`);
	slack = await startSlack();
	n8n = await startN8n({
		runtime: await ensureRuntime(),
		tarball: await packTarball(),
		folder,
		removeFolder: true,
		env: {
			...inPostgres(databaseName, await cable.open()),
			N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		},
	});
	api = new N8nApi(n8n.url);
	await api.setUpOwner();
}, 240_000);

afterAll(async () => {
	await n8n.stop();
	slack.close();
	cable.close();
	rmSync(folder, { recursive: true, force: true });
	await asAdmin(`DROP DATABASE ${databaseName} WITH (FORCE)`);
}, 60_000);

const isReady = async () =>
	await fetch(`${n8n.url}/healthz/readiness`, { signal: AbortSignal.timeout(5000) }).then(
		({ status }) => status === 200,
		() => false,
	);

it('while the database is gone, /healthz/readiness tells it, and no event is acknowledged or lost', async () => {
	const errorWorkflow = await publishTelling(api, 'tell-on-refusal', slack);
	const desk = await openDesk(api, { settings: { errorWorkflow } });
	const url = n8n.url + desk.path;
	expect(await send(url, reply(0))).toBe(200);
	await untilIdle(api, desk);

	cable.cut();
	const cutAt = Date.now();
	let toldAfterMs: number | undefined;
	const statuses = new Map<number | undefined, number>();
	const waiting = new Set<number>();
	const taken = new Set([0]);
	let next = 1;
	let isCut = true;
	// A delivery a second, and once more each that had no 2xx, as the services do.
	while (isCut || waiting.size > 0) {
		if (isCut) waiting.add(next++);
		for (const number of isCut ? [next - 1] : [...waiting]) {
			const status = await send(url, reply(number), 5000);
			if (isCut) statuses.set(status, (statuses.get(status) ?? 0) + 1);
			if (!isTaken(status)) continue;
			expect(isCut).toBe(false);
			waiting.delete(number);
			taken.add(number);
		}
		if (toldAfterMs === undefined && !(await isReady())) toldAfterMs = Date.now() - cutAt;
		if (isCut && Date.now() - cutAt > GONE_MS) {
			isCut = false;
			cable.mend();
		}
		await pause(1000);
	}
	await untilIdleAfterKill(api, desk);

	const runs = await runsOf(api, desk);
	const successes = [...taken].map(
		(number) =>
			(runs.get(`reply:${number}`) ?? []).filter(({ status }) => status === 'success').length,
	);
	console.info(
		`The database gone for a minute: ${JSON.stringify({
			toldByReadinessAfterSeconds: toldAfterMs === undefined ? null : toldAfterMs / 1000,
			answersMeanwhile: [...statuses],
			events: taken.size,
			lost: successes.filter((count) => count === 0).length,
			twice: successes.filter((count) => count > 1).length,
			messages: slack.messages,
		})}`,
	);
	expect(toldAfterMs).toBeLessThan(300_000);
	expect(taken.size).toBe(next);
	expect(Math.min(...successes)).toBe(1);
}, 300_000);
