import { ExpressionError } from 'n8n-workflow';

import { ACCOUNT, type GlassixStandIn } from '../support/glassix-stand-in';
import {
	passed,
	pollingPair,
	PollingWorkflow,
	stateChange,
	until,
} from '../support/inProcess/pollingTrigger';

jest.setTimeout(20_000);

let glassix: GlassixStandIn;
let workflow: PollingWorkflow;
let end: () => Promise<void> = async () => undefined;

const open = async (...options: Parameters<typeof pollingPair>) => {
	({ glassix, workflow, end } = await pollingPair(...options));
};
const tokens = () => glassix.callsOf('/token/get');

afterEach(async () => {
	await end();
	end = async () => undefined;
});

describe('The token of Glassix', () => {
	it('is fetched once and stored, so that other workflows need no new one', async () => {
		await open();
		await workflow.publish();
		const other = new PollingWorkflow(workflow.credential);
		await other.publish('init');
		await until('both fetch', () => glassix.callsOf('/webhooks/getevents').length >= 2);
		await other.unpublish();

		expect(tokens()).toHaveLength(1);
		expect(workflow.credential.accessToken).toMatch(/^\S{20,}$/);
	});

	it('is fetched once by workflows that start at the same time', async () => {
		await open();
		const others = [1, 2, 3].map(() => new PollingWorkflow(glassix.credential));

		await Promise.all([workflow, ...others].map(async (each) => await each.publish()));
		await Promise.all(others.map(async (each) => await each.unpublish()));

		expect(tokens()).toHaveLength(1);
	});

	it('is renewed before it expires, so that Glassix refuses no call', async () => {
		await open({ tokenLifeS: 2 });

		await workflow.publish();
		await passed(4500);

		expect(tokens().length).toBeGreaterThanOrEqual(3);
		expect(glassix.calls.filter(({ status }) => status === 401)).toEqual([]);
	});

	it('is renewed once if Glassix makes it void, and the events arrive', async () => {
		await open();
		await workflow.publish();
		await until('it fetches', () => glassix.callsOf('/webhooks/getevents').length === 1);
		glassix.voidTokens();
		glassix.enqueue(stateChange(1));

		await until('it ran', () => workflow.runs.length === 1 && glassix.queued.length === 0);

		expect(tokens()).toHaveLength(2);
		expect(glassix.calls.filter(({ status }) => status === 401)).toHaveLength(1);
		expect(workflow.log).toEqual([]);
	});

	it('is not used again after the API secret changes', async () => {
		await open();
		await workflow.publish();
		await workflow.unpublish();
		glassix.account.apiSecret = 'the-next-secret';
		workflow.credential.apiSecret = 'the-next-secret';

		await workflow.publish();

		expect(tokens()).toHaveLength(2);
		expect(tokens()[1].body).toEqual({ ...ACCOUNT, apiSecret: 'the-next-secret' });
	});

	it('is requested again after the time that Glassix asks to wait', async () => {
		await open();
		let refusals = 0;
		glassix.breaks = ({ path }) =>
			path === '/token/get' && refusals++ < 2
				? { kind: 'status', status: 429, headers: { 'retry-after': '2' } }
				: undefined;
		glassix.enqueue(stateChange(1));

		await workflow.publish();
		await until('it ran', () => workflow.runs.length === 1);

		expect(tokens()).toHaveLength(3);
		expect(tokens()[2].at - tokens()[1].at).toBeGreaterThanOrEqual(2000);
	});
});

describe('Publishing with a credential that cannot work', () => {
	const publishing = async () =>
		await workflow.publish().then(
			() => 'published',
			(error: Error) => error.message,
		);

	it.each([401, 400, 403])(
		"fails with Glassix's own words if Glassix answers %i",
		async (status) => {
			await open();
			glassix.refusal = { status, body: { message: 'Invalid apiSecret' } };
			workflow.credential.apiSecret = 'wrong';

			expect(await publishing()).toBe(
				`Glassix does not accept the credential (${status}). Glassix says: “Invalid apiSecret”. Compare API Key, API Secret, and User Name with Glassix → Settings → Developers → API keys. The user needs access to the key's department.`,
			);
			expect(tokens()).toHaveLength(1);
		},
	);

	it('fails and says which values do not look right', async () => {
		await open();
		Object.assign(workflow.credential, { apiKey: 'my key', userName: 'API user' });

		expect(await publishing()).toContain(
			'API Key does not look like one (8-4-4-4-12 digits and letters). User Name is not an e-mail address.',
		);
	});

	it('fails without a call, and says what is empty', async () => {
		await open();
		Object.assign(workflow.credential, { apiKey: '', userName: ' ' });

		expect(await publishing()).toBe('Fill in API Key, User Name in the Glassix API credential.');
		expect(glassix.calls).toEqual([]);
	});

	it('fails and says that the workspace is wrong', async () => {
		await open();
		Object.assign(workflow.credential, { environment: 'glassix.com', workspace: 'my company' });

		expect(await publishing()).toContain('Workspace in the Glassix API credential is not one');
	});

	it('fails and says that the base URL is not a URL', async () => {
		await open();
		workflow.credential.baseUrl = 'proxy.example.com';

		expect(await publishing()).toContain('Base URL in the Glassix API credential is not a URL');
	});

	it('fails and says that there is no Glassix at the address', async () => {
		await open();
		workflow.credential.baseUrl = 'https://nothing.invalid/api/v1.2';

		expect(await publishing()).toBe(
			'There is no Glassix at https://nothing.invalid/api/v1.2. Check Workspace and Environment in the credential.',
		);
	});

	it('fails and says that the server has no Glassix API', async () => {
		await open();
		glassix.breaks = () => ({ kind: 'status', status: 404 });

		expect(await publishing()).toContain('There is no Glassix API at');
	});

	it('fails and says that the user has no access to the department', async () => {
		await open();
		glassix.hasAccess = false;

		expect(await publishing()).toBe(
			"Glassix does not allow the credential's user to call users/getstatus. Glassix says: “No access to the department”. Give the user access to the API key's department, or enter another user.",
		);
	});

	it('fails and says that Glassix does not accept the token it just issued', async () => {
		await open();
		glassix.breaks = ({ path }) =>
			path === '/users/getstatus' ? { kind: 'status', status: 401 } : undefined;

		expect(await publishing()).toContain('Glassix does not accept the token it just issued.');
		expect(tokens()).toHaveLength(2);
	});

	afterEach(() => {
		expect(glassix.callsOf('/webhooks/getevents')).toEqual([]);
	});
});

it('a credential that is refused later ends the trigger with one clear message', async () => {
	await open();
	await workflow.publish();
	await until('it fetches', () => glassix.callsOf('/webhooks/getevents').length === 1);
	glassix.account.apiSecret = 'changed';
	glassix.voidTokens();

	await until('it ends', () => workflow.ends.length > 0);
	await passed(1500);

	expect(workflow.ends.map(({ message }) => message)).toEqual([
		expect.stringContaining('Glassix does not accept the credential (401).'),
	]);
	expect(workflow.log).toEqual([]);
	expect(tokens()).toHaveLength(2);
});

describe('A credential that n8n cannot read', () => {
	class CredentialNotFoundError extends Error {}
	class CredentialDataError extends Error {}
	class UnrecognizedCredentialTypeError extends Error {}

	it.each([
		['was deleted', new CredentialNotFoundError('Credential with ID "c1" does not exist.')],
		['cannot be decrypted', new CredentialDataError('Credentials could not be decrypted.')],
		['uses a forbidden $env', new ExpressionError('access to env vars denied')],
		['belongs to a package that is gone', new UnrecognizedCredentialTypeError('Unrecognized type')],
	])("ends the trigger once, with n8n's words, if it %s", async (_why, error) => {
		await open();
		await workflow.publish();
		await until('it fetches', () => glassix.callsOf('/webhooks/getevents').length === 1);
		workflow.unreadable = error;

		await until('it ends', () => workflow.ends.length > 0);
		await passed(300);

		expect(workflow.ends.map(({ message }) => message)).toEqual([
			`n8n cannot read the Glassix API credential: ${error.message}`,
		]);
		expect(workflow.log).toEqual([]);
	});

	it("is tried again if its database fails for a moment, and the log has n8n's words", async () => {
		await open();
		await workflow.publish();
		await until('it fetches', () => glassix.callsOf('/webhooks/getevents').length === 1);
		workflow.unreadable = Object.assign(new Error('Connection terminated'), {
			code: 'ECONNREFUSED',
		});
		await until('a fault is logged', () => workflow.log.length > 0);
		workflow.unreadable = undefined;
		glassix.enqueue(stateChange(1));

		await until('it ran', () => workflow.runs.length === 1);

		expect(workflow.ends).toEqual([]);
		expect(workflow.log[0]).toContain(
			'could not fetch events: n8n cannot read the Glassix API credential: Connection terminated',
		);
	});
});

it.each([
	['no network yet', () => (workflow.credential.baseUrl = 'https://nothing.invalid/api/v1.2')],
	['no access yet', () => (glassix.hasAccess = false)],
])('when n8n starts, the trigger waits while there is %s', async (_what, hinder) => {
	await open();
	hinder();
	glassix.enqueue(stateChange(1));
	await workflow.publish('init');
	await passed(300);

	workflow.credential.baseUrl = glassix.baseUrl;
	glassix.hasAccess = true;

	await until('it ran', () => workflow.runs.length === 1);
});

it('the log and the error message hold no secret and no token', async () => {
	await open();
	glassix.breaks = ({ path }) =>
		path.startsWith('/webhooks') ? { kind: 'status', status: 500 } : undefined;
	await workflow.publish();
	await until('a fault', () => workflow.log.length > 0);
	const token = String(workflow.credential.accessToken);
	glassix.account.apiSecret = 'changed';
	glassix.breaks = () => undefined;
	glassix.voidTokens();
	await until('it ends', () => workflow.ends.length > 0);

	const [error] = workflow.ends;
	const told = [...workflow.log, error.message, error.stack, JSON.stringify(error)].join('\n');
	expect(token).not.toBe('');
	expect(told).not.toContain(token);
	expect(told).not.toContain(ACCOUNT.apiSecret);
});
