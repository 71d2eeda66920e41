import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';

import { packTarball } from '../../../scripts/build-package';
import { N8nApi } from '../../../scripts/n8n/api';
import { startN8n, type Instance, type StartOptions } from '../../../scripts/n8n/instance';
import { ensureRuntime } from '../../../scripts/n8n/runtime';
import { POSTGRES, REDIS } from '../../../scripts/test/services';
import { packageWith } from './packageWith';
import { asAdmin, inPostgres } from './postgres';

/** A whole n8n in queue mode: one main, webhook processors and workers over Postgres and Redis. */
export interface QueueMode {
	api: N8nApi;
	main: Instance;
	processors: Instance[];
	workers: Instance[];
	/** n8n's own database. */
	database: Client;
	/** Where n8n's database is, for nodes that keep tables beside n8n's. */
	databaseName: string;
	startWorker(): Promise<Instance>;
	/** Ends the first worker by `kill -9` and starts it again where it kept its data. */
	killAndRestartWorker(): Promise<void>;
	/** Leaves Redis as it is after a restart without its data. */
	emptyRedis(): Promise<void>;
	stop(): Promise<void>;
}

/** Removes what n8n keeps in Redis under a prefix, by n8n's own client. */
async function clearRedis(n8n: string, prefix: string): Promise<void> {
	const Redis = createRequire(n8n)('ioredis');
	const client = new Redis(REDIS);
	const keys: string[] = await client.keys(`*${prefix}*`);
	if (keys.length > 0) await client.del(...keys);
	await client.quit();
}

interface QueueModeOptions {
	processors?: number;
	workers?: number;
	/** Of polling, where the test cannot wait so long; see packageWith(). */
	constants?: Record<string, number>;
	/** Beside what the tests set. */
	env?: Record<string, string>;
	/** Puts something into the folder of each process before it starts. */
	prepare?: (folder: string) => Promise<void>;
}

/** Starts everything on free ports, with a database and a key prefix of its own. */
export async function startQueueMode({
	processors: processorCount = 2,
	workers: workerCount = 2,
	constants = {},
	env: ownEnv = {},
	prepare,
}: QueueModeOptions = {}): Promise<QueueMode> {
	const name = `service_desk_${randomBytes(4).toString('hex')}`;
	await asAdmin(`CREATE DATABASE ${name}`);

	const folder = mkdtempSync(path.join(tmpdir(), 'queue-mode-'));
	const runtime = await ensureRuntime();
	const installed = await packageWith(await packTarball(), constants);
	const env = {
		...inPostgres(name),
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: REDIS.host,
		QUEUE_BULL_REDIS_PORT: String(REDIS.port),
		QUEUE_BULL_PREFIX: name,
		N8N_REDIS_KEY_PREFIX: name,
		// A worker that is gone is noticed within seconds.
		QUEUE_WORKER_LOCK_DURATION: '6000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
		QUEUE_WORKER_STALLED_INTERVAL: '3000',
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		N8N_ENCRYPTION_KEY: randomBytes(16).toString('hex'),
		...ownEnv,
	};
	let count = 0;
	const start = async (
		command: StartOptions['command'],
		itsFolder = path.join(folder, `${command}-${count++}`),
	) => {
		await prepare?.(itsFolder);
		return await startN8n({
			runtime,
			tarball: installed.tarball,
			command,
			folder: itsFolder,
			env,
		});
	};

	const main = await start('start');
	const api = new N8nApi(main.url);
	await api.setUpOwner();
	const workers: Instance[] = [];
	const folders = new Map<Instance, string>();
	const startWorker = async (itsFolder = path.join(folder, `worker-${count++}`)) => {
		const worker = await start('worker', itsFolder);
		folders.set(worker, itsFolder);
		workers.push(worker);
		return worker;
	};
	// Only main makes the tables: the others can start at the same time.
	const [processors] = await Promise.all([
		Promise.all(Array.from({ length: processorCount }, async () => await start('webhook'))),
		Promise.all(Array.from({ length: workerCount }, async () => await startWorker())),
	]);
	const database = new Client({ ...POSTGRES, database: name });
	await database.connect();

	return {
		api,
		main,
		processors,
		workers,
		database,
		databaseName: name,
		startWorker: async () => await startWorker(),
		async killAndRestartWorker() {
			const worker = workers.shift()!;
			await worker.kill();
			await startWorker(folders.get(worker));
		},
		emptyRedis: async () => await clearRedis(runtime.n8n, name),
		async stop() {
			await database.end();
			await Promise.all([...processors, ...workers, main].map(async (n8n) => await n8n.stop()));
			rmSync(folder, { recursive: true, force: true });
			installed.remove();
			await clearRedis(runtime.n8n, name);
			await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`);
		},
	};
}
