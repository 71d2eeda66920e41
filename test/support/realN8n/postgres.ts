import { Client } from 'pg';

import { POSTGRES } from '../../../scripts/test/services';

/** Makes or drops a database of a test's own. */
export async function asAdmin(statement: string): Promise<void> {
	const admin = new Client({ ...POSTGRES, database: 'postgres' });
	await admin.connect();
	await admin.query(statement);
	await admin.end();
}
