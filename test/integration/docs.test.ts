import { execFile } from 'child_process';
import { createHash } from 'crypto';
import { once } from 'events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { createServer, type IncomingMessage, type Server } from 'http';
import type { INodeProperties } from 'n8n-workflow';
import type { AddressInfo } from 'net';
import { dirname, join } from 'path';
import { promisify } from 'util';

import { GlassixPollingTrigger } from '../../nodes/Glassix/GlassixPollingTrigger.node';
import { allowAddress } from '../../receiver/ipAllowlist';
import { send } from '../../scripts/send/run';
import { answersOf } from '../support/answers';
import { fixture } from '../support/fixtures';
import { byName, running, testedServices } from '../support/services';

const ROOT = join(__dirname, '..', '..');

const pages = [
	...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
	...readdirSync(join(ROOT, 'docs'), { recursive: true })
		.map((file) => `docs/${String(file).replaceAll('\\', '/')}`)
		.filter((file) => file.endsWith('.md')),
];

const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

const blocks = (text: string, language: string) =>
	[...text.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)\n\`\`\`$`, 'gm'))].map(
		([, code]) => code,
	);

const section = (text: string, heading: string) =>
	text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';

/** The rows of a section's tables, without heads and rules. */
const rows = (text: string) => {
	const lines = text.split('\n').filter((line) => line.startsWith('|'));
	const isRule = (line: string | undefined) => /^\|[ -]+\|/.test(line ?? '');
	return lines
		.filter((line, place) => !isRule(line) && !isRule(lines[place + 1]))
		.map((line) => line.split('|').map((cell) => cell.trim()))
		.map((cells) => cells.slice(1, -1));
};

/** A heading as GitHub makes a link target of it. */
const anchor = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N} _-]/gu, '')
		.replaceAll(' ', '-');

const anchorsOf = (page: string) =>
	[...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchor(heading));

const SAMPLES =
	'Items as the trigger returns them, to build a workflow before the first event has come: in the trigger, select **set mock data** and paste one. The names and values are made up.';

/** What differs from one delivery to the next. */
const SAMPLE = { receivedAt: '2026-03-05T12:00:00.000Z' };

const sampleId = (event: string) => createHash('sha256').update(event).digest('hex').slice(0, 32);

/** `UPDATE_DOCS=true npm run test:integration`, then `npm run format`. */
function writeSamples(page: string, samples: Array<{ eventName: string }>): void {
	const made = samples.map(
		(item) =>
			`<details>\n<summary>${item.eventName}</summary>\n\n\`\`\`json\n${JSON.stringify([item], null, 2)}\n\`\`\`\n\n</details>\n`,
	);
	const before = read(page).split('## Sample items')[0];
	const text = `${before}## Sample items\n\n${SAMPLES}\n\n${made.join('\n')}`;
	writeFileSync(join(ROOT, page), text);
}

const REPOSITORY = 'https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers';

describe.each(pages)('%s', (page) => {
	const text = read(page);

	it('links only to files and headings that exist', () => {
		const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
		const broken = links
			.filter((link) => !/^https:/.test(link))
			.filter((link) => {
				const [file = '', heading] = link.split('#');
				const target = file === '' ? page : join(dirname(page), file);
				if (!existsSync(join(ROOT, target))) return true;
				return heading !== undefined && !anchorsOf(target).includes(heading);
			});
		expect(broken).toEqual([]);
	});
});

describe.each(testedServices.map((tested) => [tested.service.name, tested] as const))(
	'The documentation of the %s Trigger',
	(_name, tested) => {
		const { service, newTrigger, newCredential } = tested;
		const text = read(`docs/${service.id}.md`);
		const { properties } = newTrigger().description;

		it('lists every event by its label and its name', () => {
			const listed = rows(section(text, 'Events')).map(([label, event]) => [
				label,
				event.replaceAll('`', ''),
			]);
			expect(listed).toEqual(
				Object.entries(service.events)
					.sort(([a], [b]) => (a < b ? -1 : 1))
					.map(([event, { name }]) => [name, event]),
			);
		});

		it('says on the page of evidence how every event is identified', () => {
			const listed = rows(section(read('docs/evidence.md'), service.name))
				.filter(([, event]) => event in service.events || event.startsWith('`'))
				.filter(([, event]) => service.events[event.replaceAll('`', '')] !== undefined)
				.map(([label, event, identity]) => [
					label,
					event.replaceAll('`', ''),
					identity.split(':')[0],
				]);
			expect(listed).toEqual(
				Object.entries(service.events)
					.sort(([a], [b]) => (a < b ? -1 : 1))
					.map(([event, { name, identity }]) => [
						name,
						event,
						identity.by === 'fingerprint' ? 'fingerprint' : 'unique',
					]),
			);
		});

		it('lists every field of the credential', () => {
			const fields = newCredential().properties as INodeProperties[];
			expect(rows(section(text, 'Credential')).map(([name]) => name)).toEqual(
				fields.map(({ displayName }) => displayName),
			);
		});

		it('says how to stop: first in the service, then in n8n', () => {
			expect(section(text, 'Stop it')).toMatch(
				new RegExp(`1\\. In ${service.name}[^]+2\\. .*unpublish`),
			);
		});

		it('has a sample item of every event to paste into "set mock data", as the trigger makes it', async () => {
			const samples = await Promise.all(
				Object.keys(service.events)
					.sort()
					.map(async (event) => {
						const trigger = running(tested, { triggerOn: ['allEvents'] });
						const { items } = await trigger.deliver(
							tested.delivery(fixture(service.id, event), event),
						);
						return { ...items[0], ...SAMPLE, eventId: sampleId(event) };
					}),
			);
			const listed = section(text, 'Sample items');
			if (process.env.UPDATE_DOCS === 'true') writeSamples(`docs/${service.id}.md`, samples);
			else {
				expect(blocks(listed, 'json').map((json) => JSON.parse(json))).toEqual(
					samples.map((item) => [item]),
				);
				expect([...listed.matchAll(/<summary>(.+)<\/summary>/g)].map(([, name]) => name)).toEqual(
					samples.map(({ eventName }) => eventName),
				);
			}
		});

		it('says how long the trigger remembers events', () => {
			if (service.id !== 'glartek') {
				expect(section(text, 'Retries')).toContain(`for ${service.repeatsFor.value} hours`);
			}
			expect(
				rows(section(read('docs/reliability.md'), 'How a duplicate is recognized')),
			).toContainEqual(expect.arrayContaining([service.name, `${service.repeatsFor.value} hours`]));
		});

		it('is the page that the node and the credential link to', () => {
			const { documentationUrl } = newCredential() as unknown as { documentationUrl: string };
			expect(documentationUrl).toBe(`${REPOSITORY}/blob/main/docs/${service.id}.md`);
			const notice = properties.find(({ type }) => type === 'notice')!;
			expect(notice.displayName).toContain(`href="${documentationUrl}"`);
		});
	},
);

it('docs/options.md lists every option and parameter of every trigger', () => {
	const triggers = [
		...testedServices.map(({ newTrigger }) => newTrigger()),
		new GlassixPollingTrigger(),
	];
	const labels = triggers.flatMap(({ description: { properties } }) => {
		const options = properties.find(({ name }) => name === 'options')!.options as INodeProperties[];
		return [...options, ...properties.filter(({ type }) => type !== 'notice')].map(
			({ displayName }) => displayName,
		);
	});
	const listed = rows(section(`## All\n${read('docs/options.md')}`, 'All')).flatMap(([name]) =>
		name.split(', '),
	);
	const elsewhere = ['Trigger On', 'Simplify', 'Options'];
	const expected = [...new Set(labels)].filter((label) => !elsewhere.includes(label));
	expect([...listed].sort()).toEqual(expected.sort());
});

describe('The commands in the documentation', () => {
	/** What the tests themselves run, or what all of them are run by. */
	const RUN = [
		'npm start', // test/e2e/start.test.ts
		'npm start -- --port 5679', // the same
		'npm run dev', // by hand: it serves until Ctrl-C
		'npm run check', // .ci/run runs its parts
		'npm run format', // test/e2e/start.test.ts
		'npm test', // .ci/run, as all below
		'npm run lint',
		'npm run typecheck',
		'npm run build',
		'npm run check-package',
		'npm run bench', // by hand: five minutes of a quiet machine
		'npm run bench -- --all', // the same, 20 minutes
		'npm run bench -- --quick', // .ci/run
		'npm run bench:hostile', // bench/hostile.ts: by hand, it takes minutes
		'npm run fuzz', // fuzz.test.ts, with fewer deliveries
		'npm run test:unit',
		'npm run test:unit -- -- --testPathPatterns memory', // by hand
		'npm run test:integration',
		'npm run test:e2e',
		'npm run test:browser',
		'npm run test:queue',
		'npm run test:restarts', // .ci/run, in its short form
		'npm run test:mutants', // by hand: two minutes of all cores
		'npm run test:publish', // by hand, before a release
		'npm run test:docker -- stable', // ci.yml: by hand where there is no Docker
		'npm run test:compat', // compat.yml: by hand, it takes hours
		'npm run test:compat -- 2.8.4', // the same
		'npm run same-bytes', // by hand, before a release
		'npm run release -- --tag v0.1.0', // release.yml, with another tag
		'npm run set-repository', // release.test.ts: what it changes
		'npm run set-repository -- owner/name "Author" author@example.com', // the same
	];

	/** Commands of npm's own. */
	const RUN_BY_NPM = [
		'npm ci', // by every command in a new clone
		'npm pack', // by pack.test.ts
		'npm audit', // by npm run check-package
	];

	const commands = [
		...new Set(
			pages.flatMap((page) => [
				...blocks(read(page).replace(/^ +/gm, ''), 'sh').flatMap((block) => block.split('\n')),
				...[...read(page).matchAll(/`(npm [^`]+)`/g)].map(([, command]) => command),
			]),
		),
	];
	const sent = commands.filter((command) => command.startsWith('npm run send --'));
	const curled = commands.filter((command) => command.startsWith('curl '));

	let server: Server;

	beforeAll(async () => {
		server = createServer((request, response) => {
			const challenge = /challenge=(\d+)/.exec(request.url!)?.[1];
			request.resume().on('end', () => response.end(challenge));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});

	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});

	it('are all run: here, by other tests, by .ci/run, or by hand', () => {
		const others = commands.filter((command) => ![...sent, ...curled].includes(command));
		expect(others.filter((command) => command !== 'npm run send')).toEqual(
			expect.arrayContaining(['npm start', 'npm test']),
		);
		const run = [...RUN, ...RUN_BY_NPM, 'npm run send'];
		expect(others.filter((command) => !run.includes(command))).toEqual([]);
		const { scripts } = JSON.parse(read('package.json'));
		for (const command of RUN) {
			const [, script] = /^npm (?:run )?([\w:-]+)/.exec(command)!;
			expect(scripts).toHaveProperty([script]);
		}
	});

	it.each(curled)('deliver an event to the trigger: %s', async (command) => {
		const { port } = server.address() as AddressInfo;
		const local = command.replace('https://n8n.example.com/', `http://127.0.0.1:${port}/`);
		const arrived = once(server, 'request') as Promise<[IncomingMessage]>;
		await promisify(execFile)('sh', ['-c', local]);
		const [{ url = '', headers }] = await arrived;
		const [, body] = /-d '([^']+)'/.exec(command)!;
		const tested = testedServices.find(({ service }) => service.id === 'supportbee')!;
		const trigger = running(tested, {}, { credential: { urlToken: 'your-url-token' } });
		const { status, items } = await trigger.deliver({
			query: url.split('?')[1],
			headers: { 'content-type': String(headers['content-type']) },
			body,
		});
		expect(status ?? 200).toBe(200);
		expect(items).toEqual([
			expect.objectContaining({ event: 'ticket.created', title: 'Wrong color delivered' }),
		]);
		expect(items[0]).not.toHaveProperty('warnings');
	});

	it.each(sent)('run without an error: %s', async (command) => {
		const { port } = server.address() as AddressInfo;
		const args = command
			.replace('npm run send -- ', '')
			.replace('https://n8n.example.com/', `http://127.0.0.1:${port}/`)
			.split(' ');
		let output = '';
		const code = await send(args, { write: (text: string) => (output += text) });
		expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/\n$/) });
	});
});

it('every picture in docs/images is shown on a page', () => {
	const shown = pages.flatMap((page) =>
		[...read(page).matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, file]) =>
			join(dirname(page), file),
		),
	);
	const files = readdirSync(join(ROOT, 'docs', 'images')).map((file) => `docs/images/${file}`);
	expect([...new Set(shown)].sort()).toEqual(files.sort());
});

it('docs/queue-mode.md shows the query that the tests of queue mode measure', () => {
	const squeeze = (text: string) => text.replace(/\s+/g, ' ').trim();
	const measured = /FIRST_TIME = `([^`]+)`/.exec(read('test/queue/queue-mode.test.ts'))![1];
	const [, query] = blocks(read('docs/queue-mode.md'), 'sql');
	expect(squeeze(query)).toBe(squeeze(measured));
});

describe('docs/deliveries.md', () => {
	/** Rows whose cause no delivery alone brings about, and what tests them. */
	const ELSEWHERE: Record<string, string> = {
		'that was sent before, while the first is still being handled': 'unit/receiver/deduplicate',
		'while n8n cannot read the selected credential': 'integration/failures',
		'with more than 10,000 events': 'unit/receiver/read',
		'… while the credential is not selected, is gone, or cannot be read': 'integration/failures',
	};
	const tested = byName.flatMap(([, each]) => answersOf(each));

	it.each(rows(read('docs/deliveries.md').split('\n## ')[0]))(
		'gives the same answer as the tests of all services for a delivery %s',
		(delivery, answer) => {
			const elsewhere = Object.keys(ELSEWHERE).find((words) => delivery.startsWith(words));
			if (elsewhere) {
				expect(existsSync(join(ROOT, 'test', `${ELSEWHERE[elsewhere]}.test.ts`))).toBe(true);
				return;
			}
			const own = tested.filter((row) => delivery.startsWith(row.delivery));
			expect(own).not.toEqual([]);
			for (const { status, text } of own) {
				expect(answer).toContain(String(status));
				const [, said] = /`([^`]+\.)`/.exec(answer) ?? [];
				if (said && text) expect(text).toBe(said);
			}
		},
	);

	it('has a row for every kind of delivery in the tests of all services', () => {
		const said = rows(read('docs/deliveries.md').split('\n## ')[0]).map(([delivery]) => delivery);
		const unsaid = tested.filter(
			({ delivery }) => !said.some((words) => words.startsWith(delivery)),
		);
		expect(unsaid).toEqual([]);
	});

	const table = rows(section(read('docs/deliveries.md'), 'The IP(s) Allowlist'));

	it.each(table)('says how the IP(s) Allowlist answers %s: %s', (address, expected) => {
		const list = '203.0.113.7, 2001:db8::7, fe80::1';
		const allow = () => allowAddress(address.slice(1, -1), list);

		if (expected === 'in') expect(allow).not.toThrow();
		else expect(allow).toThrow(expect.objectContaining({ status: Number(expected) }));
	});

	it('lists at least 15 addresses in the table of the IP(s) Allowlist', () => {
		expect(table.length).toBeGreaterThanOrEqual(15);
	});
});
