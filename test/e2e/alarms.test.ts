import { randomUUID } from 'node:crypto';

import type { WorkflowNode } from '../../scripts/n8n/api';
import { IN_FULL } from '../support/inFull';
import { inParallel } from '../support/realN8n/desk';
import { fixture } from '../support/fixtures';
import { testedSupportBee } from '../support/services';
import { publishTelling, startSlack, type Slack } from '../support/realN8n/slack';
import { n8n, newN8n, pause, send, type OwnN8n } from '../support/realN8n/n8n';
import { published, type PublishedTrigger } from '../support/realN8n/published';

/** The examples that tell of what would else be lost in silence, with a receiver where Slack is. */

let slack: Slack;
const workflows: string[] = [];

beforeAll(async () => {
	slack = await startSlack();
});

afterAll(async () => {
	for (const id of workflows) await n8n.deleteWorkflow(id);
	slack.close();
});

beforeEach(() => {
	slack.messages.length = 0;
});

/** Publishes an example in the n8n that all tests share, until this file is through. */
async function publishExample(name: string, change?: (node: WorkflowNode) => void) {
	const id = await publishTelling(n8n, name, slack, change);
	workflows.push(id);
	return id;
}

/** Requests of scanners, and for twenty of them an ordinary delivery. */
const SCANS = IN_FULL ? 10_000 : 2000;

const body = fixture('supportbee', testedSupportBee.event);

describe('The example tell-on-refusal', () => {
	it('tells once about five refused deliveries: what happened, how to fix it, and which execution', async () => {
		const errorWorkflow = await publishExample('tell-on-refusal');
		const trigger = await published(testedSupportBee, {}, { settings: { errorWorkflow } });

		for (let times = 0; times < 5; times++) await trigger.deliver(testedSupportBee.forgery(body));
		const [{ id, error }] = await trigger.failures();
		const [message] = await slack.untilTold(1);
		await pause(1000);

		expect(slack.messages).toHaveLength(1);
		expect(message).toContain(`*${trigger.name}*: Refused a delivery (401): `);
		expect(message).toContain(
			String(error.description).replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
		);
		expect(message).toContain(`/executions/${id}`);
	});

	it('tells about each unrecognized payload', async () => {
		const errorWorkflow = await publishExample('tell-on-refusal');
		const trigger = await published(testedSupportBee, {}, { settings: { errorWorkflow } });

		await trigger.deliver(testedSupportBee.delivery('{"hello":1}'));
		await trigger.deliver(testedSupportBee.delivery('{"hello":2}'));

		await slack.untilTold(2);
		for (const message of slack.messages) {
			expect(message).toContain('A delivery was accepted, but not recognized.');
		}
	});

	it('tells nothing about scanners', async () => {
		const errorWorkflow = await publishExample('tell-on-refusal');
		const trigger = await published(testedSupportBee, {}, { settings: { errorWorkflow } });

		const scanners = ['{"cmd":"id"}', '[]', '<x/>', ''];
		for (const scan of [...scanners, ...scanners]) {
			await trigger.deliver({ body: scan, headers: { 'content-type': 'application/json' } });
		}
		await pause(2000);

		expect(slack.messages).toEqual([]);
		expect(await trigger.executions()).toEqual([]);
	});
});

describe('The example alert-on-silence', () => {
	it('tells once when a service is silent for too long, and once when it is heard again', async () => {
		const SECONDS = 4;
		const webhookId = randomUUID();
		const { service, credential } = testedSupportBee;
		const name = `SupportBee ${webhookId}`;
		const id = await n8n.createCredential(name, service.credential, credential);
		await publishExample('alert-on-silence', (node) => {
			if (node.name === 'SupportBee Trigger') {
				Object.assign(node, { webhookId, credentials: { [service.credential]: { id, name } } });
			}
			if (node.name === 'Every Five Minutes') {
				node.parameters = { rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] } };
			}
			if (node.name === 'What Is Normal') {
				const normal = { service: 'supportbee', days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 24 };
				const services = [{ ...normal, silentAfterHours: SECONDS / 3600 }];
				node.parameters.jsonOutput = JSON.stringify({ services });
			}
		});
		const { query, ...delivery } = testedSupportBee.delivery(body);
		const url = `${n8n.url}/webhook/${webhookId}/webhook?${query}`;

		const { status } = await send(url, { method: 'POST', ...delivery });
		await pause(2000);
		const whileHeard = [...slack.messages];
		await slack.untilTold(1);
		await pause(3000);
		const whileSilent = [...slack.messages];
		const another = fixture('supportbee', 'ticket.created');
		await send(url, { method: 'POST', ...testedSupportBee.delivery(another) });
		await slack.untilTold(2);

		expect(status).toBe(200);
		expect(whileHeard).toEqual([]);
		expect(whileSilent).toEqual([
			expect.stringMatching(/^\*supportbee\* is silent: the last event came on /),
		]);
		expect(slack.messages[1]).toMatch(/^\*supportbee\* is heard again: an event came on /);
	}, 60_000);
});

describe('A message of tell-on-refusal', () => {
	let own: OwnN8n;
	let errorWorkflow: string;
	const TOLD_WITHIN_MS = 300_000;

	beforeAll(async () => {
		own = await newN8n({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true', N8N_LOG_LEVEL: 'info' });
		errorWorkflow = await publishTelling(own.api, 'tell-on-refusal', slack);
	}, 180_000);

	const open = async (parameters: Record<string, unknown> = {}) =>
		await published(testedSupportBee, parameters, { api: own.api, settings: { errorWorkflow } });

	const changeCredential = async ({ credentialId }: PublishedTrigger, data: object) => {
		const { name, type } = await own.api.request('GET', `/rest/credentials/${credentialId}`);
		await own.api.request('PATCH', `/rest/credentials/${credentialId}`, { name, type, data });
	};

	const genuine = testedSupportBee.delivery(body);
	const unrecognized = testedSupportBee.delivery('{"hello":"world"}');
	const rejecting = { options: { unrecognizedPayloads: 'reject' } };

	it.each<[what: string, set: () => Promise<[PublishedTrigger, typeof genuine]>, told: RegExp]>([
		[
			'the service has another secret',
			async () => [await open(), testedSupportBee.forgery(body)],
			/Refused a delivery \(401\)/,
		],
		[
			'the credential is deleted',
			async () => {
				const trigger = await open();
				await own.api.deleteCredential(trigger.credentialId);
				return [trigger, genuine];
			},
			/Refused a delivery \(401\)/,
		],
		[
			'the credential is emptied',
			async () => {
				const trigger = await open();
				await changeCredential(trigger, { urlToken: '' });
				return [trigger, genuine];
			},
			/Refused a delivery \(401\)/,
		],
		[
			'the credential cannot be read',
			async () => {
				const trigger = await open();
				await changeCredential(trigger, { urlToken: '={{ $env.SECRET }}' });
				return [trigger, genuine];
			},
			/Refused a delivery \(503\)/,
		],
		[
			'a payload is not recognized, and rejected',
			async () => [await open(rejecting), unrecognized],
			/Refused a delivery \(400\)/,
		],
		[
			'a payload is not recognized, and reported',
			async () => [await open(), unrecognized],
			/accepted, but not recognized/,
		],
	])(
		'comes within five minutes if %s',
		async (what, set, told) => {
			const [trigger, sent] = await set();
			const start = Date.now();

			await send(`${trigger.url}?${sent.query}`, { method: 'POST', ...sent });
			const [message] = await slack.untilTold(1, TOLD_WITHIN_MS);

			console.info(`${what}: told after ${((Date.now() - start) / 1000).toFixed(1)} s`);
			expect(message).toMatch(told);
			expect(message).toContain(trigger.name);
		},
		320_000,
	);

	it.each<
		[
			what: string,
			set: (trigger: PublishedTrigger) => Promise<unknown>,
			status: number,
			sent: string,
		]
	>([
		['the workflow is unpublished', async (trigger) => await trigger.unpublish(), 404, body],
		["a body is over n8n's own limit", async () => undefined, 500, '"x'],
	])('does not come if %s, as no trigger runs', async (_what, set, status, sent) => {
		const trigger = await open();
		await set(trigger);

		const answer = await send(`${trigger.url}?${genuine.query}`, {
			method: 'POST',
			headers: {
				...genuine.headers,
				...(status === 500 && { 'content-length': String(17 * 1024 * 1024) }),
			},
			body: sent,
		});
		await pause(2000);

		expect(answer.status).toBe(status);
		expect(slack.messages).toEqual([]);
	});

	it(`does not come for ${SCANS.toLocaleString('en')} requests of scanners and ${SCANS / 20} ordinary deliveries`, async () => {
		const trigger = await open({ options: { duplicateDeliveries: 'processAll' } });
		const scans = ['{"cmd":"id"}', '[]', '', '{"payload":null}', '{"a":{"b":[1,2]}}'];
		const requests = Array.from({ length: (SCANS * 21) / 20 }, (_, number) => number);

		await inParallel(requests, 10, async (number) => {
			const isScan = number % 21 !== 0;
			const { status } = await send(`${trigger.url}?${isScan ? 'q=1' : genuine.query}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: isScan ? scans[number % scans.length] : body,
			});
			expect(status).toBe(isScan ? 401 : 200);
		});
		await trigger.ended(SCANS / 20);

		const failed = (await trigger.executions()).filter(({ status }) => status !== 'success');
		expect(failed).toEqual([]);
		expect(slack.messages).toEqual([]);
	}, 300_000);
});
