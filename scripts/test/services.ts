import { once } from 'node:events';
import { connect } from 'node:net';

/** The Postgres that tests use: the machine's own, unless the usual variables say otherwise. */
export const POSTGRES = {
	host: process.env.PGHOST ?? '127.0.0.1',
	port: Number(process.env.PGPORT ?? 5432),
	user: process.env.PGUSER ?? 'postgres',
	password: process.env.PGPASSWORD ?? '',
};

/** The Redis that tests use. */
export const REDIS = {
	host: process.env.REDIS_HOST ?? '127.0.0.1',
	port: Number(process.env.REDIS_PORT ?? 6379),
};

const ANSWERS_WITHIN_MS = 2000;

/** Whether somebody listens there. */
async function isThere({ host, port }: { host: string; port: number }): Promise<boolean> {
	const socket = connect({ host, port });
	try {
		await once(socket, 'connect', { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

/** Why tests that need Postgres and Redis cannot run here, undefined when they can. */
export async function missingServices(): Promise<string | undefined> {
	const missing = [
		...((await isThere(POSTGRES)) ? [] : [`Postgres at ${POSTGRES.host}:${POSTGRES.port}`]),
		...((await isThere(REDIS)) ? [] : [`Redis at ${REDIS.host}:${REDIS.port}`]),
	];
	return missing.length > 0 ? `there is no ${missing.join(' and no ')}` : undefined;
}
