import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** The account every n8n of this project has; each listens on the loopback address alone. */
export const OWNER = {
	email: 'owner@example.com',
	password: 'Owner-of-n8n-1',
	firstName: 'Local',
	lastName: 'Owner',
};

/** n8n tries to publish five times within 15 seconds before it gives up. */
const PUBLISHED_WITHIN_MS = 60_000;
const POLL_MS = 100;
const PAGE_SIZE = 100;

const EXECUTION_STATUSES = [
	'canceled',
	'crashed',
	'error',
	'new',
	'running',
	'success',
	'unknown',
	'waiting',
];

export interface WorkflowNode {
	id?: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	webhookId?: string;
	onError?: string;
	disabled?: boolean;
}

interface ConnectionEnd {
	node: string;
	type: string;
	index: number;
}

export interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, { main: ConnectionEnd[][] }>;
	settings?: Record<string, unknown>;
}

interface StoredWorkflow {
	id: string;
	versionId: string;
	name: string;
}

export interface ExecutionSummary {
	id: string;
	/** One of `EXECUTION_STATUSES`. */
	status: string;
	mode: string;
	workflowId: string;
	startedAt: string | null;
	stoppedAt: string | null;
}

interface Execution {
	id: string;
	status: string;
	mode: string;
	/** n8n's run data: `data.resultData.runData[<node>]`. */
	data: any;
}

/** Of a login. */
export interface Session {
	cookie: string;
	browserId: string;
}

interface PublicationStatus {
	status: 'in_progress' | 'published' | 'partial' | 'failed' | 'not_published';
	triggers: Array<{ nodeId: string; status: string; errorMessage: string | null }>;
}

/** What n8n does not do, by its own answer. */
class N8nRefusal extends Error {
	constructor(
		message: string,
		/** The answer's status. */
		readonly status: number,
		/** The answer's body. */
		readonly text: string,
	) {
		super(message);
	}
}

/** n8n's REST API, as its editor uses it: that of the pinned version, and what older ones have in its place. */
export class N8nApi {
	/** Whether lists go on from a cursor; in older versions they do from an id. */
	private hasCursors = false;

	/**
	 * @param url n8n's address, without a slash at its end.
	 * @param session Of a login made before.
	 */
	constructor(
		readonly url: string,
		public session: Session = { cookie: '', browserId: randomUUID() },
	) {}

	/** Logs in as the owner, who is made first when n8n has none yet. */
	async setUpOwner(): Promise<void> {
		const { email, password } = OWNER;
		const settings = await this.request('GET', '/rest/settings');
		if (settings.userManagement?.showSetupOnFirstLoad) {
			await this.request('POST', '/rest/owner/setup', OWNER);
		} else {
			await this.request('POST', '/rest/login', { emailOrLdapLoginId: email, password });
		}
	}

	/** The credential's id. */
	async createCredential(
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<string> {
		const { id } = await this.request('POST', '/rest/credentials', { name, type, data });
		return id;
	}

	async credentials(): Promise<Array<{ id: string; name: string; type: string }>> {
		return await this.request('GET', '/rest/credentials');
	}

	/**
	 * Does what the "Retry" button of a credential's form does.
	 */
	async testCredential(
		type: string,
		data: Record<string, unknown>,
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		const credentials = { id: '', name: 'Test', type, data };
		return await this.request('POST', '/rest/credentials/test', { credentials });
	}

	async deleteCredential(id: string): Promise<void> {
		await this.request('DELETE', `/rest/credentials/${id}`);
	}

	async createWorkflow({
		name,
		nodes,
		connections,
		settings = {},
	}: Workflow): Promise<StoredWorkflow> {
		// Older versions insist on `active`.
		const workflow = { name, nodes, connections, settings, active: false };
		return await this.request('POST', '/rest/workflows', workflow);
	}

	async workflows(): Promise<
		Array<{ id: string; name: string; active: boolean; isArchived: boolean }>
	> {
		return await this.request('GET', '/rest/workflows');
	}

	async workflow(id: string): Promise<StoredWorkflow & Workflow> {
		return await this.request('GET', `/rest/workflows/${id}`);
	}

	/**
	 * Publishes a workflow's last version and waits until its triggers listen.
	 * @throws When n8n cannot publish it, with n8n's message.
	 */
	async publish(id: string): Promise<void> {
		const { versionId } = await this.workflow(id);
		await this.orBefore(
			() => this.request('POST', `/rest/workflows/${id}/activate`, { versionId }),
			() => this.request('PATCH', `/rest/workflows/${id}`, { versionId, active: true }),
		);
		const { status, triggers } = await this.settledPublication(id);
		if (status === 'published') return;
		const reasons = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
		throw new Error(`n8n did not publish workflow ${id} (${status}): ${reasons.join('; ')}`);
	}

	/** Takes a workflow out of production and waits until its triggers are gone. */
	async unpublish(id: string): Promise<void> {
		await this.orBefore(
			() => this.request('POST', `/rest/workflows/${id}/deactivate`, {}),
			() => this.request('PATCH', `/rest/workflows/${id}`, { active: false }),
		);
		await this.settledPublication(id);
	}

	async publicationStatus(id: string): Promise<PublicationStatus> {
		return await this.orBefore(
			() => this.request('GET', `/rest/workflows/${id}/publication-status`),
			// There a workflow is published when the request for it is answered.
			async () => {
				const { active } = await this.request('GET', `/rest/workflows/${id}`);
				return { status: active ? 'published' : 'not_published', triggers: [] };
			},
		);
	}

	/** What a publication that was asked for came to. */
	async settledPublication(id: string): Promise<PublicationStatus> {
		const deadline = Date.now() + PUBLISHED_WITHIN_MS;
		for (;;) {
			const status = await this.publicationStatus(id);
			if (status.status !== 'in_progress' || Date.now() > deadline) return status;
			await pause(POLL_MS);
		}
	}

	/** Deletes a workflow, a published one too. */
	async deleteWorkflow(id: string): Promise<void> {
		await this.request('POST', `/rest/workflows/${id}/archive`, {});
		await this.settledPublication(id);
		await this.request('DELETE', `/rest/workflows/${id}`);
	}

	/** Does what "Listen for test event" does: for two minutes n8n has the test URL. */
	async startTestWebhook(id: string, triggerName: string): Promise<void> {
		const { waitingForWebhook } = await this.runManually(id, triggerName);
		if (!waitingForWebhook) throw new Error(`n8n ran workflow ${id} instead of listening`);
	}

	/** Does what the button "Execute workflow" does. */
	async runManually(id: string, triggerName: string): Promise<{ waitingForWebhook?: boolean }> {
		return await this.request('POST', `/rest/workflows/${id}/run`, {
			// Older versions run what is sent, not what is stored.
			workflowData: await this.workflow(id),
			triggerToStartFrom: { name: triggerName },
		});
	}

	/**
	 * @param filter All statuses by default.
	 * @returns The oldest first.
	 */
	async executions(
		workflowId: string,
		{ status = EXECUTION_STATUSES }: { status?: string[] } = {},
	): Promise<ExecutionSummary[]> {
		const found = new Map<number, ExecutionSummary>();
		let before: number | undefined;
		for (;;) {
			const page = await this.executionPage({ workflowId, status }, before);
			const isNew = page.some(({ id }) => !found.has(Number(id)));
			for (const execution of page) found.set(Number(execution.id), execution);
			if (page.length < PAGE_SIZE) break;
			if (!isNew) throw new Error('n8n gives the same page of executions again and again');
			// n8n sorts by start but continues by id: half a page is asked for again, so that none
			// that started out of turn is left out.
			before = page.map(({ id }) => Number(id)).sort((a, b) => b - a)[PAGE_SIZE / 2];
		}
		return [...found].sort(([a], [b]) => a - b).map(([, execution]) => execution);
	}

	/** @param before Only executions whose id is lower. */
	private async executionPage(
		filter: { workflowId: string; status: string[] },
		before?: number,
	): Promise<ExecutionSummary[]> {
		const query = new URLSearchParams({
			filter: JSON.stringify(filter),
			limit: String(PAGE_SIZE),
		});
		if (before !== undefined && this.hasCursors) {
			const position = { id: String(before), timestamp: new Date(0).toISOString() };
			const cursor = JSON.stringify({ version: 1, v1: position });
			query.set('cursor', Buffer.from(cursor).toString('base64url'));
		} else if (before !== undefined) {
			query.set('lastId', String(before));
		}
		const page = await this.request('GET', `/rest/executions?${query.toString()}`);
		this.hasCursors = page.nextCursor !== undefined;
		return page.results;
	}

	async execution(id: string): Promise<Execution> {
		const execution = await this.request('GET', `/rest/executions/${id}`);
		// Its types are those of an ES module alone, though it has both.
		const { parse } = await import('flatted');
		return { ...execution, data: parse(execution.data) };
	}

	/** The JSON of all items the node put out. */
	async items(executionId: string, nodeName: string): Promise<any[]> {
		const { data } = await this.execution(executionId);
		const runs: Array<{ data?: { main?: Array<Array<{ json: any }> | null> } }> =
			data.resultData.runData[nodeName] ?? [];
		return runs
			.flatMap((run) => run.data?.main ?? [])
			.flatMap((output) => output ?? [])
			.map(({ json }) => json);
	}

	/**
	 * @returns The answer's `data`.
	 * @throws When n8n answers with anything but 2xx, with n8n's message.
	 */
	async request(method: string, path: string, body?: unknown): Promise<any> {
		const { cookie, browserId } = this.session;
		const answer = await fetch(`${this.url}${path}`, {
			method,
			headers: {
				'browser-id': browserId,
				// A connection that is kept may be closed by n8n at the moment the next request is sent.
				connection: 'close',
				...(cookie && { cookie }),
				...(body !== undefined && { 'content-type': 'application/json' }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await answer.text();
		if (!answer.ok) {
			const message = `n8n answered ${method} ${path} with ${answer.status}: ${text}`;
			throw new N8nRefusal(message, answer.status, text);
		}
		const issued = answer.headers.getSetCookie().find((line) => line.startsWith('n8n-auth='));
		if (issued) this.session = { cookie: issued.split(';', 1)[0] ?? '', browserId };
		return text ? JSON.parse(text).data : undefined;
	}

	/** Does what older versions do where this n8n has no such address, or has it for others alone. */
	private async orBefore<Result>(
		now: () => Promise<Result>,
		before: () => Promise<Result>,
	): Promise<Result> {
		try {
			return await now();
		} catch (reason) {
			const isUnknown =
				reason instanceof N8nRefusal &&
				reason.status === 404 &&
				/Cannot (GET|POST) |is not available/.test(reason.text);
			if (!isUnknown) throw reason;
			return await before();
		}
	}
}
