import { randomBytes } from 'node:crypto';

import { Cable } from '../../test/support/realN8n/cable';
import { asAdmin, inPostgres } from '../../test/support/realN8n/postgres';
import { OURS } from './contenders';
import type { Round } from './load';
import { alternateLoad, withN8n, type Load } from './regular';

/** How many connections to its database n8n keeps: its default, and one for each delivery of the load. */
const POOLS = [2, 10];

/** Milliseconds that a question to the database and its answer need on their way. */
const ROUND_TRIPS = [0, 10, 50];

const LOADS: Load[] = [
	{ connections: 1, count: 10, rounds: 3 },
	{ connections: 10, count: 30, rounds: 3 },
];

/** What one load met. */
export interface SlowDatabase {
	pool: number;
	roundTrip: number;
	load: Load;
	rounds: Round[];
}

/** Answers of n8n where its Postgres is so far away. */
export async function measureSlowDatabase(): Promise<SlowDatabase[]> {
	const found: SlowDatabase[] = [];
	for (const pool of POOLS) {
		const name = `service_desk_bench_${randomBytes(4).toString('hex')}`;
		const cable = new Cable();
		await asAdmin(`CREATE DATABASE ${name}`);
		const env = {
			N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
			...inPostgres(name, await cable.open()),
			DB_POSTGRESDB_POOL_SIZE: String(pool),
		};
		try {
			await withN8n(OURS.slice(0, 1), env, async (published, pids) => {
				for (const roundTrip of ROUND_TRIPS) {
					cable.delay = roundTrip / 2;
					for (const load of LOADS) {
						const [rounds = []] = Object.values(await alternateLoad(published, pids, load));
						found.push({ pool, roundTrip, load, rounds });
					}
				}
				cable.delay = 0;
			});
		} finally {
			cable.close();
			await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`);
		}
	}
	return found;
}
