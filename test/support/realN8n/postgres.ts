import { Client } from 'pg';

import { POSTGRES } from '../../../scripts/test/services';

/** Makes or drops a database of a test's own. */
export async function asAdmin(statement: string): Promise<void> {
	const admin = new Client({ ...POSTGRES, database: 'postgres' });
	await admin.connect();
	await admin.query(statement);
	await admin.end();
}

/** What makes n8n keep its data in a database there. @param way where it is asked for, if not at Postgres itself. */
export const inPostgres = (
	database: string,
	way: { host: string; port: number } = POSTGRES,
): Record<string, string> => ({
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: way.host,
	DB_POSTGRESDB_PORT: String(way.port),
	DB_POSTGRESDB_USER: POSTGRES.user,
	DB_POSTGRESDB_PASSWORD: POSTGRES.password,
	DB_POSTGRESDB_DATABASE: database,
});
