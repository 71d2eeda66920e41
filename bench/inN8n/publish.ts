import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { npmOrHalt } from '../../scripts/lib/npm';
import type { N8nApi } from '../../scripts/n8n/api';
import type { Contender } from './contenders';

/** The package of the triggers that do next to nothing, as a tarball. */
export async function packProbes(): Promise<{ tarball: string; remove(): void }> {
	const folder = mkdtempSync(path.join(tmpdir(), 'service-desk-bench-'));
	await npmOrHalt('pack the triggers to measure against', ['pack', '--pack-destination', folder], {
		cwd: path.join(__dirname, 'probes'),
	});
	const [packed] = readdirSync(folder);
	return {
		tarball: path.join(folder, packed),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

/** Publishes a contender's workflow: its trigger and a No Operation node. @returns its path under n8n's URL. */
export async function publish(api: N8nApi, contender: Contender): Promise<string> {
	const { name, credential, node, path: behind } = contender;
	const credentialId =
		credential && (await api.createCredential(name, credential.type, credential.data));
	const webhookId = String(node.parameters.path ?? randomUUID());
	const { id } = await api.createWorkflow({
		name,
		nodes: [
			{
				id: randomUUID(),
				name: 'Trigger',
				position: [0, 0],
				webhookId,
				...node,
				...(credential && { credentials: { [credential.type]: { id: credentialId!, name } } }),
			},
			{
				id: randomUUID(),
				name: 'Next',
				position: [200, 0],
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				parameters: {},
			},
		],
		connections: { Trigger: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
	});
	await api.publish(id);
	return `/webhook/${webhookId}${behind}`;
}
