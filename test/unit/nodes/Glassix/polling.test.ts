import type { IDataObject, IHttpRequestHelper, IRun } from 'n8n-workflow';

import { accountOf, fingerprint } from '../../../../nodes/Glassix/api/account';
import { Fault, itsWords, retryAfter, unanswered } from '../../../../nodes/Glassix/api/fault';
import { renewToken } from '../../../../nodes/Glassix/api/token';
import { BackOff, waitAfter } from '../../../../nodes/Glassix/polling/backOff';
import { Deletions } from '../../../../nodes/Glassix/polling/deletions';
import { Ledger, ledgerOf } from '../../../../nodes/Glassix/polling/ledger';
import { readMessages, type Message } from '../../../../nodes/Glassix/polling/messages';
import { endOf, Slots } from '../../../../nodes/Glassix/polling/runs';
import { wait } from '../../../../receiver/lib/wait';
import { stateChange } from '../../../support/pollingTrigger';

const FIELDS = {
	environment: 'glassix.com',
	workspace: 'acme',
	apiKey: '3f0c1a52-7be4-4d19-9a86-52c0d1e8b7f4',
	apiSecret: 'secret',
	userName: 'api@example.com',
};

const queued = (id: string, ticket = 1) => ({
	...stateChange(ticket),
	queueMessageId: id,
	queueReceiptHandle: `handle of ${id}`,
});
const message = (id: string): Message => readMessages([queued(id)])[0];

describe('the wait after a try that came to nothing', () => {
	it('doubles from one second to five minutes', () => {
		const longest = [1, 2, 3, 4, 9, 10, 100].map((tries) => waitAfter(tries, 1));
		expect(longest).toEqual([1000, 2000, 4000, 8000, 256_000, 300_000, 300_000]);
	});

	it('is half by chance, so that not all come back at the same time', () => {
		expect(waitAfter(3, 0)).toBe(2000);
		expect(new Set([1, 2, 3, 4, 5].map(() => waitAfter(10))).size).toBe(5);
	});

	it('is never shorter than what Glassix asks for', () => {
		const backOff = new BackOff();
		expect(backOff.next(60_000)).toBeGreaterThan(60_000);
		expect(backOff.next(60_000)).toBeLessThan(63_000);
	});

	it('starts anew after one that succeeded', () => {
		const backOff = new BackOff();
		for (let tries = 0; tries < 8; tries++) backOff.next();
		expect(backOff.reset()).toBe(true);
		expect(backOff.reset()).toBe(false);
		expect(backOff.next()).toBeLessThanOrEqual(1000);
	});
});

describe('Retry-After', () => {
	it.each([
		['120', 120_000],
		['0', 0],
		['-5', 0],
		['86400', 3_600_000],
		['', undefined],
		['soon', undefined],
		[undefined, undefined],
	])('%j means %j milliseconds', (header, ms) => {
		expect(retryAfter(header)).toBe(ms);
	});

	it('may be a date', () => {
		const header = new Date(Date.now() + 60_000).toUTCString();
		expect(retryAfter(header)).toBeGreaterThan(58_000);
		expect(retryAfter(header)).toBeLessThanOrEqual(60_000);
		expect(retryAfter('Mon, 01 Jan 2001 00:00:00 GMT')).toBe(0);
	});
});

describe("Glassix's own words", () => {
	it.each([
		[{ message: 'No' }, ' Glassix says: “No”.'],
		['{"Message":"No"}', ' Glassix says: “No”.'],
		['<html>', ''],
		[null, ''],
		[{ message: 5 }, ''],
		[{ message: 'x'.repeat(999) }, ` Glassix says: “${'x'.repeat(200)}”.`],
	])('of %j', (body, words) => {
		expect(itsWords(body)).toBe(words);
	});
});

describe('the address of the API', () => {
	it.each([
		['acme', 'glassix.com', 'https://acme.glassix.com/api/v1.2'],
		[' acme ', 'glassix-dev.com', 'https://acme.glassix-dev.com/api/v1.2'],
		['https://acme.glassix.com/', 'glassix.com', 'https://acme.glassix.com/api/v1.2'],
		['acme.glassix.com', 'glassix.com', 'https://acme.glassix.com/api/v1.2'],
	])('of workspace %j at %s is %s', (workspace, environment, url) => {
		expect(accountOf({ ...FIELDS, workspace, environment }).baseUrl).toBe(url);
	});

	it.each(['', 'a b', 'evil.example.com', 'acme@evil', '-acme', 'acme:8080'])(
		'is not made of %j',
		(workspace) => {
			expect(() => accountOf({ ...FIELDS, workspace })).toThrow('Workspace');
		},
	);

	it('of a proxy is taken as entered', () => {
		const fields = {
			...FIELDS,
			environment: 'other',
			baseUrl: ' https://p.example.com/api/v1.2/ ',
		};
		expect(accountOf(fields).baseUrl).toBe('https://p.example.com/api/v1.2');
	});

	it('that nobody answers at is named where it does not exist', () => {
		const fault = unanswered('https://nowhere.glassix.com/api/v1.2', 'a call', 'ENOTFOUND');
		expect(fault.message).toContain('https://nowhere.glassix.com');
		expect(fault.stops).toBe('whenPublishing');
		expect(unanswered('', 'a call', 'EAI_AGAIN').stops).toBe('never');
	});
});

describe('a token', () => {
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

	it('is renewed when it is the one that was refused', async () => {
		const fields = { ...FIELDS, apiSecret: 'renewed' };
		const { requests, http: helper } = http({ access_token: 'token', expires_in: 100 });
		await renewToken(helper, fields);
		await renewToken(helper, { ...fields, accessToken: 'an older one' });
		expect(requests).toHaveLength(1);
		await renewToken(helper, { ...fields, accessToken: 'token' });
		expect(requests).toHaveLength(2);
	});

	it('missing from the answer is waited for', async () => {
		const { http: helper } = http({ hello: 'world' });
		const fields = { ...FIELDS, apiSecret: 'no token' };
		await expect(renewToken(helper, fields)).rejects.toMatchObject({ stops: 'never' });
	});

	it('request that breaks tells nothing of the secret', async () => {
		const broken = Object.assign(new Error('secret'), { code: 'ECONNRESET', config: FIELDS });
		const helper = { helpers: { httpRequest: async () => await Promise.reject(broken) } };
		const error = await renewToken(helper as unknown as IHttpRequestHelper, {
			...FIELDS,
			apiSecret: 'broken',
		}).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(Fault);
		expect(error).not.toHaveProperty('cause');
		expect((error as Fault).message).toContain('(ECONNRESET)');
	});
});

describe('messages', () => {
	it('are the same whatever their receipt handle', () => {
		const [one] = readMessages([queued('a')]);
		const [other] = readMessages([{ ...queued('a'), queueReceiptHandle: 'new' }]);
		expect(other.id).toBe(one.id);
		expect(other.events[0].eventId).toBe(one.events[0].eventId);
	});

	it('are different by their queueMessageId, although they are alike', () => {
		expect(message('a').id).not.toBe(message('b').id);
	});

	it('given out twice in an answer are one', () => {
		expect(readMessages([queued('a'), { ...queued('a'), queueReceiptHandle: 'new' }])).toEqual([
			expect.objectContaining({
				receipt: { queueMessageId: 'a', queueReceiptHandle: 'new' },
			}),
		]);
	});

	it('without an id are known by what they hold, and cannot be deleted', () => {
		const [one, same, other] = [stateChange(1), stateChange(1), stateChange(2)];
		const messages = readMessages([one, same, other]);
		expect(messages.map(({ receipt }) => receipt)).toEqual([undefined, undefined]);
	});

	it.each([null, 5, 'text', [], {}])('%j are delivered as unrecognized', (entry) => {
		const [read] = readMessages([entry]);
		expect(read.events).toEqual([expect.objectContaining({ event: 'unrecognized', data: entry })]);
	});
});

describe('the ledger', () => {
	afterEach(() => jest.useRealTimers());

	it('knows a message from its beginning to its end', () => {
		const ledger = new Ledger();
		expect(ledger.standing(message('a'))).toBe('due');
		ledger.begin(message('a'));
		expect(ledger.standing(message('a'))).toBe('running');
		ledger.finish(message('a'));
		expect(ledger.standing(message('a'))).toBe('done');
	});

	it('leaves what failed alone for longer each time', () => {
		jest.useFakeTimers();
		const ledger = new Ledger();
		for (const [shortest, longest] of [
			[500, 1000],
			[1000, 2000],
			[2000, 4000],
		]) {
			ledger.begin(message('a'));
			ledger.tryAgain(message('a'));
			jest.advanceTimersByTime(shortest - 1);
			expect(ledger.standing(message('a'))).toBe('later');
			jest.advanceTimersByTime(longest - shortest + 1);
			expect(ledger.standing(message('a'))).toBe('due');
		}
	});

	it('leaves what another process began alone for half a minute', () => {
		jest.useFakeTimers();
		const ledger = new Ledger();
		ledger.tryAgain(message('a'), true);
		jest.advanceTimersByTime(29_000);
		expect(ledger.standing(message('a'))).toBe('later');
		jest.advanceTimersByTime(1000);
		expect(ledger.standing(message('a'))).toBe('due');
	});

	it('asks n8n for the same run in every process, and for another one after a failure', () => {
		const [one, other] = [new Ledger(), new Ledger()];
		const first = one.runKey([message('a')]);
		expect(other.runKey([message('a')])).toBe(first);
		expect(one.runKey([message('b')])).not.toBe(first);

		one.tryAgain(message('a'));
		other.tryAgain(message('a'), true);
		const second = one.runKey([message('a')]);
		one.tryAgain(message('a'));
		const keys = [first, second, one.runKey([message('a')]), other.runKey([message('a')])];
		expect(new Set(keys).size).toBe(4);
	});

	it('remembers no more than so many failures', () => {
		const ledger = new Ledger();
		const messages = Array.from({ length: 20_001 }, (_, place) => ({
			...message('a'),
			id: String(place),
		}));
		for (const each of messages) ledger.tryAgain(each);
		expect(ledger.wasTried(messages[0])).toBe(false);
		expect(ledger.wasTried(messages[1])).toBe(true);
	});

	it('is one a node, and outlives the loop', () => {
		expect(ledgerOf('w/n')).toBe(ledgerOf('w/n'));
		expect(ledgerOf('w/n')).not.toBe(ledgerOf('w/m'));
	});
});

describe('how a run ended', () => {
	const run = (status: IRun['status']) => Promise.resolve({ status } as IRun);
	const rejected = (name: string) => Promise.reject(Object.assign(new Error(), { name }));

	it.each([
		['success', run('success'), 'success'],
		['waiting', run('waiting'), 'success'],
		['error', run('error'), 'noSuccess'],
		['crashed', run('crashed'), 'noSuccess'],
		['canceled', run('canceled'), 'noSuccess'],
		['stopped by the user', rejected('ManualExecutionCancelledError'), 'noSuccess'],
		['stopped with n8n', rejected('SystemShutdownExecutionCancelledError'), 'notRun'],
		['not begun', rejected('Error'), 'notRun'],
		['begun by another process', Promise.resolve(undefined), 'begunBefore'],
	])('%s', async (_what, promise, outcome) => {
		expect(await endOf(promise)).toBe(outcome);
	});
});

describe('deleting', () => {
	const never = new AbortController().signal;
	const settled = async () => await new Promise((resolve) => setTimeout(resolve, 20));

	it('takes the first at once and the others together, a hundred a call', async () => {
		const sizes: number[] = [];
		const deleteEvents = async (receipts: unknown[]) => {
			sizes.push(receipts.length);
			return await settled().then(() => true);
		};
		const deletions = new Deletions({ deleteEvents }, never, () => undefined);
		for (let place = 0; place < 151; place++) deletions.add(message(`m${place}`));
		await settled();
		await settled();
		await settled();
		await settled();
		expect(sizes).toEqual([1, 100, 50]);
	});

	it('finds the receipt that is refused among the others', async () => {
		const deleted: string[] = [];
		let calls = 0;
		const deletions = new Deletions(
			{
				deleteEvents: async (receipts) => {
					calls++;
					const ids = receipts.map(({ queueMessageId }) => queueMessageId);
					if (ids.includes('m57')) return await Promise.resolve(false);
					deleted.push(...ids);
					return true;
				},
			},
			never,
			() => undefined,
		);
		for (let place = 0; place < 101; place++) deletions.add(message(`m${place}`));
		await settled();
		expect(deleted).toHaveLength(100);
		expect(calls).toBeLessThanOrEqual(30);
	});

	it('gets on, however often a call breaks while it looks for the refused one', async () => {
		const left = new Set(Array.from({ length: 101 }, (_, place) => `m${place}`));
		let calls = 0;
		const deletions = new Deletions(
			{
				deleteEvents: async (receipts) => {
					// The first call, and then every other one.
					if (++calls % 2) return await Promise.reject(new Fault('cut', { isMishap: true }));
					const ids = receipts.map(({ queueMessageId }) => queueMessageId);
					if (ids.includes('m57')) {
						if (ids.length === 1) left.delete('m57');
						return false;
					}
					for (const id of ids) left.delete(id);
					return true;
				},
			},
			never,
			() => undefined,
		);
		jest.spyOn(BackOff.prototype, 'next').mockReturnValue(0);
		for (const id of left) deletions.add(message(id));
		await settled();
		jest.restoreAllMocks();
		expect(left.size).toBe(0);
	});

	it('gives up after three tries when the workflow is stopped', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(0);
		const stopping = new AbortController();
		let tries = 0;
		const deletions = new Deletions(
			{
				deleteEvents: async () => {
					tries++;
					return await Promise.reject(new Fault('no'));
				},
			},
			stopping.signal,
			() => undefined,
		);
		stopping.abort();
		deletions.add(message('a'));
		await new Promise((resolve) => setTimeout(resolve, 1800));
		expect(tries).toBe(3);
		jest.restoreAllMocks();
	});
});

describe('waiting', () => {
	it('ends with the signal', async () => {
		const stopping = new AbortController();
		const at = Date.now();
		setTimeout(() => stopping.abort(new Error('stop')), 20);
		await wait(60_000, stopping.signal);
		expect(Date.now() - at).toBeLessThan(1000);
	});

	it('a thousand times leaves nothing listening to the signal', async () => {
		const { signal } = new AbortController();
		const listening = new Set<unknown>();
		jest
			.spyOn(signal, 'addEventListener')
			.mockImplementation((_type, listener) => void listening.add(listener));
		jest
			.spyOn(signal, 'removeEventListener')
			.mockImplementation((_type, listener) => void listening.delete(listener));
		for (let count = 0; count < 1000; count++) await wait(0.01, signal);
		expect(listening.size).toBe(0);
	});

	it('for a slot ends when one is free', async () => {
		const slots = new Slots(1);
		const { signal } = new AbortController();
		await slots.take(signal);
		let isTaken = false;
		const second = slots.take(signal).then(() => (isTaken = true));
		await Promise.resolve();
		expect(isTaken).toBe(false);
		slots.free();
		await second;
		expect(isTaken).toBe(true);
	});

	it('for a slot ends with the signal', async () => {
		const slots = new Slots(0);
		const stopping = new AbortController();
		const waiting = slots.take(stopping.signal);
		stopping.abort(new Error('stop'));
		await expect(waiting).rejects.toThrow('stop');
	});
});
