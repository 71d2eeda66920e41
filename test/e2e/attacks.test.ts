import pidusage from 'pidusage';

import { API_SECRET, URL_TOKEN, VERIFY_TOKEN } from '../support/services';
import { fixture } from '../support/fixtures';
import { serviceIds, services, type Attack, type ServiceId } from './attacks/attack';
import { handshakes } from './attacks/handshakes';
import { insiders } from './attacks/insiders';
import { requests } from './attacks/requests';
import { signatures } from './attacks/signatures';
import { strangers } from './attacks/strangers';
import { tokens } from './attacks/tokens';
import { send, sendBytes, eventually, newN8n, pause, type OwnN8n } from '../support/realN8n/n8n';
import { published, startedBy, type PublishedTrigger } from '../support/realN8n/published';
import { TRIGGER_NAME } from '../support/realN8n/trigger';

/** One of their own, as behind a reverse proxy: they fill its memory and its log. */
let own: OwnN8n;
let triggers: Record<ServiceId, PublishedTrigger>;
let memoryBefore: number;

const attacks = { tokens, signatures, handshakes, requests, strangers, insiders };
const SECRETS = [API_SECRET, URL_TOKEN, VERIFY_TOKEN];
const STACK = /^[ \t]+at .+:\d+:\d+|node_modules|n8n-nodes-service-desk/m;

/** In MB. */
const residentMemory = async () => (await pidusage(own.instance.pid)).memory / 2 ** 20;

/** In milliseconds. What else the machine does takes other time, but none of this. */
const processorTime = async () => (await pidusage(own.instance.pid)).ctime;

beforeAll(async () => {
	own = await newN8n({ N8N_PROXY_HOPS: '1' });
	const options = { includeRequest: true, duplicateDeliveries: 'processAll' };
	const parameters = { options: { ...options, unrecognizedPayloads: 'start' } };
	const entries: Array<[ServiceId, PublishedTrigger]> = [];
	for (const id of serviceIds) {
		entries.push([id, await published(services[id], parameters, { api: own.api })]);
	}
	triggers = Object.fromEntries(entries) as Record<ServiceId, PublishedTrigger>;
	for (const id of serviceIds) await benign(id);
	memoryBefore = await residentMemory();
}, 180_000);

/** An ordinary delivery. */
async function benign(id: ServiceId) {
	const { event } = services[id];
	return await triggers[id].deliver(services[id].delivery(fixture(id, event)));
}

interface Answered {
	status: number;
	/** Status line, headers and body. */
	whole: string;
	text: string;
	headerNames: string[];
}

async function attempt({ on, sent, bytes }: Attack): Promise<Answered> {
	const { url } = triggers[on];
	const { pathname, origin, host } = new URL(url);
	if (bytes) {
		const whole = await sendBytes(url, bytes(pathname, host));
		const [, code] = /^HTTP\/1\.1 (\d{3}) /.exec(whole) ?? [];
		return { status: Number(code), whole, text: '', headerNames: [] };
	}
	const { query, path = (webhook: string) => webhook, ...request } = sent;
	const target = origin + path(pathname) + (query === undefined ? '' : `?${query}`);
	const { status, headers, text } = await send(target, request);
	const headerNames = Object.keys(headers);
	return { status, text, headerNames, whole: JSON.stringify(headers) + text };
}

describe.each(Object.entries(attacks))('An attack of the kind "%s"', (_kind, list) => {
	it.each(list)('does no harm to $on: $title', async (attack) => {
		const trigger = triggers[attack.on];

		const { result, executions } = await startedBy(trigger, async () => {
			const before = await processorTime();
			const whole = await attempt(attack);
			return { answered: whole, milliseconds: (await processorTime()) - before };
		});

		const { answered, milliseconds } = result;
		expect(answered.status).toBe(attack.status);
		if (attack.text !== undefined) expect(answered.text).toBe(attack.text);
		expect(answered.headerNames).not.toContain('x-injected');
		expect(answered.headerNames).not.toContain('set-cookie');
		expect(answered.whole).not.toMatch(STACK);
		for (const secret of SECRETS) expect(answered.whole).not.toContain(secret);
		const ran = executions.filter(({ status }) => status !== 'error');
		expect(ran.map(({ status }) => status)).toEqual(attack.events ? ['success'] : []);
		if (attack.isGiant) {
			console.info(
				`${attack.on}: ${attack.title}: answered after ${milliseconds} ms of processor time`,
			);
			expect(milliseconds).toBeLessThan(10_000);
			return;
		}
		expect(milliseconds).toBeLessThan(2000);
		for (const { id } of ran) {
			const items = await own.api.items(id, TRIGGER_NAME);
			expect(items.map(({ event }) => event)).toEqual(attack.events);
			if (attack.data) expect(items.map(({ data }) => data)).toEqual(attack.data);
			for (const secret of SECRETS) expect(JSON.stringify(items)).not.toContain(secret);
			expect(items[0]).not.toHaveProperty('polluted');
		}
	});
});

describe('The attacks', () => {
	it.each(serviceIds)(
		'on %s leave few executions, which fail at the trigger and hold no secret',
		async (id) => {
			const all = await triggers[id].executions();
			const failed = all.filter(({ status }) => status === 'error');

			const reasons = new Map<string, number>();
			for (const execution of failed) {
				const { data } = await own.api.execution(execution.id);
				const { error, runData } = data.resultData;
				expect(Object.keys(runData)).toEqual([TRIGGER_NAME]);
				expect(error.message).toMatch(/^Refused a delivery \(4\d\d\): /);
				expect(JSON.stringify(data)).not.toMatch(/polluted|evil/);
				for (const secret of SECRETS) expect(JSON.stringify(data)).not.toContain(secret);
				reasons.set(error.message, (reasons.get(error.message) ?? 0) + 1);
			}
			console.info(`${id}: ${JSON.stringify(Object.fromEntries(reasons))}`);
			expect(reasons.size).toBeGreaterThan(0);
			expect(Math.max(...reasons.values())).toBeLessThanOrEqual(4);
		},
	);
});

describe('An IP allowlist behind a reverse proxy', () => {
	let trigger: PublishedTrigger;
	const { supportbee } = services;
	const delivery = supportbee.delivery(fixture('supportbee', supportbee.event));
	const sent = async (forwardedFor: string) =>
		await trigger.deliver({
			...delivery,
			headers: { ...delivery.headers, 'X-Forwarded-For': forwardedFor },
		});

	beforeAll(async () => {
		const options = { ipAllowlist: '192.0.2.1, 2001:db8::/32', duplicateDeliveries: 'processAll' };
		trigger = await published(supportbee, { options }, { api: own.api });
	});

	it.each([
		'192.0.2.1',
		'192.0.2.1:17085',
		'::ffff:192.0.2.1',
		'2001:db8::7',
		'[2001:db8::7]:443',
		'198.51.100.7, 192.0.2.1',
		'198.51.100.7, 192.0.2.1:5000',
	])('lets in a listed address that the proxy saw: %s', async (forwardedFor) => {
		const { answer, runs } = await sent(forwardedFor);

		expect({ status: answer.status, runs: runs.length }).toEqual({ status: 200, runs: 1 });
	});

	it.each([
		'198.51.100.7',
		'198.51.100.7:192',
		'192.0.2.1:80:443',
		'192.0.2.1, 198.51.100.7',
		'192.0.2.1.evil.example',
		'192.0.2.01',
		'0xc0000201',
		'3221225985',
		'::ffff:198.51.100.7',
		'unknown',
	])('refuses any other address, whatever the header claims: %s', async (forwardedFor) => {
		const { answer, runs } = await sent(forwardedFor);

		expect({ status: answer.status, runs }).toEqual({ status: 403, runs: [] });
		expect(answer.text).toBe("The sender's address is not on the IP(s) Allowlist.");
	});
});

describe('After all attacks,', () => {
	it('n8n never answers XML that ends in the middle, but goes on with other deliveries', async () => {
		const { url } = triggers.glartek;
		const { pathname, host } = new URL(url);
		const open = sendBytes(
			url,
			`POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/xml\r\nContent-Length: 2\r\n\r\n<a`,
		);

		const outcome = await Promise.race([open, pause(2000).then(() => 'no answer')]);

		expect(outcome).toBe('no answer');
		expect((await benign('glartek')).runs).toHaveLength(1);
	});

	it.each(serviceIds)(
		'the trigger of %s still delivers, with nothing of the attacks in it',
		async (id) => {
			const { answer, runs } = await benign(id);

			expect(answer.status).toBe(200);
			expect(runs.map((items) => items.map(({ event }) => event))).toEqual([[services[id].event]]);
			expect(JSON.stringify(runs)).not.toContain('polluted');
		},
	);

	it('the log holds no secret, no signature and no stack trace of the trigger', () => {
		const log = own.instance.log();

		for (const secret of SECRETS) expect(log.includes(secret)).toBe(false);
		expect(/sha1=[0-9a-f]{40}/.test(log)).toBe(false);
		expect(log.match(/^[ \t]+at .*triggers\/dist\/.*/gm) ?? []).toEqual([]);
		expect(log).not.toContain('could not handle a delivery');
	});

	it('n8n still runs in the same process, and its memory is back near where it was', async () => {
		const exited = await Promise.race([own.instance.exited.then(() => true), pause(0)]);

		expect(exited).not.toBe(true);
		const memoryAfter = await eventually(
			async () => {
				const memory = await residentMemory();
				expect(memory).toBeLessThan(memoryBefore + 300);
				return memory;
			},
			// V8 gives memory back when it finds the time.
			{ within: 240_000, every: 1000 },
		);
		console.info(
			`memory: ${Math.round(memoryBefore)} MB before, ${Math.round(memoryAfter)} MB after`,
		);
	}, 270_000);
});
