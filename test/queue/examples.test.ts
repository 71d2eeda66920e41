import * as cards from 'adaptivecards';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

import { packTarball } from '../../scripts/build-package';
import { N8nApi, type WorkflowNode } from '../../scripts/n8n/api';
import { startN8n, type Instance } from '../../scripts/n8n/instance';
import { ensureRuntime } from '../../scripts/n8n/runtime';
import { services } from '../../nodes';
import { send } from '../../scripts/send/run';
import { provideExamples } from '../../scripts/start/examples';
import { POSTGRES } from '../../scripts/test/services';
import { eventually } from '../support/realN8n/eventually';
import { dataTables, dropDataTable, rowsOfDataTable } from '../support/realN8n/dataTables';
import { untilIdle } from '../support/realN8n/desk';
import { exampleNames, isOurs, PACKAGE, readExample, sqlOf } from '../support/examples';
import { GlassixStandIn } from '../support/glassix-stand-in';
import { asAdmin } from '../support/realN8n/postgres';

/** The examples in a real n8n, with a real Postgres; a receiver stands where Slack and Teams are. */

const SLACK_HERE = path.join(__dirname, '..', 'support', 'realN8n', 'slack-here.js');

let folder: string;
let n8n: Instance;
let api: N8nApi;
let database: Client;
let receiver: Server;
let received: Array<{ url: string; type: string | undefined; body: any }> = [];

const databaseName = `service_desk_examples_${randomBytes(4).toString('hex')}`;
const URL_TOKEN = 'url-token-of-the-examples';
const API_SECRET = 'api-secret-of-the-examples';
const SUPPORTBEE_TABLE = 'SupportBee Events';
const TICKETS_TABLE = 'Newest State of Tickets';

/** As Microsoft writes them. */
const TEAM = '1f2d3c4b-5a69-4788-9a0b-c1d2e3f40516';
const CHANNEL = '19:0a1b2c3d4e5f60718293a4b5c6d7e8f9@thread.tacv2';

/** Of events without an identity, what looks the same within a second of its answer is the same. */
const LOOKS_THE_SAME_MS = 1100;

/** What the examples' users enter in the credentials, by the trigger's name. */
const SECRETS: Record<string, { type: string; data: Record<string, unknown> }> = {
	glartekTrigger: { type: 'glartekWebhookApi', data: { urlToken: URL_TOKEN } },
	glassixTrigger: { type: 'glassixWebhookApi', data: { apiSecret: API_SECRET } },
	socialBoardsTrigger: {
		type: 'socialBoardsWebhookApi',
		data: { verifyToken: 'verify-token-of-the-examples', urlToken: URL_TOKEN },
	},
	supportBeeTrigger: { type: 'supportBeeWebhookApi', data: { urlToken: URL_TOKEN } },
};

const receiverUrl = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;

beforeAll(async () => {
	await asAdmin(`CREATE DATABASE ${databaseName}`);
	database = new Client({ ...POSTGRES, database: databaseName });
	await database.connect();

	receiver = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
			received.push({ url: request.url!, type: request.headers['content-type'], body });
			response.setHeader('content-type', 'application/json');
			response.end('{"ok":true}');
		});
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));

	folder = mkdtempSync(path.join(tmpdir(), 'examples-'));
	const runtime = await ensureRuntime();
	const tarball = await packTarball();
	const env = {
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		NODE_OPTIONS: `--require ${SLACK_HERE}`,
		SLACK_HERE: receiverUrl(),
	};
	n8n = await startN8n({ runtime, folder, tarball, env, removeFolder: true });
	api = new N8nApi(n8n.url);
	await api.setUpOwner();
}, 240_000);

afterAll(async () => {
	await n8n.stop();
	rmSync(folder, { recursive: true, force: true });
	receiver.closeAllConnections();
	receiver.close();
	await database.end();
	await asAdmin(`DROP DATABASE ${databaseName} WITH (FORCE)`);
}, 60_000);

beforeEach(async () => {
	received = [];
	await database.query('DROP SCHEMA public CASCADE');
	await database.query('CREATE SCHEMA public');
	for (const table of [SUPPORTBEE_TABLE, TICKETS_TABLE]) await dropDataTable(api, table);
});

interface Imported {
	workflowId: string;
	/** The production URL of a trigger, by its name or its type's. */
	urlOf(trigger: string): string;
	/** Sends sample deliveries and waits until all they started has ended well. */
	sends(service: string, ...more: string[]): Promise<void>;
	/** The same, to the trigger of this name. */
	sendsTo(trigger: string, service: string, ...more: string[]): Promise<void>;
	/** Waits until all executions have ended well. */
	succeeded(): Promise<string[]>;
}

/**
 * Does what an example's user does: makes the tables its note names, imports it, creates and
 * chooses credentials, enters the URL of Slack or Teams, publishes.
 *
 * @param secrets those of its trigger, where they are not the webhook's.
 * @param options of the trigger, in addition to the example's.
 * @param without names of nodes that the user deactivates; all others are active.
 * @param parameters what the user enters, by the node's name.
 * @param glassixApi the content of the credential Glassix API.
 */
async function importExample(
	name: string,
	{
		secrets = SECRETS,
		options = {},
		without = [],
		parameters = {},
		glassixApi = {},
	}: {
		secrets?: typeof SECRETS;
		options?: object;
		without?: string[];
		parameters?: Record<string, object>;
		glassixApi?: Record<string, unknown>;
	} = {},
): Promise<Imported> {
	const example = readExample(name);
	for (const statement of sqlOf(example)) await database.query(statement);
	const newCredential = async (type: string, data: Record<string, unknown>) => {
		const title = `${type} ${randomUUID()}`;
		return { [type]: { id: await api.createCredential(title, type, data), name: title } };
	};
	for (const node of example.nodes) {
		if (without.includes(node.name)) node.disabled = true;
		else delete node.disabled;
		Object.assign(node.parameters, parameters[node.name]);
		if (isOurs(node)) {
			const { type, data } = secrets[node.type.replace(`${PACKAGE}.`, '')];
			node.credentials = await newCredential(type, data);
			Object.assign(node.parameters.options as object, options);
		}
		if (node.type === 'n8n-nodes-base.postgres') {
			node.credentials = await newCredential('postgres', { ...POSTGRES, database: databaseName });
		}
		if (node.type === 'n8n-nodes-base.httpRequest') {
			if (node.parameters.nodeCredentialType === 'glassixApi') {
				node.credentials = await newCredential('glassixApi', glassixApi);
			} else {
				node.parameters.url = `${receiverUrl()}/${node.name.replaceAll(' ', '-')}`;
			}
		}
		if (node.type === 'n8n-nodes-base.slack') {
			node.credentials = await newCredential('slackApi', { accessToken: 'a token of Slack' });
			node.parameters.channelId = { __rl: true, mode: 'id', value: 'C0123456789' };
		}
		if (node.type === 'n8n-nodes-base.microsoftTeams') {
			node.credentials = await newCredential('microsoftTeamsOAuth2Api', {
				graphApiBaseUrl: receiverUrl(),
				clientId: 'client',
				clientSecret: 'secret',
				oauthTokenData: { access_token: 'a token of Teams', token_type: 'Bearer' },
			});
			node.parameters.teamId = { __rl: true, mode: 'id', value: TEAM };
			node.parameters.channelId = { __rl: true, mode: 'id', value: CHANNEL };
		}
	}
	const { id } = await api.createWorkflow({ ...example, name: `${example.name} (tested)` });
	await api.publish(id);
	const imported = await api.workflow(id);

	const urlOf = (trigger: string) => {
		const isAsked = ({ type, name: title }: WorkflowNode) =>
			title === trigger || type === `${PACKAGE}.${trigger}`;
		const { webhookId } = imported.nodes.find(isAsked)!;
		return `${n8n.url}/webhook/${webhookId}/webhook`;
	};
	const succeeded = async () => {
		await untilIdle(api, { workflowId: id });
		return (await api.executions(id)).map(({ status }) => status);
	};
	const sendsTo = async (trigger: string, service: string, ...more: string[]) => {
		const secret = service === 'glassix' ? ['--secret', API_SECRET] : ['--token', URL_TOKEN];
		let output = '';
		const command = more.includes('--count') ? 'load' : 'event';
		const code = await send(
			[command, '--service', service, '--url', urlOf(trigger), ...secret, ...more],
			{
				write: (text: string) => (output += text),
			},
		);
		expect({ code, output }).toEqual({ code: 0, output: expect.any(String) });
		expect(new Set(await succeeded())).toEqual(new Set(['success']));
	};
	return {
		workflowId: id,
		urlOf,
		succeeded,
		sendsTo,
		async sends(service, ...more) {
			const trigger = Object.keys(SECRETS).find((key) => key.toLowerCase().startsWith(service))!;
			await sendsTo(trigger, service, ...more);
		},
	};
}

const rowsOf = async (table: string) =>
	(await database.query(`SELECT * FROM ${table} ORDER BY event_id`)).rows;

/** The events of the rows that a table has now and had not before, sorted. */
const addedSince = async (before: Array<{ event_id: string }>, table: string) => {
	const known = new Set(before.map(({ event_id }) => event_id));
	const added = (await rowsOf(table)).filter(({ event_id }) => !known.has(event_id));
	return added.map(({ event }) => event as string).sort();
};

/** The events of a service that nothing but their bytes tells apart: sent again, they are others. */
const withoutIdentity = (id: string) => {
	const { events } = services.find((service) => service.id === id)!;
	return Object.keys(events)
		.filter((event) => events[event].identity.by === 'fingerprint')
		.sort();
};

/** @returns the answer's status. */
async function post(url: string, body: object): Promise<number> {
	const headers = { 'content-type': 'application/json' };
	return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status;
}

const sample = (service: string, event: string) =>
	JSON.parse(
		readFileSync(path.join(__dirname, '..', 'fixtures', service, `${event}.json`), 'utf8'),
	);

/** The Adaptive Card of a message to Teams, if Microsoft's own reader finds it in order. */
function cardOf(message: any): any {
	expect(message).toEqual({
		type: 'message',
		attachments: [
			{
				contentType: 'application/vnd.microsoft.card.adaptive',
				contentUrl: null,
				content: expect.any(Object),
			},
		],
	});
	const { content } = message.attachments[0];
	const context = new cards.SerializationContext(cards.Versions.v1_4);
	const card = new cards.AdaptiveCard();
	card.parse(content, context);
	const events = Array.from({ length: context.eventCount }, (_, place) =>
		context.getEventAt(place),
	);
	const faults = [...events, ...card.validateProperties().validationEvents];
	expect(faults.map(({ message: fault }) => fault)).toEqual([]);
	// What it does not know it leaves out, and lists without elements as well.
	const withoutEmptyLists = JSON.stringify(content, (_, value) =>
		Array.isArray(value) && value.length === 0 ? undefined : value,
	);
	expect(card.toJSON()).toEqual(JSON.parse(withoutEmptyLists));
	return content;
}

it('npm start imports all examples and publishes the one that needs no account', async () => {
	const live = await provideExamples(api, folder);
	await provideExamples(api, folder);

	const workflows = await api.workflows();
	const names = exampleNames.map((name) => readExample(name).name);
	expect(workflows.map(({ name }) => name).sort()).toEqual(names.sort());
	expect(workflows.filter(({ active }) => active).map(({ id }) => id)).toEqual([live!.workflowId]);
	expect((await api.workflow(live!.workflowId)).name).toBe(
		readExample('supportbee-to-data-table').name,
	);
	// Each has a path of its own, which n8n has chosen.
	const paths = [];
	for (const { id } of workflows) {
		const ours = (await api.workflow(id)).nodes.filter(isOurs);
		for (const { type, webhookId } of ours) if (!/Polling/.test(type)) paths.push(webhookId);
	}
	expect(new Set(paths).size).toBe(paths.length);
	for (const one of paths) expect(one).toMatch(/^[0-9a-f-]{36}$/);
}, 60_000);

it('supportbee-to-data-table stores one row for an event, even if it is sent twice', async () => {
	const example = await importExample('supportbee-to-data-table');

	await example.sends('supportbee', '--event', 'ticket.created', '--repeat', '1');
	await example.sends('supportbee', '--event', 'ticket.archived');

	const { ticket } = sample('supportbee', 'ticket.created').payload;
	expect(await rowsOfDataTable(api, SUPPORTBEE_TABLE)).toEqual([
		expect.objectContaining({
			eventName: 'New Ticket Created',
			title: ticket.subject,
			text: ticket.content.text,
			person: ticket.requester.name,
			status: 'unanswered',
			url: ticket.url,
			recordId: String(ticket.id),
			eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
		}),
	]);
	const [{ occurredAt }] = await rowsOfDataTable(api, SUPPORTBEE_TABLE);
	expect(new Date(occurredAt)).toEqual(new Date(ticket.created_at));
});

it('supportbee-to-data-table makes one table even if events arrive at once', async () => {
	const example = await importExample('supportbee-to-data-table');
	// More than once: how they meet is a matter of luck.
	for (const connections of ['2', '2', '8']) {
		await dropDataTable(api, SUPPORTBEE_TABLE);
		const load = ['--count', connections, '--connections', connections];

		await example.sends('supportbee', '--event', 'ticket.created', ...load);

		expect(await dataTables(api, SUPPORTBEE_TABLE)).toHaveLength(1);
		expect(await rowsOfDataTable(api, SUPPORTBEE_TABLE)).toHaveLength(Number(connections));
	}
});

it('supportbee-to-data-table updates the row of an event that is processed again', async () => {
	const example = await importExample('supportbee-to-data-table', {
		options: { duplicateDeliveries: 'processAll' },
	});

	await example.sends('supportbee', '--event', 'ticket.created', '--repeat', '1');

	expect(await example.succeeded()).toHaveLength(2);
	expect(await rowsOfDataTable(api, SUPPORTBEE_TABLE)).toHaveLength(1);
});

it('supportbee-to-slack posts a customer reply to Slack once', async () => {
	const example = await importExample('supportbee-to-slack', { without: ['Post by Webhook'] });

	await example.sends('supportbee', '--event', 'customer.reply.created', '--repeat', '1');
	await example.sends('supportbee', '--event', 'ticket.archived');

	const text = replyInSlack();
	expect(received).toEqual([
		{
			url: '/api/chat.postMessage',
			type: expect.stringMatching(/^application\/json/),
			body: { channel: 'C0123456789', text, includeLinkToWorkflow: false, unfurl_links: false },
		},
	]);
});

it('supportbee-to-slack posts a customer reply to a webhook of Slack', async () => {
	const example = await importExample('supportbee-to-slack', { without: ['Post to Slack'] });

	await example.sends('supportbee', '--event', 'customer.reply.created');

	expect(received).toEqual([
		{ url: '/Post-by-Webhook', type: 'application/json', body: { text: replyInSlack() } },
	]);
});

/** The message to Slack about the sample of a customer's reply. */
function replyInSlack(): string {
	const { ticket, reply } = sample('supportbee', 'customer.reply.created').payload;
	const { name } = reply.replier;
	return [
		`*${name}*: New Customer Reply Created`,
		`*${ticket.subject}*`,
		reply.content.text,
		ticket.url,
	].join('\n');
}

it('supportbee-to-slack posts what a customer writes as plain text', async () => {
	const example = await importExample('supportbee-to-slack', { without: ['Post by Webhook'] });
	const body = sample('supportbee', 'ticket.created');
	Object.assign(body.payload.ticket, {
		subject: '<!channel> & <https://example.com|you>',
		content: { text: `${'😀'.repeat(600)}` },
	});

	await post(`${example.urlOf('supportBeeTrigger')}?token=${URL_TOKEN}`, body);

	await eventually(() => expect(received).toHaveLength(1));
	const [, title, words] = received[0].body.text.split('\n');
	expect(title).toBe('*&lt;!channel&gt; &amp; &lt;https://example.com|you&gt;*');
	expect(words).toBe('😀'.repeat(500));
});

it('glartek-to-teams posts the selected events to Teams', async () => {
	const example = await importExample('glartek-to-teams', { without: ['Post by Webhook'] });

	await example.sends('glartek', '--all');

	const messages = received.map((one) => ({ url: one.url, ...one.body.body }));
	const { workOrder, url } = sample('glartek', 'work_order.overdue');
	expect(messages).toHaveLength(2);
	expect(messages).toContainEqual({
		url: `/beta/teams/${TEAM}/channels/${CHANNEL}/messages`,
		contentType: 'html',
		content: expect.stringMatching(
			new RegExp(
				`^<b>[^<]+</b>: Work Order Overdue \\(Pending\\)<br><a href="${url}">${workOrder.name}</a>`,
			),
		),
	});
});

it('glartek-to-teams posts the selected events to a webhook of Teams as cards', async () => {
	const example = await importExample('glartek-to-teams', { without: ['Post to Teams'] });

	await example.sends('glartek', '--all');

	const byTitle = received
		.map(({ body }) => cardOf(body))
		.sort((a, b) => a.body[0].text.localeCompare(b.body[0].text));
	const order = sample('glartek', 'work_order.overdue');
	expect(byTitle.map(({ body }) => body[0].text)).toEqual([
		expect.stringMatching(/^Action Can't Do: \w/),
		`Work Order Overdue (Pending): ${order.workOrder.name}`,
	]);
	expect(byTitle[1].body.at(-1).facts).toContainEqual({
		title: 'Status',
		value: order.workOrder.status,
	});
	expect(byTitle[1].actions).toEqual([{ type: 'Action.OpenUrl', title: 'Open', url: order.url }]);
});

it('glartek-to-teams posts a card to a webhook even for an event without the usual fields', async () => {
	const example = await importExample('glartek-to-teams', { without: ['Post to Teams'] });

	const url = `${example.urlOf('glartekTrigger')}?token=${URL_TOKEN}&event=action.cant_do`;
	const { status } = await fetch(url, { method: 'POST', body: 'plain text' });

	expect(status).toBe(200);
	await eventually(() => expect(received).toHaveLength(1));
	expect(cardOf(received[0].body)).toMatchObject({
		body: [{ text: "Action Can't Do: " }, { type: 'FactSet', facts: [] }],
	});
});

it('route-by-event sends each event its own way, one of them to a sub-workflow', async () => {
	const { id: subWorkflow } = await api.createWorkflow({
		name: `Sub-workflow ${randomUUID()}`,
		nodes: [
			{
				id: randomUUID(),
				name: 'When Executed by Another Workflow',
				type: 'n8n-nodes-base.executeWorkflowTrigger',
				typeVersion: 1.1,
				position: [0, 0],
				parameters: { inputSource: 'passthrough' },
			},
		],
		connections: {},
	});
	await api.publish(subWorkflow);
	const workflowId = { __rl: true, mode: 'id', value: subWorkflow };
	const example = await importExample('route-by-event', {
		parameters: { 'Run Sub-Workflow': { workflowId } },
	});

	for (const event of ['ticket.created', 'customer.reply.created', 'comment.created']) {
		await example.sends('supportbee', '--event', event);
	}

	const [toSlack, toTeams, ...others] = received;
	expect(others).toEqual([]);
	expect(toSlack.body.text).toMatch(
		/^\*Jonas Weber\*: New Ticket Created\n\*Wrong color delivered\*/,
	);
	const { ticket, reply } = sample('supportbee', 'customer.reply.created').payload;
	const lines = reply.content.text.replaceAll('\n', '<br>');
	expect(toTeams.body.body.content).toBe(
		`<b>${reply.replier.name}</b>: New Customer Reply Created<br><a href="${ticket.url}">${ticket.subject}</a><br>${lines}`,
	);
	const [execution, ...more] = await api.executions(subWorkflow);
	expect(more).toEqual([]);
	const [item] = await api.items(execution.id, 'When Executed by Another Workflow');
	expect(item).toMatchObject({ event: 'comment.created', service: 'supportbee' });
	expect(item.data).toEqual(sample('supportbee', 'comment.created').payload);
});

it('glassix-closed-ticket gets the whole ticket from the API when a ticket is closed', async () => {
	const standIn = await GlassixStandIn.start();
	try {
		const event = sample('glassix', 'TICKET_STATE_CHANGE');
		const [{ ticketId, ticket }] = event.changes;
		const { transaction } = sample('glassix', 'NEW_MESSAGE').changes[0];
		standIn.tickets.set(String(ticketId), { ...ticket, transactions: [transaction] });
		const url = `=${standIn.baseUrl}/tickets/get/{{ $json.recordId }}`;
		const example = await importExample('glassix-closed-ticket', {
			parameters: { 'Get Ticket': { url } },
			glassixApi: standIn.credential,
		});
		const asked = readExample('glassix-closed-ticket').nodes.find(
			({ name }) => name === 'Get Ticket',
		)!.parameters.url;
		expect(asked).toMatch(/^=https:\/\/[\w-]+\.glassix\.com\/api\/v1\.2\/tickets\/get\/\{\{ /);

		await example.sends('glassix', '--event', 'TICKET_STATE_CHANGE', '--repeat', '1');
		const [closed] = await api.executions(example.workflowId);
		expect(await api.items(closed.id, 'Conversation')).toEqual([
			{
				ticket: ticketId,
				title: 'Parcel arrived open',
				conversation: 'Ines Duarte: The box was open, the lamp is missing.',
			},
		]);
		expect(standIn.callsOf(`/tickets/get/${ticketId}`)).toHaveLength(1);

		event.changes[0].ticketState = 'Open';
		event.dateTime = '2026-03-02T11:00:00.0000000Z';
		const text = JSON.stringify(event);
		const signature = `sha1=${createHmac('sha1', API_SECRET).update(text).digest('hex')}`;
		const { status } = await fetch(example.urlOf('glassixTrigger'), {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'x-hub-signature': signature },
			body: text,
		});
		expect(status).toBe(200);
		expect(await example.succeeded()).toEqual(['success', 'success']);
		expect(standIn.callsOf(`/tickets/get/${ticketId}`)).toHaveLength(1);
	} finally {
		await standIn.stop();
	}
});

it('several-accounts stores a row for each ticket of each account, and a late event changes none', async () => {
	const example = await importExample('several-accounts');
	const company = (subdomain: string, event: string, minute: number) => {
		const body = sample('supportbee', event);
		body.payload.company.subdomain = subdomain;
		body.payload.ticket.id = 1;
		body.payload.ticket.last_activity_at =
			body.payload.ticket.created_at = `2026-03-02T10:0${minute}:00Z`;
		return body;
	};
	const sendAs = async (trigger: string, body: object) => {
		expect(await post(`${example.urlOf(trigger)}?token=${URL_TOKEN}`, body)).toBe(200);
		expect(new Set(await example.succeeded())).toEqual(new Set(['success']));
	};

	await sendAs('SupportBee Company A', company('larkfield', 'ticket.created', 1));
	await sendAs('SupportBee Company B', company('harbor', 'ticket.created', 2));
	await sendAs('SupportBee Company A', company('larkfield', 'ticket.archived', 5));
	await example.sendsTo('Glassix Department A', 'glassix', '--event', 'NEW_TICKET');
	await example.sendsTo('Glassix Department B', 'glassix', '--event', 'TICKET_STATE_CHANGE');

	const states = async () =>
		(await rowsOfDataTable(api, TICKETS_TABLE)).map(({ ticket, status }) => `${ticket}: ${status}`);
	const { departmentId } = sample('glassix', 'NEW_TICKET').changes[0].ticket;
	const newest = [
		'supportbee larkfield 1: archived',
		'supportbee harbor 1: unanswered',
		`glassix ${departmentId} 90412: Closed`,
	];
	expect(await states()).toEqual(newest);

	// What SupportBee could not deliver at once.
	await sendAs('SupportBee Company A', company('larkfield', 'ticket.unarchived', 3));
	expect(await states()).toEqual(newest);
	await sendAs('SupportBee Company A', company('larkfield', 'ticket.unarchived', 6));
	expect((await states())[0]).not.toBe(newest[0]);
}, 90_000);

it('socialboards-to-postgres stores a row for each event, and a retry with an identity adds none', async () => {
	const example = await importExample('socialboards-to-postgres');

	await example.sends('socialboards', '--all');
	const rows = await rowsOf('socialboards_events');
	expect(rows.map(({ event }) => event).sort()).toHaveLength(7);
	const created = rows.find(({ event }) => event === 'conversation_created');
	const envelope = sample('socialboards', 'conversation_created');
	expect(created).toMatchObject({ account: envelope.CommunityName });
	expect(created.data).toEqual({ ...envelope.Events[0], TicketId: envelope.TicketId });
	expect(created.occurred_at).toEqual(new Date(envelope.Events[0].EventTime));
	expect(rows.find(({ event }) => event === 'note_deletion').occurred_at).toBeNull();

	await pause(LOOKS_THE_SAME_MS);
	await example.sends('socialboards', '--all');
	expect(await addedSince(rows, 'socialboards_events')).toEqual(withoutIdentity('socialboards'));
});

it('glassix-polling-to-postgres stores a row for each event, and deletes the event at Glassix', async () => {
	// What is given out comes a second time, as from a queue that promises "at least once".
	const standIn = await GlassixStandIn.start({ extraCopies: 1, holdMs: 200 });
	try {
		for (const event of ['NEW_TICKET', 'NEW_MESSAGE', 'SURVEY_UPDATE']) {
			standIn.enqueue(sample('glassix', event));
		}
		const example = await importExample('glassix-polling-to-postgres', {
			secrets: { glassixPollingTrigger: { type: 'glassixApi', data: standIn.credential } },
		});

		await eventually(() => expect(standIn.queued).toEqual([]), { within: 30_000 });
		expect(new Set(await example.succeeded())).toEqual(new Set(['success']));
		await api.unpublish(example.workflowId);
		expect((await rowsOf('glassix_events')).map(({ event }) => event).sort()).toEqual([
			'NEW_MESSAGE',
			'NEW_TICKET',
			'SURVEY_UPDATE',
		]);
	} finally {
		await standIn.stop();
	}
});

it('all-services-to-postgres stores 42 events of four services, and a retry with an identity adds no row', async () => {
	const example = await importExample('all-services-to-postgres');
	const ids = ['glartek', 'glassix', 'socialboards', 'supportbee'];

	for (const service of ids) await example.sends(service, '--all');
	const rows = await rowsOf('service_desk_events');
	await pause(LOOKS_THE_SAME_MS);
	for (const service of ids) await example.sends(service, '--all');

	const count = (service: string) => rows.filter((row) => row.service === service).length;
	expect(ids.map(count)).toEqual([11, 8, 7, 16]);
	expect(await addedSince(rows, 'service_desk_events')).toEqual(
		ids.flatMap(withoutIdentity).sort(),
	);
	expect(rows.find(({ event }) => event === 'NEW_TICKET')).toMatchObject({
		event_name: 'New Ticket',
		record_id: '90412',
		person: 'Ines Duarte',
		title: 'Parcel arrived open',
		status: 'Open',
	});
}, 120_000);

it('all-services-to-postgres stores a row for each of several real events that look alike', async () => {
	const example = await importExample('all-services-to-postgres');
	const lookAlikes: Array<[string, string[]]> = [
		[
			'supportbee',
			[
				'ticket.trashed',
				'ticket.untrashed',
				'ticket.trashed',
				'ticket.untrashed',
				'ticket.trashed',
			],
		],
		['socialboards', ['ticket_status_change', 'ticket_category_change', 'ticket_status_change']],
		['glartek', ['work_order.updated', 'work_order.started', 'work_order.updated']],
	];

	for (const [service, events] of lookAlikes) {
		for (const event of events) {
			await example.sends(service, '--event', event);
			await pause(LOOKS_THE_SAME_MS);
		}
	}

	const rows = await rowsOf('service_desk_events');
	for (const [service, events] of lookAlikes) {
		const stored = rows.filter((row) => row.service === service).map(({ event }) => event);
		expect(stored.sort()).toEqual([...events].sort());
	}
}, 120_000);

it.each([
	['socialboards-to-postgres', 'socialboards_events'],
	['all-services-to-postgres', 'service_desk_events'],
])('%s stores text that no database accepts unchanged', async (name, table) => {
	const example = await importExample(name);
	const body = sample('socialboards', 'ticket_status_change');
	Object.assign(body.Events[0].Ticket, { Message: 'broken \u0000 mail \ud83d', Title: '\u0000' });
	body.CommunityName = 'harbour\u0000light';

	const { status } = await fetch(`${example.urlOf('socialBoardsTrigger')}?token=${URL_TOKEN}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});

	expect(status).toBe(200);
	expect(await example.succeeded()).toEqual(['success']);
	const [{ data }] = await rowsOf(table);
	expect(data.Ticket.Message).toBe('broken  mail \ufffd');
});

it('the SQL of docs/examples.md keeps the newest state, even if two states come at once', async () => {
	const page = readFileSync(path.join(__dirname, '..', '..', 'docs', 'examples.md'), 'utf8');
	const [, statement] = /```sql\n([^]*?)\n```/.exec(page)!;
	await database.query(
		'CREATE TABLE tickets (ticket text PRIMARY KEY, status text, occurred_at timestamptz)',
	);
	const other = new Client({ ...POSTGRES, database: databaseName });
	await other.connect();
	try {
		const at = (minute: number) => `2026-03-02T10:${String(minute).padStart(2, '0')}:00Z`;
		for (let minute = 10; minute < 40; minute += 2) {
			await Promise.all([
				database.query(statement, ['1', `${minute}`, at(minute)]),
				other.query(statement, ['1', `${minute + 1}`, at(minute + 1)]),
			]);
			await database.query(statement, ['1', 'late', at(5)]);
			expect((await database.query('SELECT status FROM tickets')).rows).toEqual([
				{ status: `${minute + 1}` },
			]);
		}
	} finally {
		await other.end();
	}
});

it('once-across-processes goes on once for an event that started several executions', async () => {
	// As with two webhook processors: each lets the event through.
	const example = await importExample('once-across-processes', {
		options: { duplicateDeliveries: 'processAll' },
	});

	await example.sends(
		'supportbee',
		'--event',
		'ticket.created',
		'--repeat',
		'2',
		'--every',
		'50ms',
	);
	await example.sends('supportbee', '--event', 'comment.created');

	const executions = await api.executions(example.workflowId);
	const behind = [];
	for (const { id } of executions) behind.push(...(await api.items(id, 'Event')));
	expect(executions).toHaveLength(4);
	expect(behind.map(({ event }) => event)).toEqual(['ticket.created', 'comment.created']);
	expect(behind[0].data).toEqual(sample('supportbee', 'ticket.created').payload);
	expect(await rowsOf('handled_events')).toHaveLength(2);
});
