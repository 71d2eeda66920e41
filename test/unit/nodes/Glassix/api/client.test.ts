import { NodeApiError, type IHttpRequestOptions, type ITriggerFunctions } from 'n8n-workflow';

import { accountOf, fingerprint } from '../../../../../nodes/Glassix/api/account';
import { GlassixClient } from '../../../../../nodes/Glassix/api/client';
import type { Fault } from '../../../../../nodes/Glassix/api/fault';
import { FIELDS } from '../../../../support/glassixMessages';

const NEVER = new AbortController().signal;

const credential = {
	...FIELDS,
	accessToken: 'token',
	usableUntil: String(Date.now() + 60_000),
	issuedTo: fingerprint(accountOf(FIELDS)),
};

/** A client in an n8n that makes calls as the test says. */
function clientOf(
	call: (request: IHttpRequestOptions) => Promise<object>,
	getCredentials: () => Promise<object> = async () => credential,
): GlassixClient {
	return new GlassixClient({
		helpers: {
			httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) =>
				await call(request),
		},
		getCredentials,
	} as unknown as ITriggerFunctions);
}

const faultOf = async (client: GlassixClient) =>
	(await client.getEvents(NEVER).catch((reason: unknown) => reason)) as Fault;

/** What n8n throws for a call that broke, in a version below 2.34: without its cause. */
function thrown(error: Error, isOlder: boolean): Error {
	const wrapped = new NodeApiError({ name: 'node' } as never, error as never);
	if (isOlder) Object.defineProperty(wrapped, 'cause', { value: undefined });
	return wrapped;
}

describe('A call to Glassix that gets no complete answer', () => {
	it.each([
		['getevents', 120, (client: GlassixClient) => client.getEvents(NEVER)],
		['getstatus', 20, (client: GlassixClient) => client.check(NEVER)],
		['deleteevents', 20, (client: GlassixClient) => client.deleteEvents([])],
	])('ends on time even when the answer drips: %s after %i s', async (what, seconds, call) => {
		jest.useFakeTimers();
		let signal: IHttpRequestOptions['abortSignal'];
		const client = clientOf(async ({ abortSignal }) => {
			signal = abortSignal;
			return await new Promise(() => undefined);
		});
		const outcome = call(client).catch((reason: unknown) => reason);
		await jest.advanceTimersByTimeAsync(seconds * 1000 - 1);
		expect((signal as AbortSignal).aborted).toBe(false);
		await jest.advanceTimersByTimeAsync(1);
		jest.useRealTimers();

		expect((signal as AbortSignal).aborted).toBe(true);
		expect((await outcome) as Fault).toMatchObject({
			stops: 'never',
			message: expect.stringMatching(
				new RegExp(`^Glassix has not finished its answer to .*${what} within ${seconds} s\\.$`),
			),
		});
	});

	it('reports after 20 s that the n8n database does not answer', async () => {
		jest.useFakeTimers();
		const outcome = faultOf(
			clientOf(
				async () => {
					throw thrown(new Error('Something of n8n'), false);
				},
				async () => await new Promise(() => undefined),
			),
		);
		await jest.advanceTimersByTimeAsync(20_000);
		jest.useRealTimers();

		expect(await outcome).toMatchObject({
			stops: 'never',
			message:
				'n8n cannot read the Glassix API credential: its database has not answered within 20 s',
		});
	});

	describe.each([
		['n8n 2.34 or newer', false],
		['an older n8n', true],
	])('in %s', (_which, isOlder) => {
		it.each(['ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', 'CERT_HAS_EXPIRED', 'ECONNABORTED'])(
			'reports %s as a network fault',
			async (code) => {
				const client = clientOf(async () => {
					throw thrown(Object.assign(new Error('it broke'), { code }), isOlder);
				});

				expect(await faultOf(client)).toMatchObject({
					stops: 'never',
					message: `n8n couldn't reach Glassix, or Glassix broke off its answer to webhooks/getevents (${code}).`,
				});
			},
		);

		it('reports the address when its host does not exist', async () => {
			const client = clientOf(async () => {
				throw thrown(Object.assign(new Error('it broke'), { code: 'ENOTFOUND' }), isOlder);
			});

			expect((await faultOf(client)).message).toBe(
				'There is no Glassix at https://acme.glassix.com/api/v1.2. Check Workspace and Environment in the credential.',
			);
		});

		it("reports a missing credential in n8n's words and stops the trigger", async () => {
			class CredentialNotFoundError extends Error {}
			const gone = new CredentialNotFoundError('Credential with ID "1" does not exist.');
			const client = clientOf(
				async () => {
					throw thrown(gone, isOlder);
				},
				async () => await Promise.reject(gone),
			);

			expect(await faultOf(client)).toMatchObject({
				stops: 'always',
				message: `n8n cannot read the Glassix API credential: ${gone.message}`,
			});
		});

		it('reports a failing n8n database and keeps the trigger running', async () => {
			const failure = Object.assign(new Error('Connection terminated'), { code: 'ECONNREFUSED' });
			const client = clientOf(
				async () => {
					throw thrown(failure, isOlder);
				},
				async () => await Promise.reject(failure),
			);

			expect(await faultOf(client)).toMatchObject({
				stops: 'never',
				message: 'n8n cannot read the Glassix API credential: Connection terminated',
			});
		});

		it.each([{}, { code: 'SQLITE_BUSY' }, { code: '57P01' }])(
			"reports an n8n error (%j) in n8n's words",
			async (more) => {
				const client = clientOf(async () => {
					throw thrown(Object.assign(new Error('Something of n8n'), more), isOlder);
				});

				expect(await faultOf(client)).toMatchObject({
					stops: 'never',
					message: 'n8n could not make the call webhooks/getevents: Something of n8n',
				});
			},
		);
	});
});

describe('A call that Glassix refuses', () => {
	const answering =
		(...statuses: number[]) =>
		async () => ({ statusCode: statuses.shift(), headers: {}, body: '[]' });

	it('is made once more after a 401', async () => {
		expect(await clientOf(answering(401, 200)).getEvents(NEVER)).toEqual([]);
	});

	it('stops the trigger after a second 401', async () => {
		expect(await faultOf(clientOf(answering(401, 401, 200)))).toMatchObject({ stops: 'always' });
	});

	it('reports that Glassix refused the receipts when a deletion gets 400', async () => {
		expect(await clientOf(answering(400)).deleteEvents([])).toBe(false);
	});

	it('fails when a deletion is redirected, and names the other host', async () => {
		const pointing = async () => ({
			statusCode: 307,
			headers: { location: 'https://evil.example.com' },
			body: '',
		});

		await expect(clientOf(pointing).deleteEvents([])).rejects.toThrow(
			'https://acme.glassix.com/api/v1.2 answered webhooks/deleteevents by pointing to evil.example.com (307).',
		);
	});
});
