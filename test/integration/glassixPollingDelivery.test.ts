import { UserError, type IRun } from 'n8n-workflow';

import { fixture, fixtureNames } from '../support/fixtures';
import type { GlassixStandIn, Unknowns } from '../support/glassix-stand-in';
import {
	passed,
	pollingPair,
	stateChange,
	ticketOf,
	until,
	type PollingWorkflow,
} from '../support/inProcess/pollingTrigger';
import { byName, running } from '../support/services';

jest.setTimeout(20_000);

let glassix: GlassixStandIn;
let workflow: PollingWorkflow;
let end: () => Promise<void> = async () => undefined;

const open = async (...options: Parameters<typeof pollingPair>) => {
	({ glassix, workflow, end } = await pollingPair(...options));
};
const emptied = async (runs: number) =>
	await until(
		`${runs} runs and an empty queue`,
		() => workflow.runs.length >= runs && glassix.queued.length === 0,
	);
const fetches = () => glassix.callsOf('/webhooks/getevents');
const deletions = () => glassix.callsOf('/webhooks/deleteevents');
const deletedIds = () =>
	deletions().flatMap(({ body }) =>
		(body as Array<{ queueMessageId: string }>).map(({ queueMessageId }) => queueMessageId),
	);

afterEach(async () => {
	await end();
	end = async () => undefined;
});

describe('Events from the Glassix queue', () => {
	it.each(fixtureNames('glassix'))('give the same item as the webhook gives: %s', async (name) => {
		await open();
		const body = fixture('glassix', name);
		const tested = byName.find(([service]) => service === 'Glassix')![1];
		const { items } = await running(tested).deliver(tested.delivery(body, name));
		glassix.enqueue(JSON.parse(body) as object);

		await workflow.publish();
		await emptied(1);

		const [item] = workflow.runs[0].items;
		expect({ ...item, receivedAt: '' }).toEqual({ ...items[0], receivedAt: '' });
	});

	it('start nothing and are deleted if they are not selected', async () => {
		await open({}, { triggerOn: ['NEW_TICKET'] });
		const id = glassix.enqueue(stateChange(1));

		await workflow.publish();
		await emptied(0);

		expect(workflow.runs).toEqual([]);
		expect(deletedIds()).toEqual([id]);
	});

	it('run with a warning if they are not in the list and "All Events" is selected', async () => {
		await open();
		glassix.enqueue(stateChange(1, 'TICKET_MERGED'));

		await workflow.publish();
		await emptied(1);

		const [item] = workflow.runs[0].items;
		expect(item).toMatchObject({ event: 'TICKET_MERGED', service: 'glassix' });
		expect(item.warnings).toEqual([
			'event: Trigger On does not list this event, so its data was not checked',
		]);
	});

	it('that are not in the list run only if the user names them, and other names are logged once each', async () => {
		await open(
			{},
			{ triggerOn: [], options: { additionalEventNames: ['TICKET_MERGED'], pollInterval: 1 } },
		);
		glassix.enqueue(stateChange(1, 'TICKET_MERGED'));
		for (const ticket of [2, 3]) glassix.enqueue(stateChange(ticket, 'TICKET_SPLIT'));

		await workflow.publish();
		await emptied(1);

		expect(workflow.runs.map(({ items }) => items.map(({ event }) => event))).toEqual([
			['TICKET_MERGED'],
		]);
		expect(workflow.log.filter((line) => /^info.*TICKET_SPLIT/.test(line))).toHaveLength(1);
	});

	it('run as unrecognized and are deleted if they have no envelope', async () => {
		await open();
		glassix.enqueue({ hello: 'world' });

		await workflow.publish();
		await emptied(1);

		expect(workflow.runs[0].items[0]).toMatchObject({
			event: 'unrecognized',
			data: { hello: 'world' },
		});
	});

	it('come simplified if the user wants that', async () => {
		await open(
			{},
			{
				triggerOn: ['NEW_TICKET', 'TICKET_STATE_CHANGE'],
				simplify: true,
				options: { pollInterval: 1 },
			},
		);
		glassix.enqueue(stateChange(7));

		await workflow.publish();
		await emptied(1);

		const { items } = workflow.runs[0];
		expect(items).toEqual([
			expect.objectContaining({ eventName: 'Ticket State Change', recordId: 7, status: 'Open' }),
		]);
		expect(items[0]).not.toHaveProperty('data');
	});

	it('run together, with an item each, if they come in one message', async () => {
		await open();
		const { changes, ...envelope } = stateChange(1);
		glassix.enqueue({ ...envelope, changes: [...changes, ...stateChange(2).changes] });

		await workflow.publish();
		await emptied(1);

		expect(workflow.runs.map(({ items }) => items.map(ticketOf))).toEqual([[1, 2]]);
	});

	it('start an execution each, ten at a time, even if a thousand come in one answer', async () => {
		await open();
		for (let ticket = 0; ticket < 1000; ticket++) glassix.enqueue(stateChange(ticket));
		let under = 0;
		let most = 0;
		workflow.execute = async () => {
			most = Math.max(most, ++under);
			await passed(1);
			under--;
			return 'success' as const;
		};

		await workflow.publish();
		await emptied(1000);

		expect(new Set(workflow.succeeded).size).toBe(1000);
		expect(workflow.runs).toHaveLength(1000);
		expect(most).toBe(10);
	});

	it('start one execution for all that are fetched together, with "Once per Batch"', async () => {
		await open({}, { startExecution: 'oncePerBatch' });
		for (let ticket = 0; ticket < 1000; ticket++) glassix.enqueue(stateChange(ticket));

		await workflow.publish();
		await emptied(1);

		expect(workflow.runs.map(({ items }) => items.length)).toEqual([1000]);
	});
});

describe('An event in the Glassix queue', () => {
	it('is deleted only after its execution has succeeded', async () => {
		await open();
		let finish: () => void = () => undefined;
		workflow.execute = async () => {
			await new Promise<void>((resolve) => (finish = resolve));
			return 'success' as const;
		};
		const id = glassix.enqueue(stateChange(1));
		await workflow.publish();
		await until('it runs', () => workflow.runs.length === 1);
		await passed(100);
		expect(deletions()).toEqual([]);

		finish();
		await emptied(1);

		expect(deletedIds()).toEqual([id]);
	});

	it('is deleted when its execution waits, as n8n goes on with it by itself', async () => {
		await open();
		workflow.execute = () => 'waiting';
		glassix.enqueue(stateChange(1));

		await workflow.publish();
		await emptied(1);

		expect(workflow.runs).toHaveLength(1);
	});

	it('stays and comes again if its execution fails, and runs once the workflow is repaired', async () => {
		await open({ visibilityMs: 300 });
		let isMended = false;
		workflow.execute = () => (isMended ? 'success' : 'error');
		const id = glassix.enqueue(stateChange(1));
		await workflow.publish();
		await until('it has failed twice', () => workflow.runs.length === 2);
		expect(glassix.queued).toEqual([id]);

		isMended = true;
		await until('it ran', () => workflow.succeeded.length === 1 && glassix.queued.length === 0);

		expect(new Set(workflow.runs.map(({ key }) => key)).size).toBe(workflow.runs.length);
	});

	it.each([
		['executionFinishes', 'error'],
		['executionFinishes', 'canceled'],
		['immediately', 'error'],
	] as const)(
		'is deleted with the setting %s if its execution ends with %s',
		async (when, status) => {
			await open({ visibilityMs: 300 }, { deleteFromQueueWhen: when });
			workflow.execute = () => status;
			glassix.enqueue(stateChange(1));

			await workflow.publish();
			await emptied(1);
			await passed(1500);

			expect(workflow.runs).toHaveLength(1);
		},
	);

	it('is deleted before its execution ends, with "Immediately"', async () => {
		await open({}, { deleteFromQueueWhen: 'immediately' });
		workflow.execute = async () => await new Promise(() => undefined);
		glassix.enqueue(stateChange(1));

		await workflow.publish();

		await emptied(1);
	});

	it.each(['executionFinishesSuccessfully', 'executionFinishes'] as const)(
		'comes again with the setting %s if n8n could not start its execution',
		async (deleteFromQueueWhen) => {
			await open({ visibilityMs: 300 }, { deleteFromQueueWhen });
			let tries = 0;
			workflow.execute = () => (++tries === 1 ? new Error('Database is not ready!') : 'success');
			glassix.enqueue(stateChange(1));

			await workflow.publish();
			await emptied(2);

			expect(workflow.runs.map(({ status }) => status)).toEqual(['not run', 'success']);
		},
	);

	it('does not make the rest of its batch run again and again if it keeps failing', async () => {
		await open({ visibilityMs: 300 }, { startExecution: 'oncePerBatch' });
		workflow.execute = ({ items }) =>
			items.some((item) => ticketOf(item) === 3) ? 'error' : 'success';
		for (const ticket of [1, 2, 3, 4]) glassix.enqueue(stateChange(ticket));

		await workflow.publish();
		await until('the poisonous one alone is left', () => glassix.queued.length === 1);
		await until('it has been tried alone, again', () => workflow.runs.length >= 6);

		expect([...workflow.succeeded].sort()).toEqual([1, 2, 4]);
	});
});

describe('An event whose execution fails each time', () => {
	/** The lines about events that stay in the queue. */
	const told = () => workflow.log.filter((line) => line.includes('did not succeed'));

	it('is logged once, with its eventId and the reason', async () => {
		await open({ visibilityMs: 300 });
		workflow.execute = () => ({
			status: 'error',
			data: {
				resultData: {
					runData: {},
					error: new UserError('duplicate key value'),
					lastNodeExecuted: 'Insert',
				},
			} as unknown as IRun['data'],
		});
		glassix.enqueue(stateChange(1));

		await workflow.publish();
		await until('it has failed three times', () => workflow.runs.length === 3);

		const [{ eventId }] = workflow.runs[0].items;
		expect(told()).toEqual([
			`warn: Glassix: workflow "My workflow" (${workflow.id}), node "My Trigger" keeps an event in the queue: The execution of event "TICKET_STATE_CHANGE" (eventId ${eventId}) did not succeed (error at node "Insert": duplicate key value). It is tried again, at most an hour later, until it succeeds or Glassix drops it.`,
		]);
	});

	it('leaves nine of ten slots to other events, however many such events there are', async () => {
		await open({ visibilityMs: 200 });
		let bad = 0;
		let mostBad = 0;
		workflow.execute = async ({ items, key }) => {
			const isFirst = workflow.runs.findIndex(
				(run) => ticketOf(run.items[0]) === ticketOf(items[0]),
			);
			if (ticketOf(items[0]) >= 100) return 'success';
			if (workflow.runs[isFirst].key === key) return 'error';
			mostBad = Math.max(mostBad, ++bad);
			await passed(150);
			bad--;
			return 'error';
		};
		for (let ticket = 0; ticket < 20; ticket++) glassix.enqueue(stateChange(ticket));
		await workflow.publish();
		await until('they fail for the second time', () => workflow.runs.length > 24);

		const at = Date.now();
		for (let ticket = 100; ticket < 130; ticket++) glassix.enqueue(stateChange(ticket));
		await until('the others are deleted', () => workflow.succeeded.length === 30, 5000);

		expect(mostBad).toBe(1);
		expect(Date.now() - at).toBeLessThan(3000);
	});
});

describe('An event that comes again', () => {
	it('does not run twice if it still runs, and is deleted with its newest receipt', async () => {
		await open({ visibilityMs: 50, staleHandle: 'refused' });
		workflow.execute = async () => {
			await passed(1500);
			return 'success' as const;
		};
		glassix.enqueue(stateChange(1));

		await workflow.publish();
		await emptied(1);

		expect(workflow.runs).toHaveLength(1);
		expect(fetches().length).toBeGreaterThan(1);
	});

	it('does not run twice if it could not be deleted, and is deleted then', async () => {
		await open({ visibilityMs: 300 });
		let lost = 0;
		glassix.breaks = ({ path }) =>
			path === '/webhooks/deleteevents' && lost++ === 0
				? { kind: 'status', status: 400 }
				: undefined;
		glassix.enqueue(stateChange(1));

		await workflow.publish();
		await emptied(1);

		expect(workflow.runs).toHaveLength(1);
		expect(deletions()).toHaveLength(2);
	});

	it.each<[string, Partial<Unknowns>]>([
		['twice at a time', { extraCopies: 0.5 }],
		['without ever hiding it', { visibilityMs: 0 }],
		['with the same handle each time', { handlesChange: false, visibilityMs: 100 }],
		['out of order', { order: 'random', visibilityMs: 100 }],
		['one at a time', { eventsPerCall: 1, visibilityMs: 100 }],
		['and refuses stale handles', { staleHandle: 'refused', visibilityMs: 30 }],
	])('runs once if Glassix hands it out %s', async (_how, unknowns) => {
		await open({ holdMs: 500, ...unknowns });
		workflow.execute = async () => {
			await passed(Math.random() * 60);
			return 'success' as const;
		};
		for (let ticket = 0; ticket < 30; ticket++) glassix.enqueue(stateChange(ticket));

		await workflow.publish();
		await emptied(30);

		expect([...workflow.succeeded].sort((a, b) => a - b)).toEqual([...Array(30).keys()]);
	});

	it('does not keep the trigger busy if it comes at once, again and again', async () => {
		await open({ visibilityMs: 0 });
		workflow.execute = () => 'error';
		glassix.enqueue(stateChange(1));

		await workflow.publish();
		await passed(3500);

		expect(workflow.runs.length).toBeLessThanOrEqual(4);
		expect(fetches().length).toBeLessThanOrEqual(8);
	});
});

describe('The pace of polling', () => {
	it.each(['[]', 'null', 'nothing', 'no content'] as const)(
		'is the poll interval while Glassix answers at once that nothing happened (%s)',
		async (emptyAnswer) => {
			await open({ emptyAnswer });

			await workflow.publish();
			await passed(1500);

			expect(fetches()).toHaveLength(2);
			expect(workflow.log).toEqual([]);
		},
	);

	it('follows Glassix if it holds the request, so that an event runs as soon as it happens', async () => {
		await open({ holdMs: 1200 }, { options: { pollInterval: 1 } });
		await workflow.publish();
		await passed(2000);
		expect(fetches()).toHaveLength(2);

		const at = Date.now();
		glassix.enqueue(stateChange(1));
		await emptied(1);

		expect(workflow.runs[0].at - at).toBeLessThan(200);
	});

	it('has no pause while events come', async () => {
		await open({ eventsPerCall: 1 }, { options: { pollInterval: 60 } });
		for (let ticket = 0; ticket < 20; ticket++) glassix.enqueue(stateChange(ticket));

		await workflow.publish();

		await emptied(20);
	});
});
