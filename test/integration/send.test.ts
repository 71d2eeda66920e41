import { execFile, spawn } from 'child_process';
import { createHmac } from 'crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { createServer, type IncomingMessage, type Server } from 'http';
import type { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';

import { Halt } from '../../scripts/lib/halt';
import { send } from '../../scripts/send/run';
import { eventsOf } from '../../scripts/send/services';
import { percentile } from '../../scripts/send/summary';
import { identify } from '../../receiver/identify';
import { fixture } from '../support/fixtures';
import { readInput } from '../support/inProcess/stub';
import { testedServices, testedGlassix, testedSocialBoards, running } from '../support/services';

interface Arrived {
	method: string;
	url: string;
	headers: IncomingMessage['headers'];
	body: string;
}

let server: Server;
let arrived: Arrived[] = [];
let connections = 0;
/** How the server answers the next requests; 200 and nothing else by default. */
let answer: (request: Arrived) => { status: number; text?: string } = () => ({ status: 200 });

beforeAll(async () => {
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { method = '', url = '', headers } = request;
			const one = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
			arrived.push(one);
			const { status, text = '' } = answer(one);
			response.writeHead(status).end(text);
		});
	});
	server.on('connection', () => connections++);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
	server.closeAllConnections();
	server.close();
});

beforeEach(() => {
	arrived = [];
	connections = 0;
	answer = () => ({ status: 200 });
});

const urlOf = (path = '/webhook/some-id/webhook') =>
	`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

/** Runs the sender and collects what it writes. */
async function run(...args: string[]): Promise<{ code: number; output: string }> {
	let output = '';
	const code = await send(args, { write: (text: string) => (output += text) });
	return { code, output };
}

const glassix = (...more: string[]) =>
	run(
		more.includes('--count') ? 'load' : 'event',
		...['--service', 'glassix', '--url', urlOf(), '--secret', 'an api secret', ...more],
	);

const sign = (text: string) =>
	`sha1=${createHmac('sha1', 'an api secret').update(text).digest('hex')}`;

describe('A delivery of npm run send', () => {
	it('arrives byte for byte as the fixture of Glassix, with both signatures', async () => {
		const { code, output } = await glassix('--event', 'NEW_TICKET');

		const body = fixture('glassix', 'NEW_TICKET');
		expect(code).toBe(0);
		expect(output).toMatch(/^Glassix NEW_TICKET: 200 after \d+ ms\n/);
		expect(arrived).toHaveLength(1);
		const [{ headers, ...request }] = arrived as [Arrived];
		expect(request).toEqual({ method: 'POST', url: '/webhook/some-id/webhook', body });
		expect(headers['content-type']).toBe('application/json; charset=utf-8');
		expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
		expect(headers['x-hub-signature']).toBe(sign(body));
		expect(headers['x-glassix-auth-signature']).toBe(sign(String(headers['x-glassix-auth-date'])));
	});

	it.each([
		['supportbee', 'ticket.archived', 'token=t%20%26%2B1'],
		['socialboards', 'note_deletion', 'token=t%20%26%2B1'],
		['glartek', 'work_order.created', 'token=t%20%26%2B1&event=work_order.created'],
	])('for %s has its percent-encoded URL token behind the URL', async (service, event, query) => {
		const { code } = await run(
			...['event', '--service', service, '--event', event, '--url', urlOf(), '--token', 't &+1'],
		);

		expect(code).toBe(0);
		expect(arrived[0]).toMatchObject({
			url: `/webhook/some-id/webhook?${query}`,
			body: fixture(service, event),
		});
		expect(arrived[0].headers).not.toHaveProperty('x-hub-signature');
	});

	it("goes to the URL as it is given, and names Glartek's event once", async () => {
		const url = urlOf('/webhook/a%20b?token=x&event=Work%20Order%20Created#part');

		await run('event', '--service', 'glartek', '--event', 'work_order.created', '--url', url);

		expect(arrived[0].url).toBe('/webhook/a%20b?token=x&event=Work%20Order%20Created');
	});

	it('has the headers of the command, which replace its own', async () => {
		const headers = ['X-First: one', 'x-second:  two:three ', 'X-Hub-Signature: sha1=forged'];

		await glassix('--event', 'NEW_MESSAGE', ...headers.flatMap((text) => ['--header', text]));

		expect(arrived[0].headers).toMatchObject({
			'x-first': 'one',
			'x-second': 'two:three',
			'x-hub-signature': 'sha1=forged',
		});
	});

	it('needs no secret if a header is given instead', async () => {
		const args = ['event', '--service', 'glassix', '--event', 'NEW_TICKET', '--url', urlOf()];

		await run(...args, '--header', 'X-Own: 1');

		expect(arrived[0].headers).not.toHaveProperty('x-hub-signature');
	});

	it('may be named by service and event in any letter case', async () => {
		await run(
			'event',
			'--service',
			'Glassix',
			'--event',
			'new_ticket',
			'--url',
			urlOf(),
			'--secret',
			's',
		);

		expect(arrived[0].body).toBe(fixture('glassix', 'NEW_TICKET'));
	});

	it('ends the run with 1 and shows the reason if it is refused', async () => {
		answer = () => ({ status: 401, text: 'The signature does not match the body.' });

		const { code, output } = await glassix('--event', 'NEW_TICKET');

		expect(code).toBe(1);
		expect(output).toMatch(/401 after \d+ ms \(The signature does not match the body\.\)\n$/);
	});

	it.each([
		['a page', '<!DOCTYPE html>\n<html><body>Cannot POST /webhook</body></html>'],
		[
			'advice for another node',
			'{"code":404,"message":"The requested webhook is not registered."}',
		],
	])('shows a sentence instead of %s if the URL has no webhook', async (_what, text) => {
		answer = () => ({ status: 404, text });

		const { code, output } = await glassix('--event', 'NEW_TICKET');

		expect(code).toBe(1);
		expect(output).toMatch(
			/^Glassix NEW_TICKET: 404 after \d+ ms \(There is no webhook at this URL: publish the workflow [^<{]+\)\n$/,
		);
	});

	it('shows the title of a web page that answers it', async () => {
		answer = () => ({ status: 502, text: '<html><title>Bad Gateway</title><p>…</p></html>' });

		const { output } = await glassix('--event', 'NEW_TICKET');

		expect(output).toMatch(
			/502 after \d+ ms \(a web page, "Bad Gateway": is this the webhook URL\?\)/,
		);
	});

	it('shows no advice if it went well', async () => {
		const { output } = await glassix('--event', 'NEW_TICKET');

		expect(output).toMatch(/^Glassix NEW_TICKET: 200 after \d+ ms\n$/);
	});

	it('ends the run with 1 and says so if nothing listens at the URL', async () => {
		const args = ['event', '--service', 'supportbee', '--event', 'ticket.created', '--token', 't'];

		const { code, output } = await run(...args, '--url', 'http://127.0.0.1:9/');

		expect(code).toBe(1);
		expect(output).toContain('nothing listens there (ECONNREFUSED)');
	});

	it('is accepted by the trigger', async () => {
		await glassix('--event', 'SURVEY_UPDATE');
		const [{ headers, body }] = arrived as [Arrived];
		const trigger = running(
			testedGlassix,
			{ options: { checkDateSignature: true } },
			{ credential: { apiSecret: 'an api secret' } },
		);

		const { items } = await trigger.deliver({
			body,
			headers: Object.fromEntries(
				Object.entries(headers).map(([name, value]) => [name, String(value)]),
			),
		});

		expect(items.map(({ event }) => event)).toEqual(['SURVEY_UPDATE']);
	});
});

describe('npm run send -- event --all', () => {
	it.each(testedServices.map(({ service }) => service))(
		'sends one delivery of each event of $name',
		async ({ id, events }) => {
			const credential = id === 'glassix' ? ['--secret', 's'] : ['--token', 't'];

			const { code } = await run(
				'event',
				'--service',
				id,
				'--all',
				'--url',
				urlOf(),
				...credential,
			);

			expect(code).toBe(0);
			expect(eventsOf(id)).toEqual(Object.keys(events).sort());
			expect(arrived.map(({ body }) => body)).toEqual(
				eventsOf(id).map((event) => fixture(id, event)),
			);
		},
	);
});

describe('npm run send -- event --repeat', () => {
	it('sends the same bytes again, at the given interval', async () => {
		const started = Date.now();

		const { code, output } = await glassix(
			...['--event', 'NEW_TICKET', '--repeat', '2', '--every', '60ms'],
		);

		expect(code).toBe(0);
		expect(arrived.map(({ body }) => body)).toEqual(
			Array(3).fill(fixture('glassix', 'NEW_TICKET')),
		);
		expect(Date.now() - started).toBeGreaterThanOrEqual(115);
		expect(output).toContain('NEW_TICKET, sent again (2 of 2): 200');
	});
});

describe('npm run send -- load', () => {
	it.each(testedServices.map(({ service }) => service))(
		'sends events of $name that are all different',
		async (service) => {
			const { id } = service;
			const credential = id === 'glassix' ? ['--secret', 's'] : ['--token', 't'];
			const load = ['--all', '--count', '50', '--connections', '5'];

			const { code } = await run('load', '--service', id, '--url', urlOf(), ...credential, ...load);

			const eventIds = arrived.map(({ body }) => {
				const events = service.read(readInput(service, JSON.parse(body)))!;
				return identify(service, { events, bytes: Buffer.from(body) })[0].eventId;
			});
			expect(code).toBe(0);
			expect(new Set(eventIds).size).toBe(50);
			expect(connections).toBeLessThanOrEqual(5);
		},
	);

	it('keeps every sample in the shape that the trigger knows', async () => {
		const load = ['--all', '--count', '8', '--connections', '1'];
		await run('load', '--service', 'glassix', '--url', urlOf(), '--secret', 's', ...load);

		for (const { body } of arrived) {
			const { items } = await running(testedGlassix).deliver(testedGlassix.delivery(body));
			expect(items).toHaveLength(1);
			expect(items[0]).not.toHaveProperty('warnings');
			expect(items[0].occurredAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
		}
	});

	it('sends different events in a second run', async () => {
		const args = ['load', '--service', 'supportbee', '--event', 'ticket.created', '--url', urlOf()];

		await run(...args, '--count', '1');
		await run(...args, '--count', '1');

		expect(arrived[0].body).not.toBe(arrived[1].body);
	});

	it('signs each delivery, and sums up answers and latencies', async () => {
		let place = 0;
		answer = () => ({ status: place++ % 4 === 0 ? 503 : 200 });

		const { code, output } = await glassix('--event', 'NEW_TICKET', '--count', '40');

		expect(code).toBe(1);
		for (const { body, headers } of arrived) expect(headers['x-hub-signature']).toBe(sign(body));
		expect(output).toContain('[##############################] 40/40, ');
		expect(output).toMatch(/40 deliveries over 10 connections in [\d.]+ s: [\d.]+ a second\n/);
		expect(output).toContain('Answers  200: 30, 503: 10\n');
		expect(output).toMatch(/Latency {2}p50 \d+ ms, p95 \d+ ms, p99 \d+ ms, max \d+ ms\n$/);
	});

	it('shows why deliveries were refused', async () => {
		answer = () => ({ status: 401, text: 'The signature does not match the body.' });

		const { code, output } = await glassix('--event', 'NEW_TICKET', '--count', '1');

		expect(code).toBe(1);
		expect(output).toContain('1 delivery over 1 connection in ');
		expect(output).toContain(
			'Answers  401: 1\n         401: The signature does not match the body.\n',
		);
	});

	it('shows no more than three different reasons', async () => {
		let place = 0;
		answer = () => ({ status: 400, text: `Reason ${place++ % 5}` });

		const { output } = await glassix('--event', 'NEW_TICKET', '--count', '10');

		expect(output.match(/Reason \d/g)).toHaveLength(3);
		expect(output).toContain('and 2 more\nLatency');
	});

	it('draws one line on a terminal', async () => {
		const parts: string[] = [];
		const args = ['load', '--service', 'supportbee', '--event', 'ticket.created', '--url', urlOf()];
		const terminal = { isTTY: true, write: (text: string) => parts.push(text) };

		await send([...args, '--count', '3'], terminal);

		expect(parts.join('')).toMatch(/\r\[#{30}\] 3\/3, \d+ a second\x1b\[K\n3 deliveries/);
	});

	it('computes percentiles by rank', () => {
		const values = Array.from({ length: 100 }, (_, n) => n + 1);
		expect([0.5, 0.95, 0.99, 1].map((share) => percentile(values, share))).toEqual([
			50, 95, 99, 100,
		]);
		expect(percentile([7], 0.5)).toBe(7);
	});
});

describe('npm run send -- handshake', () => {
	const args = () => ['handshake', '--service', 'socialboards', '--url', urlOf('/webhook/x?a=b')];

	it('sends the handshake of SocialBoards, and expects the challenge back', async () => {
		answer = ({ url }) => ({ status: 200, text: /challenge=(\d+)/.exec(url)![1] });

		const { code, output } = await run(...args(), '--secret', 'v&1', '--token', 't');

		expect(code).toBe(0);
		expect(output).toMatch(/^200 after \d+ ms: the challenge came back, the URL is confirmed\n$/);
		expect(arrived[0]).toMatchObject({ method: 'GET', body: '' });
		expect(arrived[0].url).toMatch(
			/^\/webhook\/x\?a=b&token=t&challenge=\d{10}&verifyToken=v%261$/,
		);
	});

	it.each([
		[{ status: 403, text: 'The Verify Token does not match.' }, /^403 .*does not match\.\): the/],
		[{ status: 200, text: 'ok' }, /^200 after \d+ ms \(ok\): the challenge did not come back\n$/],
	])('ends with 1 when it gets %o', async (wrong, said) => {
		answer = () => wrong;

		const { code, output } = await run(...args(), '--secret', 'v');

		expect(code).toBe(1);
		expect(output).toMatch(said);
	});

	it('is answered by the trigger with the challenge', async () => {
		await run(...args(), '--secret', 'verify-token-of-16', '--token', 'url-token-of-16');
		const trigger = running(
			testedSocialBoards,
			{},
			{ credential: { verifyToken: 'verify-token-of-16', urlToken: 'url-token-of-16' } },
		);

		const query = arrived[0].url.split('?')[1];
		const { status, text } = await trigger.deliver({ method: 'GET', query });

		expect({ status, text }).toEqual({ status: 200, text: /challenge=(\d+)/.exec(query)![1] });
	});
});

describe('npm run send -- file', () => {
	let folder: string;
	beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'captured-'))));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	const captured = (bytes: Buffer) => {
		const file = join(folder, 'body');
		writeFileSync(file, bytes);
		return file;
	};

	it('sends a captured body byte for byte, signed by the secret', async () => {
		const body = Buffer.from('{ "changes" : [ ] , "é": 1 }\r\n');
		const secret = ['--secret', 'an api secret'];
		const file = captured(body);

		const { code, output } = await run(
			...['file', file, '--service', 'glassix', '--url', urlOf(), ...secret],
		);

		expect({ code, output }).toEqual({
			code: 0,
			output: expect.stringMatching(/^Glassix .*body: 200 after \d+ ms\n$/),
		});
		expect(arrived).toMatchObject([{ url: '/webhook/some-id/webhook', body: String(body) }]);
		expect(arrived[0].headers['x-hub-signature']).toBe(sign(String(body)));
	});

	it('names the event in the URL only if it is given', async () => {
		const args = ['file', captured(Buffer.from('{}')), '--service', 'glartek', '--token', 't'];

		await run(...args, '--url', urlOf());
		await run(...args, '--url', urlOf(), '--event', 'work_order.created');

		expect(arrived.map(({ url }) => url.split('?')[1])).toEqual([
			'token=t',
			'token=t&event=work_order.created',
		]);
	});

	it('sends a delivery that the trigger accepts', async () => {
		const body = Buffer.from(fixture('glassix', 'SURVEY_UPDATE'));
		const secret = ['--secret', 'an api secret'];
		await run('file', captured(body), '--service', 'glassix', '--url', urlOf(), ...secret);
		const trigger = running(testedGlassix, {}, { credential: { apiSecret: 'an api secret' } });

		const { items } = await trigger.deliver({
			body: arrived[0].body,
			headers: { 'x-hub-signature': String(arrived[0].headers['x-hub-signature']) },
		});

		expect(items.map(({ event }) => event)).toEqual(['SURVEY_UPDATE']);
	});
});

describe('npm run send', () => {
	it('lists every service and event', async () => {
		const { code, output } = await run('list');

		expect(code).toBe(0);
		for (const { service } of testedServices) {
			expect(output).toContain([service.name, ...eventsOf(service.id)].join('\n  '));
		}
		expect(output).not.toContain('documented');
	});

	it('lists the events of one service', async () => {
		const { output } = await run('list', '--service', 'supportbee');
		expect(output).toBe(['SupportBee', ...eventsOf('supportbee')].join('\n  ') + '\n');
	});

	it.each([[[]], [['--help']]])('shows its usage with the arguments %j', async (args) => {
		const { code, output } = await run(...args);
		expect(code).toBe(0);
		expect(output).toContain('npm run send -- event --service glassix');
	});
});

describe('A wrong argument', () => {
	const TARGET = 'http://127.0.0.1:9/webhook/x';
	const SUPPORTBEE = ['event', '--service', 'supportbee', '--url', TARGET];
	const GLASSIX = ['event', '--service', 'glassix', '--url', TARGET, '--event', 'NEW_TICKET'];
	const LOAD = ['load', '--service', 'supportbee', '--url', TARGET, '--all'];
	const FILE = ['--service', 'glassix', '--url', TARGET, '--secret', 's'];
	const SECRET = ['--secret', 's'];

	it.each<[string[], string]>([
		[
			['--service', 'glassix'],
			'"--service" is nothing to send: begin with list, event, load, file',
		],
		[['constructor'], '"constructor" is nothing to send: begin with list, event, load, file'],
		[
			['event', '--sevice', 'glassix'],
			"Unknown option '--sevice': npm run send -- --help shows all there are.",
		],
		[['list', '-x'], "Unknown option '-x': npm run send -- --help shows all there are."],
		[['event', '--constructor', 'x'], "Unknown option '--constructor': npm run send"],
		[['event', 'glassix'], "Unexpected argument 'glassix': put a value with spaces in quotes."],
		[
			[...GLASSIX, '--secret'],
			"Option '--secret <value>' argument missing: a value that starts with - is given as --option=value.",
		],
		[[...GLASSIX, '--secret='], '--secret needs a value.'],
		[
			['event', '--url', '--all'],
			"Option '--url' argument is ambiguous: a value that starts with -",
		],
		[
			['event', '--service', 'a', '--service', 'b'],
			'--service is given more than once: give it once.',
		],
		[['event', '--all=yes'], "Option '--all' does not take an argument: "],
		[
			['event', '--url', TARGET],
			'Say which service is to send: --service glartek, glassix, socialboards, supportbee',
		],
		[
			['event', '--service', 'zendesk'],
			'There is no service "zendesk": choose one of glartek, glassix,',
		],
		[
			['event', '--service', 'glassix'],
			"Say where to send to: --url and the webhook URL from the trigger's panel.",
		],
		[
			['event', '--service', 'glassix', '--url', 'localhost:5678/x'],
			'"localhost:5678/x" is not a URL: copy the whole',
		],
		[
			['event', '--service', 'glassix', '--url', 'ftp://host/x'],
			'"ftp://host/x" is not a URL: copy the whole of it',
		],
		[
			SUPPORTBEE,
			'Say which event to send: --event agent.reply.created, another one of npm run send',
		],
		[
			[...SUPPORTBEE, '--event', 'x'],
			'There is no event "x" of SupportBee: choose one of agent.reply.',
		],
		[
			[...SUPPORTBEE, '--event', '../x'],
			'There is no event "../x" of SupportBee: choose one of agent.',
		],
		[
			[...SUPPORTBEE, '--all', '--event', 'x'],
			'--all sends every event and --event a single one: give',
		],
		[
			[...SUPPORTBEE, '--all', ...SECRET],
			"SupportBee doesn't sign its requests: give its URL Token by --token",
		],
		[
			['event', '--service', 'socialboards', '--url', TARGET, '--all', ...SECRET],
			'SocialBoards sends its Verify Token only in the handshake: give the URL Token by --token',
		],
		[[...GLASSIX, ...SECRET, '--token', 't'], 'Glassix has no URL Token: give its API Secret by'],
		[GLASSIX, "Glassix signs its requests: give the credential's API Secret by --secret, or its"],
		[
			[...GLASSIX, '--header', 'Name'],
			'"Name" is not a header: write --header "Name: value", in quotes.',
		],
		[[...GLASSIX, '--header', 'A b: c'], '"A b: c" is not a header: write --header "Name: value"'],
		[
			[...GLASSIX, '--header', 'A: b\r\nC: d'],
			'is not a header: write --header "Name: value", in quotes.',
		],
		[
			[...GLASSIX, '--header', 'Host: x'],
			'The header Host follows from the delivery: leave it out.',
		],
		[
			[...SUPPORTBEE, '--all', '--repeat', '0'],
			'--repeat takes a whole number from 1 to 100, not "0".',
		],
		[
			[...SUPPORTBEE, '--all', '--repeat', '1.5'],
			'--repeat takes a whole number from 1 to 100, not',
		],
		[
			[...SUPPORTBEE, '--all', '--repeat', '3', '--every', '1h'],
			'--every takes a time such as 500ms, 1s or 2m, not "1h".',
		],
		[[...SUPPORTBEE, '--all', '--every', '1s'], '--every goes with --repeat: add --repeat 3, say.'],
		[
			[...SUPPORTBEE, '--all', '--connections', '5'],
			"Unknown option '--connections': npm run send",
		],
		[LOAD, 'Say how many deliveries to send: --count 1000, say.'],
		[[...LOAD, '--count', 'many'], '--count takes a whole number from 1 to 1000000, not'],
		[[...LOAD, '--count', '9', '--connections', '0'], '--connections takes a whole'],
		[[...LOAD, '--count', '9', '--repeat', '3'], "Unknown option '--repeat': npm run send"],
		[['file', ...FILE], 'Say which file holds the body: npm run send -- file body.json, say.'],
		[['file', 'a', 'b', ...FILE], 'Say which file holds the body: npm run send -- file body.json'],
		[['file', 'no-such-file', ...FILE], 'The file no-such-file could not be read: give the path'],
		[['handshake', '--service', 'glassix'], 'Glassix has no handshake; only SocialBoards'],
		[
			['handshake', '--service', 'socialboards', '--url', TARGET],
			"Give the credential's Verify Token by --secret: the handshake includes",
		],
		[['handshake', '--all'], "Unknown option '--all': npm run send"],
		[['list', '--all'], "Unknown option '--all': npm run send"],
		[['list', '--service', 'x'], 'There is no service "x": choose one of glartek, glassix,'],
	])('gets one sentence, and nothing is sent: %j', async (args, sentence) => {
		const message = await run(...args).then(
			() => 'It ran.',
			(reason: Error) => (reason instanceof Halt ? reason.message : `${reason.stack}`),
		);
		expect(message).toContain(sentence);
		expect(message.split('\n')).toHaveLength(message.includes('\r\n') ? 2 : 1);
		expect(arrived).toEqual([]);
	});
});

it('npm run send ends with 1 and one sentence after a wrong argument', async () => {
	const script = join(__dirname, '..', '..', 'scripts', 'bootstrap.js');
	const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
		execFile(
			process.execPath,
			[script, 'send', 'list', '--service', 'x'],
			(reason, _stdout, written) => resolve({ code: reason?.code, stderr: written }),
		);
	});
	expect({ code, stderr: stderr.trim() }).toEqual({
		code: 1,
		stderr: 'There is no service "x": choose one of glartek, glassix, socialboards, supportbee.',
	});
});

it.each([
	['npm run send', ['send', 'list']],
	['the list of options', ['send', '--help']],
])('%s ends quietly when nobody reads its output', async (_what, args) => {
	const file = join(__dirname, '..', '..', 'scripts', 'bootstrap.js');
	const { code, stderr } = await new Promise<{ code: number | null; stderr: string }>((resolve) => {
		const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
		let written = '';
		child.stderr.on('data', (chunk: Buffer) => (written += chunk.toString('utf8')));
		child.stdout.destroy();
		child.once('close', (exitCode) => resolve({ code: exitCode, stderr: written }));
	});
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
