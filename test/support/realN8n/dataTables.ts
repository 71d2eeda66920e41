import type { N8nApi } from '../../../scripts/n8n/api';

interface DataTable {
	id: string;
	name: string;
	projectId: string;
}

/** n8n's Data Tables of exactly this name. */
export async function dataTables(api: N8nApi, name: string): Promise<DataTable[]> {
	const { data } = (await api.request('GET', '/rest/data-tables-global?take=100')) as {
		data: DataTable[];
	};
	return data.filter((table) => table.name === name);
}

/** The rows of all Data Tables of this name, the oldest first. */
export async function rowsOfDataTable(api: N8nApi, name: string): Promise<any[]> {
	const rows = [];
	for (const { id, projectId } of await dataTables(api, name)) {
		const path = `/rest/projects/${projectId}/data-tables/${id}/rows?take=250&sortBy=id:asc`;
		rows.push(...((await api.request('GET', path)) as { data: unknown[] }).data);
	}
	return rows;
}

/** Removes the Data Tables of this name. */
export async function dropDataTable(api: N8nApi, name: string): Promise<void> {
	for (const { id, projectId } of await dataTables(api, name)) {
		await api.request('DELETE', `/rest/projects/${projectId}/data-tables/${id}`);
	}
}
