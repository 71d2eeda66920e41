'use strict';

const { randomUUID } = require('node:crypto');
const { setTimeout: pause } = require('node:timers/promises');

const { parseFlatted } = require('./flatted');

/** The account every n8n of this project has; each listens on the loopback address alone. */
const OWNER = {
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

/**
 * @typedef {object} WorkflowNode
 * @property {string} [id]
 * @property {string} name
 * @property {string} type
 * @property {number} typeVersion
 * @property {[number, number]} position
 * @property {Record<string, unknown>} parameters
 * @property {Record<string, { id: string, name: string }>} [credentials]
 * @property {string} [webhookId]
 * @property {string} [onError]
 * @property {boolean} [disabled]
 */

/** @typedef {{ node: string, type: string, index: number }} ConnectionEnd */

/**
 * @typedef {object} Workflow
 * @property {string} name
 * @property {WorkflowNode[]} nodes
 * @property {Record<string, { main: ConnectionEnd[][] }>} connections
 * @property {Record<string, unknown>} [settings]
 */

/** @typedef {{ id: string, versionId: string, name: string }} StoredWorkflow */

/**
 * @typedef {object} ExecutionSummary
 * @property {string} id
 * @property {string} status One of `EXECUTION_STATUSES`.
 * @property {string} mode
 * @property {string} workflowId
 * @property {string | null} startedAt
 * @property {string | null} stoppedAt
 */

/**
 * @typedef {object} Execution
 * @property {string} id
 * @property {string} status
 * @property {string} mode
 * @property {any} data n8n's run data: `data.resultData.runData[<node>]`.
 */

/** @typedef {{ cookie: string, browserId: string }} Session */

/**
 * @typedef {object} PublicationStatus
 * @property {'in_progress' | 'published' | 'partial' | 'failed' | 'not_published'} status
 * @property {{ nodeId: string, status: string, errorMessage: string | null }[]} triggers
 */

/** n8n's REST API, as its editor uses it. */
class N8nApi {
	/**
	 * @param {string} url n8n's address, without a slash at its end.
	 * @param {Session} [session] Of a login made before.
	 */
	constructor(url, session = { cookie: '', browserId: randomUUID() }) {
		this.url = url;
		/** @type {Session} */
		this.session = session;
	}

	/**
	 * Logs in as the owner, who is made first when n8n has none yet.
	 */
	async setUpOwner() {
		const { email, password } = OWNER;
		const settings = await this.request('GET', '/rest/settings');
		if (settings.userManagement?.showSetupOnFirstLoad) {
			await this.request('POST', '/rest/owner/setup', OWNER);
		} else {
			await this.request('POST', '/rest/login', { emailOrLdapLoginId: email, password });
		}
	}

	/**
	 * @param {string} name
	 * @param {string} type
	 * @param {Record<string, unknown>} data
	 * @returns {Promise<string>} The credential's id.
	 */
	async createCredential(name, type, data) {
		const { id } = await this.request('POST', '/rest/credentials', { name, type, data });
		return id;
	}

	/**
	 * @returns {Promise<{ id: string, name: string, type: string }[]>}
	 */
	async credentials() {
		return await this.request('GET', '/rest/credentials');
	}

	/**
	 * Does what the "Retry" button of a credential's form does.
	 *
	 * @param {string} type
	 * @param {Record<string, unknown>} data
	 * @returns {Promise<{ status: 'OK' | 'Error', message: string }>}
	 */
	async testCredential(type, data) {
		const credentials = { id: '', name: 'Test', type, data };
		return await this.request('POST', '/rest/credentials/test', { credentials });
	}

	/**
	 * @param {string} id
	 */
	async deleteCredential(id) {
		await this.request('DELETE', `/rest/credentials/${id}`);
	}

	/**
	 * @param {Workflow} workflow
	 * @returns {Promise<StoredWorkflow>}
	 */
	async createWorkflow({ name, nodes, connections, settings = {} }) {
		return await this.request('POST', '/rest/workflows', { name, nodes, connections, settings });
	}

	/**
	 * @returns {Promise<{ id: string, name: string, active: boolean, isArchived: boolean }[]>}
	 */
	async workflows() {
		return await this.request('GET', '/rest/workflows');
	}

	/**
	 * @param {string} id
	 * @returns {Promise<StoredWorkflow & Workflow>}
	 */
	async workflow(id) {
		return await this.request('GET', `/rest/workflows/${id}`);
	}

	/**
	 * Publishes a workflow's last version and waits until its triggers listen.
	 *
	 * @param {string} id
	 * @throws When n8n cannot publish it, with n8n's message.
	 */
	async publish(id) {
		const { versionId } = await this.workflow(id);
		await this.request('POST', `/rest/workflows/${id}/activate`, { versionId });
		const { status, triggers } = await this.settledPublication(id);
		if (status === 'published') return;
		const reasons = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
		throw new Error(`n8n did not publish workflow ${id} (${status}): ${reasons.join('; ')}`);
	}

	/**
	 * Takes a workflow out of production and waits until its triggers are gone.
	 *
	 * @param {string} id
	 */
	async unpublish(id) {
		await this.request('POST', `/rest/workflows/${id}/deactivate`, {});
		await this.settledPublication(id);
	}

	/**
	 * @param {string} id
	 * @returns {Promise<PublicationStatus>}
	 */
	async publicationStatus(id) {
		return await this.request('GET', `/rest/workflows/${id}/publication-status`);
	}

	/**
	 * @param {string} id
	 * @returns {Promise<PublicationStatus>} What a publication that was asked for came to.
	 */
	async settledPublication(id) {
		const deadline = Date.now() + PUBLISHED_WITHIN_MS;
		for (;;) {
			const status = await this.publicationStatus(id);
			if (status.status !== 'in_progress' || Date.now() > deadline) return status;
			await pause(POLL_MS);
		}
	}

	/**
	 * Deletes a workflow, a published one too.
	 *
	 * @param {string} id
	 */
	async deleteWorkflow(id) {
		await this.request('POST', `/rest/workflows/${id}/archive`, {});
		await this.settledPublication(id);
		await this.request('DELETE', `/rest/workflows/${id}`);
	}

	/**
	 * Does what "Listen for test event" does: for two minutes n8n has the test URL.
	 *
	 * @param {string} id
	 * @param {string} triggerName
	 */
	async startTestWebhook(id, triggerName) {
		const { waitingForWebhook } = await this.request('POST', `/rest/workflows/${id}/run`, {
			triggerToStartFrom: { name: triggerName },
		});
		if (!waitingForWebhook) throw new Error(`n8n ran workflow ${id} instead of listening`);
	}

	/**
	 * @param {string} workflowId
	 * @param {{ status?: string[] }} [filter] All statuses by default.
	 * @returns {Promise<ExecutionSummary[]>} The oldest first.
	 */
	async executions(workflowId, { status = EXECUTION_STATUSES } = {}) {
		/** @type {Map<number, ExecutionSummary>} */
		const found = new Map();
		/** @type {number | undefined} */
		let before;
		for (;;) {
			const page = await this.executionPage({ workflowId, status }, before);
			for (const execution of page) found.set(Number(execution.id), execution);
			if (page.length < PAGE_SIZE) break;
			// n8n sorts by start but continues by id: half a page is asked for again, so that none
			// that started out of turn is left out.
			before = page.map(({ id }) => Number(id)).sort((a, b) => b - a)[PAGE_SIZE / 2];
		}
		return [...found].sort(([a], [b]) => a - b).map(([, execution]) => execution);
	}

	/**
	 * @param {{ workflowId: string, status: string[] }} filter
	 * @param {number} [before] Only executions whose id is lower.
	 * @returns {Promise<ExecutionSummary[]>}
	 */
	async executionPage(filter, before) {
		const query = new URLSearchParams({
			filter: JSON.stringify(filter),
			limit: String(PAGE_SIZE),
		});
		if (before !== undefined) {
			const position = { id: String(before), timestamp: new Date(0).toISOString() };
			const cursor = JSON.stringify({ version: 1, v1: position });
			query.set('cursor', Buffer.from(cursor).toString('base64url'));
		}
		const { results } = await this.request('GET', `/rest/executions?${query}`);
		return results;
	}

	/**
	 * @param {string} id
	 * @returns {Promise<Execution>}
	 */
	async execution(id) {
		const execution = await this.request('GET', `/rest/executions/${id}`);
		return { ...execution, data: parseFlatted(execution.data) };
	}

	/**
	 * @param {string} executionId
	 * @param {string} nodeName
	 * @returns {Promise<any[]>} The JSON of all items the node put out.
	 */
	async items(executionId, nodeName) {
		const { data } = await this.execution(executionId);
		/** @type {{ data?: { main?: ({ json: any }[] | null)[] } }[]} */
		const runs = data.resultData.runData[nodeName] ?? [];
		return runs
			.flatMap((run) => run.data?.main ?? [])
			.flatMap((output) => output ?? [])
			.map(({ json }) => json);
	}

	/**
	 * @param {string} method
	 * @param {string} path
	 * @param {unknown} [body]
	 * @returns {Promise<any>} The answer's `data`.
	 * @throws When n8n answers with anything but 2xx, with n8n's message.
	 */
	async request(method, path, body) {
		const { cookie, browserId } = this.session;
		const answer = await fetch(`${this.url}${path}`, {
			method,
			headers: {
				'browser-id': browserId,
				...(cookie && { cookie }),
				...(body !== undefined && { 'content-type': 'application/json' }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await answer.text();
		if (!answer.ok) {
			throw new Error(`n8n answered ${method} ${path} with ${answer.status}: ${text}`);
		}
		const issued = answer.headers.getSetCookie().find((line) => line.startsWith('n8n-auth='));
		if (issued) this.session = { cookie: issued.split(';', 1)[0] ?? '', browserId };
		return text ? JSON.parse(text).data : undefined;
	}
}

module.exports = { EXECUTION_STATUSES, N8nApi, OWNER };
