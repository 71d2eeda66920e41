import { createHmac, randomUUID } from 'node:crypto';

import { services } from '../../nodes';
import type { WorkflowNode } from '../../scripts/n8n/api';
import { distinctBody, headersFor, urlFor } from '../../scripts/send/services';
import type { GitHub } from './github';

/** What a request to a contender is made of. */
export interface Sending {
	url: string;
	headers: Record<string, string>;
	body: string;
}

/** A trigger that deliveries are sent to. */
export interface Contender {
	name: string;
	credential?: { type: string; data: Record<string, unknown> };
	node: Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters'>;
	/** Behind `/webhook/<its id>`. */
	path: string;
	/** A delivery of its own, correctly signed. @param number no other delivery's. */
	request(url: string, number: number): Sending;
}

/** Every body has so many bytes. */
const BODY_BYTES = 2048;

const SECRET = 'a-secret-for-the-bench-alone';

/** The event that is sent, by the service's id. */
const SENT: Record<string, string> = {
	glartek: 'work_order.completed',
	glassix: 'NEW_TICKET',
	socialboards: 'ticket_status_change',
	supportbee: 'ticket.created',
};

/** The sample's body as that of an event of its own, filled up with a member that no service knows. */
function bodyOf(id: string, number: number): string {
	const body = JSON.parse(distinctBody(id, SENT[id], number)) as Record<string, unknown>;
	const room = BODY_BYTES - JSON.stringify({ ...body, padding: '' }).length;
	return JSON.stringify({ ...body, padding: 'x'.repeat(Math.max(room, 0)) });
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Takes whatever comes: the body is that of SupportBee. */
const plain = (url: string, number: number): Sending => ({
	url,
	headers: JSON_TYPE,
	body: bodyOf('supportbee', number),
});

const BENCH_CREDENTIAL = { type: 'benchApi', data: { token: SECRET } };

export const EMPTY: Contender = {
	name: 'Empty trigger',
	node: { type: 'n8n-nodes-bench.emptyTrigger', typeVersion: 2, parameters: {} },
	path: '/webhook',
	request: plain,
};

export const EMPTY_WITH_CREDENTIAL: Contender = {
	...EMPTY,
	name: 'Empty trigger with a credential',
	credential: BENCH_CREDENTIAL,
	node: { type: 'n8n-nodes-bench.emptyWithCredentialTrigger', typeVersion: 2, parameters: {} },
};

/** All checks, and nothing that adds to the item. */
const EVERYTHING_ON = { ipAllowlist: '127.0.0.0/8, ::1', unrecognizedPayloads: 'report' };

const PARAMETERS = { triggerOn: ['allEvents'], options: EVERYTHING_ON };

export const DESCRIBED: Contender = {
	...EMPTY,
	name: 'The same with our description',
	credential: BENCH_CREDENTIAL,
	node: { type: 'n8n-nodes-bench.describedTrigger', typeVersion: 1.1, parameters: PARAMETERS },
};

export const EXECUTING: Contender = {
	...DESCRIBED,
	name: 'The same, and it can fail a run',
	node: { ...DESCRIBED.node, type: 'n8n-nodes-bench.executingTrigger' },
};

const nodeNames: Record<string, string> = {
	glartek: 'glartekTrigger',
	glassix: 'glassixTrigger',
	socialboards: 'socialBoardsTrigger',
	supportbee: 'supportBeeTrigger',
};

/** Each of our triggers of webhooks. */
export const OURS: Contender[] = services.map(({ id, name, credential, checks, handshake }) => {
	const isSigned = checks.some(({ kind }) => kind === 'bodySignature');
	const hasToken = checks.some(({ kind }) => kind === 'urlToken');
	const secrets = checks.flatMap((check) => ('secret' in check ? [check.secret.field] : []));
	const fields = [...secrets, ...(handshake ? [handshake.secret.field] : [])];
	return {
		name: `${name} Trigger`,
		credential: {
			type: credential,
			data: Object.fromEntries(fields.map((field) => [field, SECRET])),
		},
		node: {
			type: `n8n-nodes-service-desk-triggers.${nodeNames[id]}`,
			typeVersion: 1.1,
			parameters: PARAMETERS,
		},
		path: '/webhook',
		request(url, number) {
			const body = bodyOf(id, number);
			return {
				url: urlFor(id, SENT[id], { url, ...(hasToken && { token: SECRET }) }),
				headers: headersFor(id, SENT[id], body, isSigned ? SECRET : undefined, {}),
				body,
			};
		},
	};
});

const WEBHOOK_PATH = randomUUID();

/** n8n's own, with the header that n8n's documentation names first. */
export const WEBHOOK_NODE: Contender = {
	name: "n8n's Webhook node, header auth",
	credential: { type: 'httpHeaderAuth', data: { name: 'X-Bench', value: SECRET } },
	node: {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		parameters: {
			httpMethod: 'POST',
			path: WEBHOOK_PATH,
			authentication: 'headerAuth',
			responseMode: 'onReceived',
			options: {},
		},
	},
	path: '',
	request: (url, number) => ({
		...plain(url, number),
		headers: { ...JSON_TYPE, 'x-bench': SECRET },
	}),
};

export const GITHUB_NAME = "n8n's GitHub trigger, HMAC";

/** It checks an HMAC of the body, as Glassix' trigger does. */
export const githubTrigger = (github: GitHub): Contender => ({
	name: GITHUB_NAME,
	credential: {
		type: 'githubApi',
		data: { server: github.url, user: 'bench', accessToken: SECRET },
	},
	node: {
		type: 'n8n-nodes-base.githubTrigger',
		typeVersion: 1,
		parameters: {
			authentication: 'accessToken',
			owner: { __rl: true, mode: 'name', value: 'bench' },
			repository: { __rl: true, mode: 'name', value: 'bench' },
			events: ['issues'],
			options: {},
		},
	},
	path: '/webhook',
	request(url, number) {
		const { body } = plain(url, number);
		const signature = createHmac('sha256', github.secret()).update(body).digest('hex');
		return {
			url,
			headers: {
				...JSON_TYPE,
				'x-github-event': 'issues',
				'x-github-delivery': randomUUID(),
				'x-hub-signature-256': `sha256=${signature}`,
			},
			body,
		};
	},
});
