import {
	anyBreakage,
	BREAKAGES,
	type Breakage,
	type Call,
	type GlassixStandIn,
} from '../support/glassix-stand-in';
import {
	passed,
	pollingPair,
	stateChange,
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

/** Answers that no event can be read from. */
const SENSELESS: typeof BREAKAGES = [
	['an object that is not an event', { kind: 'status', status: 200, body: { message: 'Later' } }],
	['a text', { kind: 'status', status: 200, body: '"Later"' }],
	['a number', { kind: 'status', status: 200, body: 5 }],
];

/** The first calls of a path are broken. */
const breakFirst = (path: string, breakage: Breakage, count = 1) => {
	let left = count;
	glassix.breaks = (call: Call) =>
		call.path.startsWith(path) && left-- > 0 ? breakage : undefined;
};
const fetches = () => glassix.callsOf('/webhooks/getevents');
const warnings = () => workflow.log.filter((line) => line.startsWith('warn'));

afterEach(async () => {
	await end();
	end = async () => undefined;
});

describe('A fetch of events', () => {
	it.each([...BREAKAGES, ...SENSELESS])(
		'is tried again after a wait if it meets %s, and loses nothing',
		async (_how, breakage) => {
			await open({ visibilityMs: 500 });
			breakFirst('/webhooks/getevents', breakage);
			glassix.enqueue(stateChange(1));

			await workflow.publish();
			await until('it ran', () => workflow.runs.length === 1 && glassix.queued.length === 0);

			const [broken, next] = fetches();
			expect(next.at - broken.at).toBeGreaterThanOrEqual(450);
			expect(workflow.runs).toHaveLength(1);
			expect(workflow.ends).toEqual([]);
			expect(warnings()).toEqual([
				expect.stringMatching(
					/^warn: Glassix: workflow "My workflow" \(.+\), node "My Trigger" could not fetch events: .+\. The next try is in \d+ s\.$/,
				),
			]);
			expect(workflow.log).toContainEqual(expect.stringContaining('fetches events again'));
		},
	);

	it('waits as long as Retry-After says if Glassix answers 429', async () => {
		await open();
		breakFirst('/webhooks/getevents', {
			kind: 'status',
			status: 429,
			headers: { 'retry-after': '2' },
		});

		await workflow.publish();
		await until('it is tried again', () => fetches().length === 2);

		const [refused, next] = fetches();
		expect(next.at - refused.at).toBeGreaterThanOrEqual(2000);
	});
});

describe('A deletion of events', () => {
	it.each(BREAKAGES)(
		'is tried again if it meets %s, and no event runs twice',
		async (_how, breakage) => {
			await open({ visibilityMs: 1500, holdMs: 500 });
			breakFirst('/webhooks/deleteevents', breakage);
			for (const ticket of [1, 2, 3]) glassix.enqueue(stateChange(ticket));

			await workflow.publish();
			await until('they ran', () => workflow.runs.length === 3 && glassix.queued.length === 0);
			await passed(100);

			expect([...workflow.succeeded].sort()).toEqual([1, 2, 3]);
			expect(workflow.ends).toEqual([]);
		},
	);

	it('deletes the other events at once if one receipt has expired', async () => {
		await open(
			{ staleHandle: 'refused', visibilityMs: 60_000 },
			{ startExecution: 'oncePerBatch' },
		);
		for (let ticket = 0; ticket < 9; ticket++) glassix.enqueue(stateChange(ticket));
		const [stale] = glassix.queued;
		workflow.execute = () => {
			glassix.expireReceipt(stale);
			return 'success' as const;
		};

		await workflow.publish();
		await until('one is left', () => glassix.queued.length === 1, 2000);

		expect(glassix.queued).toEqual([stale]);
	});
});

it('each of 1,000 events succeeds once despite random faults, and the queue ends empty', async () => {
	await open({
		visibilityMs: 1500,
		eventsPerCall: 100,
		extraCopies: 0.02,
		staleHandle: 'refused',
		order: 'random',
		holdMs: 200,
	});
	for (let ticket = 0; ticket < 1000; ticket++) glassix.enqueue(stateChange(ticket));
	glassix.breaks = ({ path }) => (path.startsWith('/webhooks/') ? anyBreakage(0.25) : undefined);
	workflow.execute = async () => {
		await passed(Math.random() * 20);
		return Math.random() < 0.02 ? 'error' : 'success';
	};

	await workflow.publish();
	await until('the queue is empty', () => glassix.queued.length === 0, 110_000);

	expect([...workflow.succeeded].sort((a, b) => a - b)).toEqual([...Array(1000).keys()]);
	expect(workflow.ends).toEqual([]);
}, 120_000);
