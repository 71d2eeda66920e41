import type { IRun } from 'n8n-workflow';

import type { GlassixStandIn } from '../support/glassix-stand-in';
import {
	pollingPair,
	stateChange,
	until,
	type PollingWorkflow,
} from '../support/inProcess/pollingTrigger';

let glassix: GlassixStandIn;
let workflow: PollingWorkflow;
let end: () => Promise<void>;

beforeEach(async () => {
	({ glassix, workflow, end } = await pollingPair({ visibilityMs: 300, staleHandle: 'refused' }));
});

afterEach(async () => await end());

const fetches = () => glassix.callsOf('/webhooks/getevents');

describe('An n8n below 2.34, whose errors do not tell their cause,', () => {
	beforeEach(() => (workflow.isOlder = true));

	it('does not publish a workflow with a wrong secret, and says why', async () => {
		workflow.credential.apiSecret = 'wrong';

		await expect(workflow.publish()).rejects.toThrow(
			'Glassix does not accept the credential (401).',
		);
	});

	it('does not publish a workflow with a wrong workspace, and says so', async () => {
		Object.assign(workflow.credential, { environment: 'glassix.com', workspace: 'a b' });

		await expect(workflow.publish()).rejects.toThrow('Workspace in the Glassix API credential');
	});

	it('does not publish a workflow with an address that does not exist', async () => {
		workflow.credential.baseUrl = 'https://nothing.invalid/api/v1.2';

		await expect(workflow.publish()).rejects.toThrow(
			'There is no Glassix at https://nothing.invalid',
		);
	});

	it('does not publish a workflow for a user without access', async () => {
		glassix.hasAccess = false;

		await expect(workflow.publish()).rejects.toThrow(
			"Glassix does not allow the credential's user to call users/getstatus.",
		);
	});

	it('ends the trigger when the credential is refused later', async () => {
		await workflow.publish();
		await until('it fetches', () => fetches().length === 1);
		glassix.account.apiSecret = 'changed';
		glassix.voidTokens();

		await until('it ends', () => workflow.ends.length > 0);

		expect(workflow.ends[0].message).toContain('Glassix does not accept the credential (401).');
	});

	it('renews a void token, and the events arrive', async () => {
		await workflow.publish();
		await until('it fetches', () => fetches().length === 1);
		glassix.voidTokens();
		glassix.enqueue(stateChange(1));

		await until('it ran', () => workflow.runs.length === 1 && glassix.queued.length === 0);

		expect(glassix.callsOf('/token/get')).toHaveLength(2);
		expect(workflow.log).toEqual([]);
	});

	it('waits as long as Glassix asks', async () => {
		let refusals = 0;
		glassix.breaks = ({ path }) =>
			path.startsWith('/webhooks/getevents') && refusals++ === 0
				? { kind: 'status', status: 429, headers: { 'retry-after': '2' } }
				: undefined;
		await workflow.publish();

		await until('it fetches again', () => fetches().length === 2);

		expect(fetches()[1].at - fetches()[0].at).toBeGreaterThanOrEqual(2000);
	});

	it('recognizes a refused receipt, and runs the event once', async () => {
		const id = glassix.enqueue(stateChange(1));
		workflow.execute = () => {
			glassix.expireReceipt(id);
			workflow.execute = () => 'success';
			return 'success';
		};
		await workflow.publish();

		await until('it is deleted', () => glassix.queued.length === 0);

		expect(workflow.runs).toHaveLength(1);
		expect(workflow.log.join('\n')).toContain('Glassix does not accept its receipt');
	});
});

it.each<[string, Partial<IRun>]>([
	['over', { finished: true, status: 'running' }],
	['waiting', { waitTill: new Date(), status: 'running' }],
])(
	'an event runs once and is deleted if its run is %s and n8n below 2.4.9 calls it running',
	async (_what, told) => {
		workflow.execute = () => told;
		glassix.enqueue(stateChange(1));

		await workflow.publish();
		await until('it is deleted', () => glassix.queued.length === 0);

		expect(workflow.runs).toHaveLength(1);
	},
);
