import { createHmac } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { projectFolder } from '../lib/paths';
import type { N8nApi, Workflow, WorkflowNode } from '../n8n/api';
import { encryptionKey } from '../n8n/environment';

const PACKAGE = 'n8n-nodes-service-desk-triggers';

/**
 * The example of the README's quick start: it runs without an account anywhere. The others are
 * imported without credentials.
 */
const PUBLISHED_EXAMPLE = 'supportbee-to-data-table.json';

/** Its credential: the secret in it is of the user's own choice. */
const CREDENTIAL = {
	type: 'supportBeeWebhookApi',
	name: 'SupportBee (example)',
	secret: 'urlToken',
};

export interface LiveExample {
	name: string;
	workflowId: string;
	/** Behind n8n's address. */
	webhookPath: string;
	/** The Data Table it stores events in. */
	table: string;
	urlToken: string;
}

/**
 * Imports the workflows of `examples/` that this n8n does not have yet, gives the one of the quick
 * start its credential and publishes it. Doing so again changes nothing.
 * @param folder n8n's user folder.
 * @returns The published one; none when the user has taken the
 * trigger out of it.
 */
export async function provideExamples(
	api: N8nApi,
	folder: string,
): Promise<LiveExample | undefined> {
	const present = (await api.workflows()).filter(({ isArchived }) => !isArchived);
	let live: LiveExample | undefined;
	for (const { file, example } of readExamples()) {
		const known = present.find(({ name }) => name === example.name);
		if (file !== PUBLISHED_EXAMPLE) {
			if (!known) await api.createWorkflow(example);
			continue;
		}
		const urlToken = tokenOf(folder);
		if (!known) await addCredential(api, example, urlToken);
		const { id } = known ?? (await api.createWorkflow(example));
		// n8n has chosen the path when the workflow was imported.
		const webhookId = triggerOf(await api.workflow(id))?.webhookId;
		if (!webhookId) continue;
		if (!known?.active) await api.publish(id);
		live = {
			name: example.name,
			workflowId: id,
			webhookPath: `/webhook/${webhookId}/webhook`,
			table: tableOf(example),
			urlToken,
		};
	}
	return live;
}

function readExamples(): Array<{ file: string; example: Workflow }> {
	const folder = path.join(projectFolder, 'examples');
	return readdirSync(folder)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((file) => ({
			file,
			example: JSON.parse(readFileSync(path.join(folder, file), 'utf8')),
		}));
}

/** @param example Its trigger gets the credential. */
async function addCredential(api: N8nApi, example: Workflow, urlToken: string): Promise<void> {
	const trigger = triggerOf(example);
	if (!trigger) return;
	const { name, type, secret } = CREDENTIAL;
	const known = (await api.credentials()).find((credential) => credential.name === name);
	const id = known?.id ?? (await api.createCredential(name, type, { [secret]: urlToken }));
	trigger.credentials = { [type]: { id, name } };
}

/**
 * @returns A secret that is this folder's alone and the same at every start, as n8n does
 * not give away what its credentials hold.
 */
function tokenOf(folder: string): string {
	const digest = createHmac('sha256', encryptionKey(folder));
	const { type, secret } = CREDENTIAL;
	return digest.update(`${type} ${secret}`).digest('hex').slice(0, 32);
}

/** Its node of this package. */
function triggerOf({ nodes }: Workflow): WorkflowNode | undefined {
	return nodes.find(({ type }) => type.startsWith(`${PACKAGE}.`));
}

/** The name of the Data Table that it makes. */
function tableOf({ nodes }: Workflow): string {
	const [name] = nodes.flatMap(({ parameters }) => parameters.tableName ?? []);
	return String(name);
}
