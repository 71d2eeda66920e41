import pidusage from 'pidusage';

import { fixture } from '../support/fixtures';
import { testedGlartek, testedServices, testedSupportBee, URL_TOKEN } from '../support/services';
import { inParallel } from '../support/realN8n/desk';
import { eventually, n8n, newN8n, send, watchLog } from '../support/realN8n/n8n';
import { published, type PublishedTrigger } from '../support/realN8n/published';
import { TRIGGER_NAME } from '../support/realN8n/trigger';

const body = fixture('supportbee', 'agent.reply.created');
const genuine = testedSupportBee.delivery(body);
const forged = testedSupportBee.forgery(body);

const MESSAGE = "Refused a delivery (401): The token in the URL is not the credential's URL Token.";

const retry = async (id: string) =>
	await n8n.request('POST', `/rest/executions/${id}/retry`, { loadWorkflow: false });

describe.each(['v0', 'v1'])('In a workflow of execution order %s,', (order) => {
	const settings = { executionOrder: order };

	it.each<[how: string, nodeSettings: Record<string, unknown>]>([
		['with default settings', {}],
		['set to Retry On Fail', { retryOnFail: true, maxTries: 2, waitBetweenTries: 10 }],
		['set to Execute Once', { executeOnce: true }],
		['set to Always Output Data', { alwaysOutputData: true }],
	])(
		'a refused delivery fails at a node %s, runs no other node, and fails again on Retry',
		async (_how, nodeSettings) => {
			const log = watchLog();
			const trigger = await published(testedSupportBee, {}, { settings, nodeSettings });

			const { answer } = await trigger.deliver(forged);

			expect({ status: answer.status, text: answer.text }).toEqual({
				status: 401,
				text: "The token in the URL is not the credential's URL Token.",
			});
			const [{ id, error, nodes }] = await trigger.failures();
			expect(nodes).toEqual([TRIGGER_NAME]);
			expect(error).toMatchObject({ name: 'NodeOperationError', message: MESSAGE });
			expect(error.description).toContain('behind ?token=');

			await retry(id);
			const [, again] = await trigger.failures(2);
			expect(again).toMatchObject({
				mode: 'retry',
				error: { message: MESSAGE },
				nodes: [TRIGGER_NAME],
			});
			expect(log()).not.toContain('Cannot set headers');
		},
	);

	it.each<[how: string, nodeSettings: Record<string, unknown>]>([
		['Continue', { onError: 'continueRegularOutput' }],
		['Continue (using error output)', { onError: 'continueErrorOutput' }],
		[
			'Continue and Always Output Data',
			{ onError: 'continueRegularOutput', alwaysOutputData: true },
		],
	])('a refused delivery starts nothing if the node is set to %s', async (_how, nodeSettings) => {
		const trigger = await published(testedSupportBee, {}, { settings, nodeSettings });

		const refused = await trigger.deliver(forged);
		const taken = await trigger.deliver(genuine);

		expect([refused.answer.status, taken.answer.status]).toEqual([401, 200]);
		expect(taken.runs).toHaveLength(1);
		expect(await trigger.executions()).toHaveLength(1);
	});

	it('an accepted delivery reaches the next node with its item and its paired item', async () => {
		const assignments = [
			{
				id: '1',
				name: 'event',
				type: 'string',
				value: `={{ $('${TRIGGER_NAME}').item.json.event }}`,
			},
			{ id: '2', name: 'own', type: 'string', value: '={{ $json.eventId }}' },
		];
		const next = {
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { assignments: { assignments }, options: {} },
		};
		const trigger = await published(testedGlartek, {}, { settings, next });
		const { runs } = await trigger.deliver(
			testedGlartek.delivery(fixture('glartek', testedGlartek.event)),
		);
		const [{ id }] = await trigger.executions();

		expect(await n8n.items(id, 'Next')).toEqual([
			{ event: testedGlartek.event, own: runs[0][0].eventId },
		]);
	});
});

describe.each(testedServices.map((tested) => [tested.service.name, tested] as const))(
	'A refused delivery of %s',
	(_name, tested) => {
		it('runs the error workflow with the reason, the fix and the node', async () => {
			const errorWorkflow = await n8n.createWorkflow({
				name: 'On refusal',
				nodes: [
					{
						name: 'Error Trigger',
						type: 'n8n-nodes-base.errorTrigger',
						typeVersion: 1,
						position: [0, 0],
						parameters: {},
					},
				],
				connections: {},
			});
			await n8n.publish(errorWorkflow.id).catch(() => undefined);
			const trigger = await published(
				tested,
				{},
				{ settings: { errorWorkflow: errorWorkflow.id } },
			);

			const { answer } = await trigger.deliver(
				tested.forgery(fixture(tested.service.id, tested.event)),
			);

			const [{ id }] = await eventually(async () => {
				const ran = await n8n.executions(errorWorkflow.id, { status: ['success'] });
				if (ran.length === 0) throw new Error('The error workflow has not run');
				return ran;
			});
			const [told] = await n8n.items(id, 'Error Trigger');
			const [failure] = await trigger.failures();
			expect(told).toMatchObject({
				execution: {
					id: failure.id,
					lastNodeExecuted: TRIGGER_NAME,
					error: {
						message: `Refused a delivery (401): ${answer.text}`,
						description: failure.error.description,
					},
				},
				workflow: { id: trigger.workflowId },
			});
			await n8n.deleteWorkflow(errorWorkflow.id);
		});
	},
);

describe('An unrecognized payload', () => {
	it('gets 200 and is kept in a failed execution, which fails again on Retry', async () => {
		const trigger = await published(testedSupportBee, { simplify: true });

		const { answer, runs } = await trigger.deliver(testedSupportBee.delivery('{"hello":"world"}'));
		const [{ id }] = await trigger.failures();
		await retry(id);

		expect({ status: answer.status, text: answer.text, runs }).toEqual({
			status: 200,
			text: '',
			runs: [],
		});
		for (const { error, nodes } of await trigger.failures(2)) {
			expect(nodes).toEqual([TRIGGER_NAME]);
			expect(error.message).toBe('A delivery was accepted, but not recognized.');
			expect(error.context.data).toMatchObject([
				{ event: 'unrecognized', data: { hello: 'world' } },
			]);
		}
	});
});

describe('Pinned data', () => {
	it('passes the trigger, whatever it holds', async () => {
		const trigger = await published(testedSupportBee, {}, { published: false });
		const pinned = [{ json: { hello: 'world', serviceDeskReport: { message: 'x' } } }];
		const { versionId } = await n8n.workflow(trigger.workflowId);
		await n8n.request('PATCH', `/rest/workflows/${trigger.workflowId}`, {
			versionId,
			pinData: { [TRIGGER_NAME]: pinned },
		});

		await n8n.runManually(trigger.workflowId, TRIGGER_NAME);

		const [{ id, status }] = await trigger.ended();
		expect(status).toBe('success');
		expect(await n8n.items(id, 'Next')).toEqual([pinned[0].json]);
	});
});

describe('Thousands of forged deliveries', () => {
	const COUNT = Number(process.env.FORGED_DELIVERIES ?? 2000);

	it('start four executions, write one log line a minute, and keep memory steady', async () => {
		const own = await newN8n({
			N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
			N8N_LOG_LEVEL: 'info',
			// Else Node.js lets lie about what is gone: it has room for gigabytes.
			NODE_OPTIONS: '--max-old-space-size=500',
		});
		const trigger: PublishedTrigger = await published(testedSupportBee, {}, { api: own.api });
		const url = `${trigger.url}?token=guessed`;
		const memory = async () => Math.round((await pidusage(own.instance.pid)).memory / 2 ** 20);
		const flood = async (count: number) =>
			await inParallel(Array.from({ length: count }), 10, async () => {
				const { status } = await send(url, { method: 'POST', body, headers: genuine.headers });
				expect(status).toBe(401);
			});
		await flood(Math.min(1000, COUNT / 4));
		const before = await memory();
		const start = Date.now();

		await flood(COUNT - Math.min(1000, COUNT / 4));

		const minutes = (Date.now() - start) / 60_000;
		const executions = await trigger.ended(4);
		const lines = own.instance
			.log()
			.split('\n')
			.filter((line) => line.includes('refused'));
		const figures = {
			forged: COUNT,
			executions: executions.length,
			lines: lines.length,
			minutes: Number(minutes.toFixed(1)),
			memoryBefore: before,
			memoryAfter: await memory(),
		};
		console.info(`Forged deliveries: ${JSON.stringify(figures)}`);
		expect(executions.map(({ status }) => status)).toEqual(Array(4).fill('error'));
		expect(lines.length).toBeLessThanOrEqual(Math.ceil(minutes) + 2);
		expect(figures.memoryAfter - before).toBeLessThan(150);
		expect(own.instance.log()).not.toContain(URL_TOKEN);
	}, 900_000);
});
