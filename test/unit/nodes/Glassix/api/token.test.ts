import { inspect } from 'node:util';

import type { IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { accountOf, fingerprint } from '../../../../../nodes/Glassix/api/account';
import { Fault } from '../../../../../nodes/Glassix/api/fault';
import {
	isUsable,
	refuseToken,
	renewToken,
	whyNoToken,
} from '../../../../../nodes/Glassix/api/token';
import { FIELDS } from '../../../../support/glassixMessages';

describe('A Glassix token', () => {
	const http = (answer: object) => {
		const requests: IDataObject[] = [];
		const helpers = {
			httpRequest: async (request: IDataObject) => {
				requests.push(request);
				return await Promise.resolve({ statusCode: 200, headers: {}, body: answer });
			},
		};
		return { requests, http: { helpers } as unknown as IHttpRequestHelper };
	};

	it.each([
		[10_800, 10_500],
		[100, 90],
		[undefined, 10_500],
		['soon', 10_500],
	])('that lives %j s is used for %i s', async (expires_in, usedFor) => {
		const fields = { ...FIELDS, apiSecret: `secret ${String(expires_in)}` };
		const { http: helper } = http({ access_token: 'token', expires_in });
		const token = await renewToken(helper, fields);
		const usedS = (Number(token.usableUntil) - Date.now()) / 1000;
		expect(usedS).toBeGreaterThan(usedFor - 2);
		expect(usedS).toBeLessThanOrEqual(usedFor);
		expect(token.issuedTo).toBe(fingerprint(accountOf(fields)));
	});

	it('is renewed only when the refused token is the current one', async () => {
		const fields = { ...FIELDS, apiSecret: 'renewed' };
		const { requests, http: helper } = http({ access_token: 'token', expires_in: 100 });
		await renewToken(helper, fields);
		await renewToken(helper, { ...fields, accessToken: 'an older one' });
		expect(requests).toHaveLength(1);
		await renewToken(helper, { ...fields, accessToken: 'token' });
		expect(requests).toHaveLength(2);
	});

	it('does not stop the trigger when it is missing from the answer', async () => {
		const { http: helper } = http({ hello: 'world' });
		const fields = { ...FIELDS, apiSecret: 'no token' };
		await expect(renewToken(helper, fields)).rejects.toMatchObject({ stops: 'never' });
	});

	it('is unusable once Glassix refuses it, and is requested again', async () => {
		const fields = { ...FIELDS, apiSecret: 'refused' };
		const { requests, http: helper } = http({ access_token: 'refused token', expires_in: 100 });
		const token = await renewToken(helper, fields);
		const stored = { ...fields, ...token };
		expect(isUsable(stored, accountOf(fields))).toBe(true);

		refuseToken('refused token');

		expect(isUsable(stored, accountOf(fields))).toBe(false);
		await renewToken(helper, fields);
		expect(requests).toHaveLength(2);
	});

	it("is requested only at the credential's address, without following a redirect", async () => {
		const requests: IDataObject[] = [];
		const helper = {
			helpers: {
				httpRequest: async (request: IDataObject) => {
					requests.push(request);
					return { statusCode: 307, headers: { location: 'https://evil.example.com/a?b' } };
				},
			},
		};

		const renewing = renewToken(helper as unknown as IHttpRequestHelper, {
			...FIELDS,
			apiSecret: 'pointed elsewhere',
		});

		await expect(renewing).rejects.toThrow(
			'https://acme.glassix.com/api/v1.2 answered the request for a token by pointing to evil.example.com (307).',
		);
		expect(requests).toEqual([expect.objectContaining({ disableFollowRedirect: true })]);
	});

	it('is given up when its request gets no complete answer within 20 s', async () => {
		jest.useFakeTimers();
		const helper = { helpers: { httpRequest: async () => await new Promise(() => undefined) } };
		const fields = { ...FIELDS, apiSecret: 'dripping' };
		const renewing = renewToken(helper, fields);
		const refusal = expect(renewing).rejects.toThrow(
			'Glassix has not finished its answer to the request for a token within 20 s.',
		);
		await jest.advanceTimersByTimeAsync(20_000);
		await refusal;
		jest.useRealTimers();
	});

	it('leaves a reason when its renewal fails, until a renewal succeeds', async () => {
		const { http: helper } = http({ hello: 'world' });
		const fields = { ...FIELDS, apiSecret: 'no reason' };
		const since = Date.now();
		const fault = (await renewToken(helper, fields).catch((reason: unknown) => reason)) as Fault;

		expect(whyNoToken(accountOf(fields), since)).toBe(fault);
		expect(whyNoToken(accountOf(fields), Date.now() + 1)).toBeUndefined();
		await renewToken(http({ access_token: 'token' }).http, fields);
		expect(whyNoToken(accountOf(fields), since)).toBeUndefined();
	});

	it('reports a broken request by its code, without the error that holds the secret', async () => {
		const fields = { ...FIELDS, apiSecret: 'secret-of-the-broken-request' };
		const broken = Object.assign(new Error(fields.apiSecret), {
			code: 'ECONNRESET',
			config: fields,
		});
		const helper = { helpers: { httpRequest: async () => await Promise.reject(broken) } };
		const error = await renewToken(helper as unknown as IHttpRequestHelper, fields).catch(
			(reason: unknown) => reason,
		);
		expect(error).toBeInstanceOf(Fault);
		expect(error).not.toHaveProperty('cause');
		expect((error as Fault).message).toContain('(ECONNRESET)');
		expect(inspect(error, { depth: null })).not.toContain(fields.apiSecret);
	});
});
