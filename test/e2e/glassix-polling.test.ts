import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { N8nApi } from '../../scripts/n8n/api';
import { wordsOfTestedN8n } from '../support/realN8n/byTestedN8n';
import { untilIdleAfterKill } from '../support/realN8n/desk';
import { ACCOUNT, anyBreakage, GlassixStandIn, type Unknowns } from '../support/glassix-stand-in';
import { IN_FULL } from '../support/inFull';
import { stateChange } from '../support/glassixMessages';
import {
	eventually,
	n8n,
	newN8n,
	newTrigger,
	pause,
	watchLog,
	type OwnN8n,
	type Trigger,
	type TriggerOptions,
} from '../support/realN8n/n8n';

/** Events under random faults, and how many are left when n8n is killed. */
const EVENTS = IN_FULL ? 1000 : 300;
const KILLED_AT = IN_FULL ? [800, 500, 200] : [150];

jest.setTimeout(120_000);

const standIns: GlassixStandIn[] = [];

const newGlassix = async (unknowns: Partial<Unknowns> = {}) => {
	const glassix = await GlassixStandIn.start(unknowns);
	standIns.push(glassix);
	return glassix;
};

const servers: Server[] = [];

/** Starts a server of the test's own. @returns its address. */
async function serve(listener: RequestListener): Promise<string> {
	const server = createServer(listener);
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

// After the harness's own clean-up, which stops the workflows: none is left to call a dead server.
afterAll(async () => {
	for (const glassix of standIns) await glassix.stop();
	for (const server of servers) {
		server.closeAllConnections();
		server.close();
	}
});

const newWorkflow = async (
	glassix: GlassixStandIn,
	parameters: Record<string, unknown> = {},
	more: Partial<TriggerOptions> = {},
	api: N8nApi = n8n,
) =>
	await newTrigger(
		{
			node: 'glassixPollingTrigger',
			typeVersion: 1.1,
			credentialType: 'glassixApi',
			credentialData: glassix.credential,
			parameters: { triggerOn: ['allEvents'], options: { pollInterval: 1 }, ...parameters },
			...more,
		},
		api,
	);

const fetches = (glassix: GlassixStandIn) => glassix.callsOf('/webhooks/getevents');

/** Stands for the ticket of a run of which n8n has kept nothing. */
const CUT_OFF = -1;

/** How often each ticket's event ran, by the status it ended with. */
async function runsOf({ workflowId }: Trigger, api: N8nApi): Promise<Map<number, string[]>> {
	const runs = new Map<number, string[]>();
	for (const { id } of await api.executions(workflowId)) {
		const { data, status } = await api.execution(id);
		const ran = data?.resultData?.runData?.Trigger?.[0]?.data?.main;
		// What a run that was cut off was to begin with stands in its stack still.
		const begun = data?.executionData?.nodeExecutionStack?.[0]?.data?.main;
		const items: Array<{ json: { data?: { ticketId: number } } }> = (ran ?? begun ?? []).flat();
		for (const { json } of items) {
			// n8n puts an item of its own into a run that was cut off.
			const ticketId = json.data?.ticketId ?? CUT_OFF;
			runs.set(ticketId, [...(runs.get(ticketId) ?? []), status]);
		}
	}
	return runs;
}

/** Does what the credential's form does once it is saved. */
async function testCredential(trigger: Trigger, data: object) {
	const { request } = n8n;
	const credentials = { id: trigger.credentialId, name: 'Test', type: 'glassixApi', data };
	return (await request.call(n8n, 'POST', '/rest/credentials/test', { credentials })) as {
		status: string;
		message: string;
	};
}

describe('A published workflow of the Glassix Polling Trigger', () => {
	it('runs for each event as soon as it happens, and empties the queue', async () => {
		const glassix = await newGlassix({ holdMs: 20_000 });
		const workflow = await newWorkflow(glassix);
		await eventually(() => expect(glassix.heldCalls).toBe(1));
		for (const ticket of [1, 2, 3]) glassix.enqueue(stateChange(ticket));

		await eventually(() => expect(glassix.queued).toEqual([]));

		expect(await runsOf(workflow, n8n)).toEqual(
			new Map([1, 2, 3].map((ticket) => [ticket, ['success']])),
		);
	});

	it('makes the same calls as the official clients', async () => {
		const glassix = await newGlassix({ holdMs: 20_000 });
		const id = glassix.enqueue(stateChange(1));
		await newWorkflow(glassix);
		await eventually(() => expect(glassix.queued).toEqual([]));
		await eventually(() => expect(glassix.heldCalls).toBe(1));

		const calls = glassix.calls.map(({ method, path, body }) => ({
			call: `${method} ${path}`,
			body,
		}));
		const poll = { call: 'GET /webhooks/getevents?deleteEvents=false', body: undefined };
		expect(calls).toEqual([
			{ call: 'POST /token/get', body: ACCOUNT },
			{ call: 'GET /users/getstatus', body: undefined },
			poll,
			poll,
			{
				call: 'POST /webhooks/deleteevents',
				body: [{ queueReceiptHandle: expect.any(String), queueMessageId: id }],
			},
		]);
		expect(new Set(glassix.calls.slice(1).map(({ authorization }) => authorization)).size).toBe(1);
		expect(glassix.calls[1].authorization).toMatch(/^Bearer \S+$/);
	});

	it('keeps its events in the queue while it fails, and runs them once it is repaired', async () => {
		const glassix = await newGlassix({ visibilityMs: 2000 });
		const broken = {
			type: 'n8n-nodes-base.stopAndError',
			typeVersion: 1,
			parameters: { errorMessage: 'Broken' },
		};
		const workflow = await newWorkflow(glassix, {}, { next: broken });
		for (const ticket of [1, 2]) glassix.enqueue(stateChange(ticket));
		await eventually(async () => expect((await workflow.executions()).length).toBeGreaterThan(3));
		expect(glassix.queued).toHaveLength(2);

		const { nodes } = await n8n.workflow(workflow.workflowId);
		const mended = nodes.map((node) =>
			node.name === 'Next' ? { ...node, type: 'n8n-nodes-base.noOp', parameters: {} } : node,
		);
		const { request } = n8n;
		await request.call(n8n, 'PATCH', `/rest/workflows/${workflow.workflowId}`, { nodes: mended });
		await workflow.publish();
		await eventually(() => expect(glassix.queued).toEqual([]), { within: 30_000 });

		for (const [, statuses] of await runsOf(workflow, n8n)) {
			expect(statuses.filter((status) => status === 'success')).toHaveLength(1);
			expect(statuses).toContain('error');
		}
	});

	it('ends its held request when it is stopped, long before Glassix would answer', async () => {
		const holdMs = 60_000;
		const glassix = await newGlassix({ holdMs });
		const workflow = await newWorkflow(glassix);
		await eventually(() => expect(glassix.heldCalls).toBe(1));

		const at = Date.now();
		await workflow.unpublish();
		await eventually(() => expect(glassix.heldCalls).toBe(0));

		expect(Date.now() - at).toBeLessThan(holdMs / 4);
		await eventually(() => expect(glassix.openConnections).toBe(0));
	});

	it('leaves no loop and no connection behind after fifty starts and stops', async () => {
		const glassix = await newGlassix({ holdMs: 60_000 });
		const workflow = await newWorkflow(glassix, {}, { published: false });
		for (let count = 0; count < 50; count++) {
			await workflow.publish();
			expect(glassix.heldCalls).toBeLessThanOrEqual(1);
			await workflow.unpublish();
		}
		await eventually(() => expect(glassix.openConnections).toBe(0));
		const { length } = glassix.calls;
		await pause(1500);
		expect(glassix.calls).toHaveLength(length);
		expect(glassix.callsOf('/token/get')).toHaveLength(1);

		await workflow.publish();
		await eventually(() => expect(glassix.heldCalls).toBe(1));
		await pause(500);
		expect(glassix.openConnections).toBe(1);
	}, 120_000);

	it('runs once for each event, even if Glassix hands it out several times', async () => {
		const glassix = await newGlassix({ visibilityMs: 500, extraCopies: 0.3, order: 'random' });
		const workflow = await newWorkflow(glassix);
		for (let ticket = 0; ticket < 40; ticket++) glassix.enqueue(stateChange(ticket));

		await eventually(() => expect(glassix.queued).toEqual([]), { within: 30_000 });

		const runs = await runsOf(workflow, n8n);
		expect(runs.size).toBe(40);
		expect([...runs.values()].every((statuses) => statuses.length === 1)).toBe(true);
	});
});

describe('A wrong credential', () => {
	it('stops the workflow from being published, with a message that says what to check', async () => {
		const glassix = await newGlassix();
		const credentialData = { ...glassix.credential, apiSecret: 'wrong' };
		const workflow = await newWorkflow(glassix, {}, { published: false, credentialData });

		await expect(workflow.publish()).rejects.toThrow(
			'Glassix does not accept the credential (401). Glassix says: “Invalid credentials”. Compare API Key, API Secret, and User Name',
		);
		expect(fetches(glassix)).toEqual([]);
	});

	it('ends the trigger if Glassix refuses it later, with a message, and fetches no more events', async () => {
		const glassix = await newGlassix({ holdMs: 1000 });
		const logged = watchLog();
		await newWorkflow(glassix);
		await eventually(() => expect(fetches(glassix).length).toBeGreaterThan(0));
		glassix.account.apiSecret = 'changed';
		glassix.voidTokens();

		const words = wordsOfTestedN8n(
			'a trigger cannot be activated again',
			'Failed to reactivate trigger node',
		);
		await eventually(() => expect(logged()).toContain(words), { within: 60_000 });
		const { length } = fetches(glassix);
		await pause(2000);

		expect(fetches(glassix)).toHaveLength(length);
		// n8n activates five times, and five times more when it sees that the trigger is missing.
		expect(glassix.callsOf('/token/get').length).toBeLessThanOrEqual(12);
		expect(logged()).toContain('Glassix does not accept the credential (401)');
		expect(logged()).not.toContain(ACCOUNT.apiSecret);
	}, 90_000);

	it('shows in its form what is wrong, while a right one passes', async () => {
		const glassix = await newGlassix();
		const workflow = await newWorkflow(glassix, {}, { published: false });
		const { credential } = glassix;

		expect(await testCredential(workflow, credential)).toMatchObject({ status: 'OK' });
		const messageFor = async (data: object) => {
			const { status, message } = await testCredential(workflow, { ...credential, ...data });
			expect(status).toBe('Error');
			return message;
		};
		expect(await messageFor({ apiSecret: 'wrong' })).toContain(
			'Glassix does not accept the credential (401). Glassix says: “Invalid credentials”.',
		);
		expect(await messageFor({ apiKey: 'no guid' })).toContain('API Key does not look like one');
		expect(await messageFor({ userName: 'nobody' })).toContain('User Name is not an e-mail');
		expect(await messageFor({ baseUrl: 'https://nothing.invalid/api/v1.2' })).toContain(
			'There is no Glassix at https://nothing.invalid/api/v1.2',
		);
		expect(await messageFor({ environment: 'glassix.com', workspace: 'a b' })).toContain(
			'Workspace in the Glassix API credential is not one',
		);
		glassix.hasAccess = false;
		expect(await messageFor({})).toContain(
			wordsOfTestedN8n('the credential has no access', 'Glassix does not accept this user'),
		);
	});
});

it('a test in the editor shows an event and leaves it for the published workflow', async () => {
	const glassix = await newGlassix({ holdMs: 20_000, visibilityMs: 3000 });
	const workflow = await newWorkflow(glassix, {}, { published: false });
	await n8n.runManually(workflow.workflowId, 'Trigger');
	await eventually(() => expect(glassix.heldCalls).toBe(1));
	glassix.enqueue(stateChange(1));

	await workflow.ended(1);
	expect(await runsOf(workflow, n8n)).toEqual(new Map([[1, ['success']]]));
	expect(glassix.queued).toHaveLength(1);

	await workflow.publish();
	await eventually(() => expect(glassix.queued).toEqual([]));
});

describe('A redirect to another server', () => {
	const seen: string[] = [];
	let elsewhere: string;

	beforeAll(async () => {
		elsewhere = await serve((request, response) => {
			seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify([{ ...stateChange(666), queueMessageId: 'evil' }]));
		});
	});

	afterEach(() => expect(seen.splice(0)).toEqual([]));

	const point = (glassix: GlassixStandIn, path: string, status: number) => {
		glassix.breaks = (call) =>
			call.path.startsWith(path)
				? { kind: 'status', status, headers: { location: `${elsewhere}/events?x=secret` } }
				: undefined;
	};

	it.each([
		['/webhooks/getevents', 302],
		['/webhooks/deleteevents', 307],
	])('from %s (%i) is not followed, gets no token, and runs no event', async (path, status) => {
		const glassix = await newGlassix({ visibilityMs: 2000 });
		const logged = watchLog();
		const workflow = await newWorkflow(glassix);
		point(glassix, path, status);
		glassix.enqueue(stateChange(1));

		await eventually(() => expect(logged()).toContain(`by pointing to 127.0.0.1 (${status})`));
		glassix.breaks = () => undefined;
		await eventually(() => expect(glassix.queued).toEqual([]), { within: 30_000 });

		expect(await runsOf(workflow, n8n)).toEqual(new Map([[1, ['success']]]));
		expect(logged()).not.toContain('x=secret');
	});

	it('is an error in the form of the credential, which says what to set', async () => {
		const glassix = await newGlassix();
		const workflow = await newWorkflow(glassix, {}, { published: false });
		point(glassix, '/users/getstatus', 302);
		expect(await testCredential(workflow, glassix.credential)).toEqual({
			status: 'Error',
			message: wordsOfTestedN8n(
				'the credential is led elsewhere',
				'Glassix points to another place, where the token does not go: check Workspace and Environment, or choose Other and enter the address to call as Base URL',
			),
		});
		point(glassix, '/token/get', 307);
		const without = { ...glassix.credential, apiSecret: 'with no token yet' };
		const { status, message } = await testCredential(workflow, without);
		expect(status).toBe('Error');
		expect(message).toContain('by pointing to 127.0.0.1 (307).');
	});

	it('is not followed by an HTTP Request node with the credential either', async () => {
		const glassix = await newGlassix();
		const workflow = await newWorkflow(
			glassix,
			{},
			{
				published: false,
				next: {
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					parameters: {
						url: `${glassix.baseUrl}/tickets/get/1`,
						authentication: 'predefinedCredentialType',
						nodeCredentialType: 'glassixApi',
						options: { redirect: { redirect: { followRedirects: true } } },
					},
				},
			},
		);
		const { nodes } = await n8n.workflow(workflow.workflowId);
		const [{ credentials }] = nodes;
		const withCredential = nodes.map((node) => ({ ...node, credentials }));
		await n8n.request('PATCH', `/rest/workflows/${workflow.workflowId}`, { nodes: withCredential });
		await workflow.publish();
		point(glassix, '/tickets/get/1', 302);
		glassix.enqueue(stateChange(1));

		await eventually(() => expect(glassix.callsOf('/tickets/get/1').length).toBeGreaterThan(0));
		await workflow.ended(1);

		expect([...(await runsOf(workflow, n8n)).values()].flat()).toContain('error');
	});
});

it('events that fail each time use one slot, appear in the log, and delay no other event', async () => {
	const glassix = await newGlassix({ visibilityMs: 1000 });
	const logged = watchLog();
	const tries = new Map<string, number>();
	let under = 0;
	let most = 0;
	// A table that rejects some rows, and takes its time for it.
	const table = await serve((request, response) => {
		const ticket = request.url!.slice(1);
		const tried = (tries.get(ticket) ?? 0) + 1;
		tries.set(ticket, tried);
		if (Number(ticket) >= 100) {
			response.end('{}');
			return;
		}
		if (tried > 1) most = Math.max(most, ++under);
		setTimeout(() => {
			if (tried > 1) under--;
			response.writeHead(500).end('{}');
		}, 500);
	});
	const insert = {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url: `=${table}/{{ $json.data.ticketId }}` },
	};
	await newWorkflow(glassix, {}, { next: insert });
	for (let ticket = 0; ticket < 12; ticket++) glassix.enqueue(stateChange(ticket));
	const ofTries = (count: number) => [...tries.values()].filter((tried) => tried >= count).length;
	await eventually(() => expect(ofTries(2)).toBeGreaterThan(5), { within: 30_000 });

	for (let ticket = 100; ticket < 120; ticket++) glassix.enqueue(stateChange(ticket));
	await eventually(() => expect(glassix.queued).toHaveLength(12), { within: 20_000 });

	expect(most).toBe(1);
	const lines = logged()
		.split('\n')
		.filter((line) => line.includes('keeps an event in the queue'));
	expect(lines).toHaveLength(12);
	expect(lines[0]).toMatch(
		/event "TICKET_STATE_CHANGE" \(eventId [0-9a-f]{32}\) did not succeed \(error at node "Next": .+\)\. It is tried again/,
	);
}, 90_000);

describe('With short waits,', () => {
	let own: OwnN8n;

	beforeAll(async () => {
		own = await newN8n(
			{ N8N_CONCURRENCY_PRODUCTION_LIMIT: '1', N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
			{ HELD_AT_MOST_MS: 3000, HOLDS_SLOT_MS: 5000, LOST_AFTER_MS: 12_000 },
		);
	}, 120_000);

	it('an answer that comes byte by byte does not block the next fetch', async () => {
		const glassix = await newGlassix({ visibilityMs: 1000 });
		let drips = 1;
		glassix.breaks = ({ path }) =>
			path.startsWith('/webhooks/getevents') && drips-- > 0
				? { kind: 'dripping', everyMs: 1000 }
				: undefined;
		glassix.enqueue(stateChange(1));
		const workflow = await newWorkflow(glassix, {}, {}, own.api);

		await eventually(() => expect(glassix.queued).toEqual([]), { within: 20_000 });

		expect(await runsOf(workflow, own.api)).toEqual(new Map([[1, ['success']]]));
		expect(own.instance.log()).toContain(
			'Glassix has not finished its answer to webhooks/getevents within 3 s.',
		);
	});

	it('an event runs even if its first run is stopped while it waits for a slot of n8n', async () => {
		const glassix = await newGlassix({ visibilityMs: 1000 });
		const next = {
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			parameters: { resume: 'timeInterval', amount: 3, unit: 'seconds' },
		};
		const workflow = await newWorkflow(glassix, {}, { next }, own.api);
		for (const ticket of [1, 2, 3]) glassix.enqueue(stateChange(ticket));
		const last = await eventually(async () => {
			const found = await own.api.executions(workflow.workflowId);
			// One that n8n is about to start counts as new as well: stopped then, it ends as canceled.
			expect(found.map(({ status }) => status).sort()).toEqual(['new', 'new', 'running']);
			return found.at(-1)!;
		});
		await own.api.request('POST', `/rest/executions/${last.id}/stop`, {});

		await eventually(() => expect(glassix.queued).toEqual([]), { within: 45_000 });

		const runs = await runsOf(workflow, own.api);
		for (const ticket of [1, 2, 3]) expect(runs.get(ticket)).toContain('success');
		expect(own.instance.log()).toContain('no longer waits for an execution');
		expect(own.instance.log()).toContain('tries an event again');
	});
});

describe('With one execution at a time,', () => {
	let own: OwnN8n;

	beforeAll(async () => {
		own = await newN8n({
			N8N_CONCURRENCY_PRODUCTION_LIMIT: '1',
			N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		});
	}, 120_000);

	it('no event whose run waits for a slot is lost when n8n is killed, and at most one runs twice', async () => {
		const glassix = await newGlassix({ visibilityMs: 1000 });
		// Long enough for the second of those that n8n resumes to wait still when its event is handed out.
		const next = {
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			parameters: { resume: 'timeInterval', amount: 12, unit: 'seconds' },
		};
		const workflow = await newWorkflow(glassix, {}, { next }, own.api);
		for (const ticket of [1, 2, 3]) glassix.enqueue(stateChange(ticket));
		await eventually(async () => {
			const waiting = await own.api.executions(workflow.workflowId, { status: ['new'] });
			expect(waiting).toHaveLength(2);
		});
		await own.instance.kill();
		await own.restart();

		await eventually(() => expect(glassix.queued).toEqual([]), { within: 150_000 });

		const runs = await runsOf(workflow, own.api);
		const successes = [1, 2, 3].map(
			(ticket) => (runs.get(ticket) ?? []).filter((status) => status === 'success').length,
		);
		process.stdout.write(
			`Runs of three events, two of which n8n resumed: ${successes.join(', ')}\n`,
		);
		expect(Math.min(...successes)).toBe(1);
		// n8n has begun one of the two again, in no set order: the trigger takes it for one that was cut off.
		expect(Math.max(...successes)).toBeLessThanOrEqual(2);
		expect(successes.filter((times) => times > 1).length).toBeLessThanOrEqual(1);
	}, 300_000);
});

it(`none of ${EVENTS.toLocaleString('en')} events is lost despite random faults and n8n being killed, and the queue ends empty`, async () => {
	const glassix = await newGlassix({
		visibilityMs: 8000,
		eventsPerCall: 100,
		extraCopies: 0.01,
		staleHandle: 'refused',
		order: 'random',
		holdMs: 1000,
	});
	glassix.breaks = ({ path }) => (path.startsWith('/webhooks/') ? anyBreakage(0.15) : undefined);
	const own = await newN8n({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true', N8N_LOG_LEVEL: 'warn' });
	// Long enough to be cut off by a kill.
	const next = {
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: { resume: 'timeInterval', amount: 0.3, unit: 'seconds' },
	};
	const workflow = await newWorkflow(glassix, {}, { next }, own.api);
	const tickets = [...Array(EVENTS).keys()];
	for (const ticket of tickets) glassix.enqueue(stateChange(ticket));

	const left = () => glassix.queued.length;
	for (const limit of KILLED_AT) {
		await eventually(() => expect(left()).toBeLessThan(limit), { within: 300_000, every: 20 });
		await pause(Math.random() * 500);
		await own.instance.kill();
		await own.restart();
	}
	await eventually(() => expect(left()).toBe(0), { within: 400_000 });
	await untilIdleAfterKill(own.api, workflow);

	const runs = await runsOf(workflow, own.api);
	const successes = tickets.map(
		(ticket) => (runs.get(ticket) ?? []).filter((status) => status === 'success').length,
	);
	const figures = {
		events: tickets.length,
		lost: successes.filter((count) => count === 0).length,
		twice: successes.filter((count) => count > 1).length,
		cutOff: [...runs.values()].flat().filter((status) => status !== 'success').length,
		calls: glassix.calls.length,
		broken: glassix.calls.filter(({ status }) => status !== 200).length,
	};
	process.stdout.write(
		`Glassix polling, n8n killed ${KILLED_AT.length} times: ${JSON.stringify(figures)}\n`,
	);
	expect(figures).toMatchObject({ lost: 0 });
	expect(figures.twice).toBeLessThanOrEqual(10 * KILLED_AT.length);
}, 1_200_000);

it('two copies of a workflow both run for one event, as each has its own run key', async () => {
	const glassix = await newGlassix({ visibilityMs: 1000 });
	glassix.breaks = ({ path }) =>
		path === '/webhooks/deleteevents' ? { kind: 'status', status: 400 } : undefined;
	const workflows = [await newWorkflow(glassix), await newWorkflow(glassix)];
	glassix.enqueue(stateChange(1));

	await eventually(
		async () => {
			for (const workflow of workflows) expect(await workflow.executions()).toHaveLength(1);
		},
		{ within: 30_000 },
	);
	glassix.breaks = () => undefined;
	await eventually(() => expect(glassix.queued).toEqual([]));
});
