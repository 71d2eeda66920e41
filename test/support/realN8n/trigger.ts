import { randomUUID } from 'node:crypto';

import type { ExecutionSummary, N8nApi, WorkflowNode } from '../../../scripts/n8n/api';
import { eventually } from './eventually';
import { send, type RawRequest, type RawResponse } from './http';

const PACKAGE = 'n8n-nodes-service-desk-triggers';
export const TRIGGER_NAME = 'Trigger';
const UNFINISHED = new Set(['new', 'running']);

export interface TriggerOptions {
	/** Without the package's name, such as `socialBoardsTrigger`. */
	node: string;
	typeVersion: number;
	credentialType: string;
	credentialData: Record<string, unknown>;
	parameters?: Record<string, unknown>;
	/** What stands under the node's settings, such as On Error. */
	nodeSettings?: Record<string, unknown>;
	/** Of the workflow. */
	settings?: Record<string, unknown>;
	/** What follows the trigger; a No Operation node by default. */
	next?: Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters'>;
	/** Whether the workflow is published at once, as it is by default. */
	published?: boolean;
}

type Query = string | Record<string, string>;

export interface Trigger {
	workflowId: string;
	/** Of the workflow. */
	name: string;
	credentialId: string;
	/** Of production. */
	url: string;
	testUrl: string;
	/** @param query Sent as it is when it is a string. */
	send(request?: RawRequest, query?: Query): Promise<RawResponse>;
	sendToTestUrl(request?: RawRequest, query?: Query): Promise<RawResponse>;
	/** Has n8n listen on the test URL, as the editor's "Listen for test event" does. */
	listen(): Promise<void>;
	publish(): Promise<void>;
	unpublish(): Promise<void>;
	/** All executions there are now, the oldest first. */
	executions(): Promise<ExecutionSummary[]>;
	/** Waits until there are this many executions or more and all of them have ended. */
	ended(count?: number): Promise<ExecutionSummary[]>;
	/** Waits like `ended`; the JSON of all items the trigger put out, the oldest first. */
	items<Item = any>(count?: number): Promise<Item[]>;
	/** Deletes workflow and credential. */
	remove(): Promise<void>;
}

export async function createTrigger(api: N8nApi, options: TriggerOptions): Promise<Trigger> {
	const { credentialType, credentialData, published = true } = options;
	const name = `${options.node} ${randomUUID().slice(0, 8)}`;
	const credentialId = await api.createCredential(name, credentialType, credentialData);
	const webhookId = randomUUID();
	const { id: workflowId } = await api.createWorkflow({
		name,
		nodes: [
			{
				id: randomUUID(),
				name: TRIGGER_NAME,
				type: `${PACKAGE}.${options.node}`,
				typeVersion: options.typeVersion,
				position: [0, 0],
				parameters: options.parameters ?? {},
				...options.nodeSettings,
				credentials: { [credentialType]: { id: credentialId, name } },
				webhookId,
			},
			{
				id: randomUUID(),
				name: 'Next',
				position: [200, 0],
				...(options.next ?? { type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }),
			},
		],
		connections: { [TRIGGER_NAME]: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
		settings: options.settings,
	});

	const url = `${api.url}/webhook/${webhookId}/webhook`;
	const testUrl = `${api.url}/webhook-test/${webhookId}/webhook`;
	const executions = () => api.executions(workflowId);
	const ended = (count = 1) =>
		eventually(async () => {
			const found = await executions();
			const done = found.filter(({ status }) => !UNFINISHED.has(status));
			if (done.length === found.length && done.length >= count) return found;
			throw new Error(`${done.length} of ${found.length} executions ended, not ${count}`);
		});

	const trigger: Trigger = {
		workflowId,
		name,
		credentialId,
		url,
		testUrl,
		send: (request, query) => send(url + queryText(query), request),
		sendToTestUrl: (request, query) => send(testUrl + queryText(query), request),
		listen: () => api.startTestWebhook(workflowId, TRIGGER_NAME),
		publish: () => api.publish(workflowId),
		unpublish: () => api.unpublish(workflowId),
		executions,
		ended,
		async items(count) {
			const lists = [];
			for (const { id } of await ended(count)) lists.push(await api.items(id, TRIGGER_NAME));
			return lists.flat();
		},
		async remove() {
			await api.deleteWorkflow(workflowId);
			// A test may have deleted it itself.
			const isThere = (await api.credentials()).some(({ id }) => id === credentialId);
			if (isThere) await api.deleteCredential(credentialId);
		},
	};
	if (published) await trigger.publish();
	return trigger;
}

function queryText(query: Query = ''): string {
	const text = typeof query === 'string' ? query : new URLSearchParams(query).toString();
	return text && `?${text}`;
}
