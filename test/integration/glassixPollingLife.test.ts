import { ACCOUNT, type GlassixStandIn } from '../support/glassix-stand-in';
import {
	passed,
	pollingPair,
	stateChange,
	ticketOf,
	until,
	type PollingWorkflow,
} from '../support/inProcess/pollingTrigger';

jest.setTimeout(20_000);

let glassix: GlassixStandIn;
let workflow: PollingWorkflow;
let end: () => Promise<void> = async () => undefined;

const open = async (...options: Parameters<typeof pollingPair>) => {
	({ glassix, workflow, end } = await pollingPair(...options));
};
const fetches = () => glassix.callsOf('/webhooks/getevents');
const isHeld = () => glassix.heldCalls === 1;

afterEach(async () => {
	await end();
	end = async () => undefined;
});

it('the trigger makes the same calls as the official clients', async () => {
	await open({ holdMs: 5000 });
	const id = glassix.enqueue(stateChange(1));
	await workflow.publish();
	await until('it ran', () => glassix.queued.length === 0);
	await until('it waits for more', isHeld);

	const token = `Bearer ${String(workflow.credential.accessToken)}`;
	const [receipt] = glassix.callsOf('/webhooks/deleteevents')[0].body as object[];
	expect(receipt).toEqual({ queueReceiptHandle: expect.any(String), queueMessageId: id });
	const calls = glassix.calls.map(({ method, path, authorization, contentType, body }) => ({
		call: `${method} ${path}`,
		authorization,
		contentType,
		body,
	}));
	const get = { authorization: token, contentType: undefined, body: undefined };
	const post = { contentType: 'application/json' };
	const poll = { call: 'GET /webhooks/getevents?deleteEvents=false', ...get };
	expect(calls.slice(0, 3)).toEqual([
		{ call: 'POST /token/get', authorization: undefined, ...post, body: ACCOUNT },
		{ call: 'GET /users/getstatus', ...get },
		poll,
	]);
	// The next fetch does not wait for the deletion.
	expect(calls.slice(3)).toHaveLength(2);
	expect(calls.slice(3)).toEqual(
		expect.arrayContaining([
			poll,
			{ call: 'POST /webhooks/deleteevents', authorization: token, ...post, body: [receipt] },
		]),
	);
});

describe('Stopping the trigger', () => {
	it('ends the held request within a second', async () => {
		await open({ holdMs: 60_000 });
		await workflow.publish();
		await until('a request is held', isHeld);

		const at = Date.now();
		await workflow.unpublish();
		await until('it is broken off', () => glassix.heldCalls === 0);

		expect(Date.now() - at).toBeLessThan(1000);
		await until('no connection is open', () => glassix.openConnections === 0);
		expect(workflow.log).toEqual([]);
	});

	it('does not wait for the end of a pause', async () => {
		await open({}, { options: { pollInterval: 600 } });
		await workflow.publish();
		await until('it pauses', () => fetches().length === 1);
		await passed(50);

		const at = Date.now();
		await workflow.unpublish();

		expect(Date.now() - at).toBeLessThan(500);
	});

	it('lets running executions finish, and deletes their events', async () => {
		await open();
		workflow.execute = async () => {
			await passed(500);
			return 'success' as const;
		};
		glassix.enqueue(stateChange(1));
		await workflow.publish();
		await until('it runs', () => workflow.runs.length === 1);

		await workflow.unpublish();
		expect(glassix.queued).toHaveLength(1);

		await until('it is deleted', () => glassix.queued.length === 0);
	});

	it('leaves events that have not run in the queue, for the next start', async () => {
		await open({ visibilityMs: 300 });
		workflow.execute = async () => {
			await passed(200);
			return 'success' as const;
		};
		for (let ticket = 0; ticket < 30; ticket++) glassix.enqueue(stateChange(ticket));
		await workflow.publish();
		await until('ten run', () => workflow.runs.length === 10);
		await workflow.unpublish();
		await until('ten are deleted', () => glassix.queued.length === 20);
		expect(workflow.runs).toHaveLength(10);

		await workflow.publish();
		await until('all are deleted', () => glassix.queued.length === 0);

		expect([...workflow.succeeded].sort((a, b) => a - b)).toEqual([...Array(30).keys()]);
	});

	it('forgets nothing: an event that ran does not run again after the next start', async () => {
		await open({ visibilityMs: 300 });
		glassix.breaks = ({ path }) =>
			path === '/webhooks/deleteevents' ? { kind: 'unreached' } : undefined;
		glassix.enqueue(stateChange(1));
		await workflow.publish();
		await until('it ran', () => workflow.runs.length === 1);
		await workflow.unpublish();
		glassix.breaks = () => undefined;

		await workflow.publish();
		await until('it is deleted', () => glassix.queued.length === 0);

		expect(workflow.runs).toHaveLength(1);
	});
});

describe('Starting the trigger', () => {
	it('and stopping it fifty times leaves no loop and no connection behind, and fetches one token', async () => {
		await open({ holdMs: 60_000 });
		for (let count = 0; count < 50; count++) {
			await workflow.publish();
			if (count % 2) await until('a request is held', isHeld);
			await workflow.unpublish();
		}

		await until('no connection is open', () => glassix.openConnections === 0);
		const calls = glassix.calls.length;
		await passed(1500);
		expect(glassix.calls).toHaveLength(calls);
		expect(glassix.callsOf('/token/get')).toHaveLength(1);
	});

	it('again without stopping it first leaves one loop', async () => {
		await open({ holdMs: 60_000 });
		for (let count = 0; count < 5; count++) {
			workflow.loseTrack();
			await workflow.publish();
		}
		await passed(200);

		expect(glassix.heldCalls).toBe(1);
	});

	it('five times at once leaves one loop', async () => {
		await open({ holdMs: 60_000 });
		await Promise.all([1, 2, 3, 4, 5].map(async () => await workflow.publish()));
		await passed(200);

		expect(glassix.heldCalls).toBe(1);
	});
});

it('starting the trigger twice at once with a refused credential fails both times', async () => {
	await open();
	workflow.credential.apiSecret = 'wrong';

	const outcomes = await Promise.allSettled([1, 2].map(async () => await workflow.publish()));

	expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	expect(glassix.callsOf('/webhooks/getevents')).toEqual([]);
});

describe('A test in the editor', () => {
	it('shows one event and deletes none, so that the published workflow gets them all', async () => {
		await open();
		for (const ticket of [1, 2]) glassix.enqueue(stateChange(ticket));

		const items = await workflow.test();

		expect(items.map(ticketOf)).toEqual([1]);
		expect(glassix.queued).toHaveLength(2);
		expect(glassix.callsOf('/webhooks/deleteevents')).toEqual([]);
	});

	it('shows the whole batch with "Once per Batch"', async () => {
		await open({}, { startExecution: 'oncePerBatch' });
		for (const ticket of [1, 2]) glassix.enqueue(stateChange(ticket));

		const items = await workflow.test();

		expect(items.map(ticketOf)).toEqual([1, 2]);
	});

	it('waits for an event that the user selected', async () => {
		await open({ holdMs: 300 }, { triggerOn: ['NEW_TICKET'] });
		glassix.enqueue(stateChange(1));
		const testing = workflow.test();
		await passed(500);
		glassix.enqueue(stateChange(2, 'NEW_TICKET'));

		expect((await testing).map(ticketOf)).toEqual([2]);
	});

	it('shows at once why Glassix refuses the credential', async () => {
		await open();
		workflow.credential.apiSecret = 'wrong';

		await expect(workflow.test()).rejects.toThrow('Glassix does not accept the credential (401).');
	});

	it('ends its held request when it is stopped', async () => {
		await open({ holdMs: 60_000 });
		void workflow.test();
		await until('a request is held', isHeld);

		await workflow.unpublish();

		await until('it is broken off', () => glassix.heldCalls === 0);
	});

	it('runs beside the published workflow, and each of them gets an event', async () => {
		await open({ holdMs: 60_000, eventsPerCall: 1 });
		await workflow.publish();
		await until('a request is held', isHeld);
		const testing = workflow.test();
		await until('two requests are held', () => glassix.heldCalls === 2);

		glassix.enqueue(stateChange(1));
		glassix.enqueue(stateChange(2));

		expect(await testing).toHaveLength(1);
		await until('the published one ran', () => workflow.runs.length === 1);
		await until('and deleted its own', () => glassix.queued.length === 1);
	});
});
