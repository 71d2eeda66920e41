import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { N8nApi } from '../../scripts/n8n/api';
import { startN8n, type Instance } from '../../scripts/n8n/instance';
import {
	isTaken,
	openDesk,
	runsOf,
	send,
	untilIdleAfterKill,
	type Delivery,
} from '../support/realN8n/desk';
import { takeOver } from '../support/realN8n/handover';

/** What is told when the disk is full that n8n keeps its SQLite database on. */

const SIZE_MB = 400;

/** A disk of a test's own is a mount, which the superuser of Linux alone may make. */
const mayMount = process.platform === 'linux' && process.getuid?.() === 0;

/** Takes up all the space that a disk has left. */
function fill(file: string): void {
	const descriptor = openSync(file, 'w');
	for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 4)) {
		const bytes = Buffer.alloc(size);
		try {
			while (writeSync(descriptor, bytes) === size);
		} catch (reason) {
			if ((reason as NodeJS.ErrnoException).code !== 'ENOSPC') throw reason;
		}
	}
	closeSync(descriptor);
}

/** An event whose execution takes more room than a database has left inside. */
const longReply = (id: number): Delivery => ({
	key: `reply:${id}`,
	body: JSON.stringify({
		payload: {
			action_type: 'agent.reply.created',
			company: { subdomain: 'acme', name: 'Acme' },
			ticket: { id, subject: `Ticket ${id}` },
			reply: { id, content: { text: `${id} `.repeat(100_000) } },
		},
	}),
});

let folder: string;
let n8n: Instance | undefined;

/** Where n8n keeps its database. */
const disk = () => path.join(folder, '.n8n');

beforeAll(async () => {
	if (!mayMount) return;
	folder = mkdtempSync(path.join(tmpdir(), 'full-disk-'));
	// What n8n writes to its log goes elsewhere, as it does to a container's output.
	mkdirSync(disk());
	execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', disk()]);
	const { runtime, tarball } = takeOver();
	n8n = await startN8n({
		runtime,
		tarball,
		folder,
		env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
	});
}, 180_000);

afterAll(async () => {
	if (!mayMount) return;
	await n8n?.stop();
	execFileSync('umount', ['--lazy', disk()]);
	rmSync(folder, { recursive: true, force: true });
}, 60_000);

// Without the right to mount it is counted as skipped.
(mayMount ? it : it.skip)(
	'n8n with a full disk refuses what it cannot store, logs it, and loses no event once retries arrive',
	async () => {
		const { url, log } = n8n!;
		const api = new N8nApi(url);
		await api.setUpOwner();
		const desk = await openDesk(api);
		const deliveries = Array.from({ length: 20 }, (_, number) => longReply(number + 1));
		const filler = path.join(disk(), 'filler');
		const logged = log().length;

		fill(filler);
		const statuses: Array<number | undefined> = [];
		for (const delivery of deliveries) {
			statuses.push(await send(url + desk.path, delivery));
		}
		const told = log().slice(logged);
		rmSync(filler);
		const refused = deliveries.filter((_, place) => !isTaken(statuses[place]));
		for (const delivery of refused) expect(await send(url + desk.path, delivery)).toBe(200);
		await untilIdleAfterKill(api, desk);

		const runs = await runsOf(api, desk);
		const ended = [...runs.values()].filter((list) =>
			list.some(({ status }) => status === 'success'),
		);
		console.info(
			`A full disk: ${JSON.stringify({
				events: deliveries.length,
				refused: refused.length,
				answers: [...new Set(statuses)],
				withAnExecution: runs.size,
				withASuccess: ended.length,
			})}`,
		);
		expect(refused.length).toBeGreaterThan(0);
		expect(told).toMatch(/SQLITE_FULL|disk is full/);
		expect([...runs.keys()].sort()).toEqual(deliveries.map(({ key }) => key).sort());
	},
	120_000,
);
