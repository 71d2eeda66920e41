import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { packTarball } from '../../scripts/build-package';
import { N8nApi } from '../../scripts/n8n/api';
import { startN8n, type Instance } from '../../scripts/n8n/instance';
import { ensureRuntime, type Runtime } from '../../scripts/n8n/runtime';
import { IN_FULL } from '../support/inFull';
import {
	isTaken,
	openDesk,
	reply,
	runsOf,
	untilIdle,
	untilIdleAfterKill,
	type Delivery,
	type Desk,
} from '../support/realN8n/desk';
import { startProxy, type RunningProxy } from '../support/realN8n/proxy';

/**
 * n8n restarts under load, behind the proxy of the examples and without it. In full it takes ten
 * minutes; in short it is one restart of each kind.
 */

const RESTARTS = IN_FULL ? 5 : 1;
const EVENTS = IN_FULL ? 1000 : 120;

/** What a service waits that waits the shortest: Glassix, at a retry. */
const SERVICE_WAITS_MS = 5000;

const ENVIRONMENT = {
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
	N8N_PROXY_HOPS: '1',
};

let folder: string;
let runtime: Runtime;
let n8n: Instance;
let api: N8nApi;
let proxy: RunningProxy;

const start = async (more: { tarball?: string } = {}) => {
	const port = (n8n as Instance | undefined)?.port;
	n8n = await startN8n({ runtime, folder, port, env: ENVIRONMENT, removeFolder: true, ...more });
};

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'restarts-'));
	runtime = await ensureRuntime();
	await start({ tarball: await packTarball() });
	api = new N8nApi(n8n.url);
	await api.setUpOwner();
	proxy = await startProxy(`127.0.0.1:${n8n.port}`, folder);
}, 180_000);

afterAll(async () => {
	await proxy.stop();
	await n8n.stop();
	rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** What a sender has seen. */
interface Sent {
	acknowledged: Set<string>;
	/** How many answers it had, by status; `none` where there was none in time. */
	answers: Record<string, number>;
}

/** One that repeats what had no 2xx, or never does. */
async function sendAll(
	url: string,
	deliveries: Delivery[],
	{ repeats, everyMs, isOver }: { repeats: boolean; everyMs: number; isOver: () => boolean },
): Promise<Sent> {
	const sent: Sent = { acknowledged: new Set(), answers: {} };
	const once = async ({ key, body }: Delivery) => {
		const status = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json; charset=utf-8' },
			body,
			signal: AbortSignal.timeout(SERVICE_WAITS_MS),
		}).then(
			async (response) => {
				await response.text();
				return response.status;
			},
			() => undefined,
		);
		sent.answers[status ?? 'none'] = (sent.answers[status ?? 'none'] ?? 0) + 1;
		if (!isTaken(status)) return false;
		sent.acknowledged.add(key);
		return true;
	};
	const open: Array<Promise<unknown>> = [];
	for (const delivery of deliveries) {
		open.push(
			(async () => {
				while (!(await once(delivery)) && repeats) await pause(1000);
			})(),
		);
		if (!isOver()) await pause(everyMs);
	}
	await Promise.all(open);
	return sent;
}

/** What became of one sender's events. */
async function outcome(desk: Desk, deliveries: Delivery[], { acknowledged, answers }: Sent) {
	const runs = await runsOf(api, desk);
	const without = deliveries.filter(({ key }) => !runs.has(key));
	return {
		events: deliveries.length,
		// The sender has its 2xx, and n8n has nothing.
		lost: without.filter(({ key }) => acknowledged.has(key)).length,
		// The sender knows that nobody has it.
		refused: without.filter(({ key }) => !acknowledged.has(key)).length,
		twice: [...runs.values()].filter((list) => list.length > 1).length,
		answers,
	};
}

it(`behind the proxy, no event of a sender with retries is lost in ${RESTARTS} restarts by SIGTERM and ${RESTARTS} by kill -9`, async () => {
	const ways = [
		{ way: 'without the proxy, repeating', base: () => n8n.url, repeats: true },
		{ way: 'without the proxy, never repeating', base: () => n8n.url, repeats: false },
		{ way: 'with the proxy, repeating', base: () => proxy.url, repeats: true },
		{ way: 'with the proxy, never repeating', base: () => proxy.url, repeats: false },
	];
	const desks = [];
	for (const { way, base, repeats } of ways)
		desks.push({ way, base, repeats, desk: await openDesk(api) });
	let isOver = false;
	const everyMs = IN_FULL ? 250 : 300;
	const sending = desks.map(async ({ base, repeats, desk }, place) => {
		const deliveries = Array.from({ length: EVENTS }, (_, n) => reply(place * 10_000 + n));
		const options = { repeats, everyMs, isOver: () => isOver };
		return { deliveries, sent: await sendAll(base() + desk.path, deliveries, options) };
	});
	for (let restarts = 0; restarts < RESTARTS; restarts++) {
		for (const end of [() => n8n.stop(), () => n8n.kill()]) {
			await pause(4000);
			await end();
			await start();
		}
	}
	isOver = true;
	const all = await Promise.all(sending);
	const table: Record<string, Awaited<ReturnType<typeof outcome>>> = {};
	for (const [place, { deliveries, sent }] of all.entries()) {
		const { way, desk } = desks[place];
		await untilIdleAfterKill(api, desk);
		table[way] = await outcome(desk, deliveries, sent);
	}
	console.info(`${RESTARTS} restarts of each kind: ${JSON.stringify(table, undefined, 1)}`);

	const { lost, refused } = table['with the proxy, repeating'];
	expect({ lost, refused }).toEqual({ lost: 0, refused: 0 });
	expect(table['with the proxy, never repeating'].lost).toBe(0);
	expect(Object.keys(table['with the proxy, never repeating'].answers)).not.toContain('404');
}, 900_000);

describe('The proxy', () => {
	it('does not deliver later what its sender has given up on', async () => {
		const desk = await openDesk(api);
		await n8n.stop();
		const given = fetch(proxy.url + desk.path, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: reply(1).body,
			signal: AbortSignal.timeout(1000),
		});
		await expect(given).rejects.toThrow();
		await start();
		await pause(3000);

		expect((await runsOf(api, desk)).size).toBe(0);
	}, 120_000);

	it('refuses XML and bodies over the limit of n8n on webhook paths', async () => {
		const { path: webhook } = await openDesk(api);
		const answerTo = async (type: string, body: string) =>
			(
				await fetch(proxy.url + webhook, {
					method: 'POST',
					headers: { 'content-type': type },
					body,
				})
			).status;

		expect(await answerTo('application/xml', '<a')).toBe(415);
		expect(await answerTo('text/xml; charset=utf-8', '<a')).toBe(415);
		expect(await answerTo('application/json', `"${'x'.repeat(17 * 2 ** 20)}"`)).toBe(413);
	});

	it('gives the IP allowlist the address of the client, whatever a header claims', async () => {
		const here = await openDesk(api, { options: { ipAllowlist: '127.0.0.1' } });
		const elsewhere = await openDesk(api, { options: { ipAllowlist: '192.0.2.1' } });
		const answerFor = async ({ path: webhook }: Desk, number: number) =>
			(
				await fetch(proxy.url + webhook, {
					method: 'POST',
					headers: { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.1' },
					body: reply(number).body,
				})
			).status;

		expect(await answerFor(here, 1)).toBe(200);
		expect(await answerFor(elsewhere, 2)).toBe(403);
		await untilIdle(api, here);
	});
});
