import { existsSync, readdirSync, readFileSync } from 'fs';
import { createServer, type Server } from 'http';
import type { INodeProperties } from 'n8n-workflow';
import type { AddressInfo } from 'net';
import { dirname, join } from 'path';

import { allowAddress } from '../../receiver/ipAllowlist';
import { send } from '../../scripts/send/run';
import { fixture } from '../support/fixtures';
import { running, testedServices } from '../support/services';

const ROOT = join(__dirname, '..', '..');

const pages = [
	...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
	...readdirSync(join(ROOT, 'docs'))
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file}`),
];

const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

const blocks = (text: string, language: string) =>
	[...text.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)\n\`\`\`$`, 'gm'))].map(
		([, code]) => code,
	);

const section = (text: string, heading: string) =>
	text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';

/** The rows of a section's tables, without head and rule. */
const rows = (text: string) =>
	text
		.split('\n')
		.filter((line) => line.startsWith('|'))
		.map((line) => line.split('|').map((cell) => cell.trim()))
		.map((cells) => cells.slice(1, -1))
		.filter((_, place) => place > 1);

/** A heading as GitHub makes a link target of it. */
const anchor = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N} _-]/gu, '')
		.replaceAll(' ', '-');

const anchorsOf = (page: string) =>
	[...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchor(heading));

const REPOSITORY = 'https://github.com/service-desk-triggers/n8n-nodes-service-desk-triggers';

describe.each(pages)('%s', (page) => {
	const text = read(page);

	it('links only to files and headings that are there', () => {
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

	it('shows items that the trigger puts out for the fixture', async () => {
		const shown = [
			...text.matchAll(
				/<!-- (simplified )?item of test\/fixtures\/(\w+)\/(.+)\.json -->\n+```json\n([^]*?)\n```/g,
			),
		];
		for (const [, simplified, id, event, json] of shown) {
			const item = JSON.parse(json);
			const tested = testedServices.find(({ service }) => service.id === id)!;
			const trigger = running(tested, { simplify: simplified !== undefined });
			const { items } = await trigger.deliver(tested.delivery(fixture(id, event), event));
			const { receivedAt, eventId, ...rest } = items[0];
			const isUnique = tested.service.events[event].identity.by !== 'fingerprint';
			expect(item.eventId).toMatch(/^[0-9a-f]{32}$/);
			expect(item).toEqual({
				...rest,
				eventId: isUnique ? eventId : item.eventId,
				...(receivedAt && { receivedAt: item.receivedAt }),
			});
		}
		expect(blocks(text, 'json')).toHaveLength(shown.length);
	});
});

describe.each(testedServices.map((tested) => [tested.service.name, tested] as const))(
	"%s Trigger's page",
	(_name, { service, newTrigger, newCredential }) => {
		const text = read(`docs/${service.id}.md`);
		const { properties } = newTrigger().description;

		it('has every event of the list with its label and its identity', () => {
			const listed = rows(section(text, 'Events')).map(([label, event, , identity]) => [
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

		it('has every option', () => {
			const options = properties.find(({ name }) => name === 'options')!;
			expect(
				rows(section(text, 'Options'))
					.map(([name]) => name)
					.sort(),
			).toEqual(
				(options.options as INodeProperties[]).map(({ displayName }) => displayName).sort(),
			);
		});

		it('has every field of the credential', () => {
			const fields = newCredential().properties as INodeProperties[];
			expect(rows(section(text, 'Credential')).map(([name]) => name)).toEqual(
				fields.map(({ displayName }) => displayName),
			);
		});

		it('says how long events are remembered as the trigger has it', () => {
			expect(section(text, 'Repeats')).toMatch(
				service.id === 'glartek'
					? /10 seconds/
					: new RegExp(`for ${service.repeatsFor.value} hours`),
			);
			expect(
				rows(section(read('docs/reliability.md'), 'How a repeat is recognized')),
			).toContainEqual(expect.arrayContaining([service.name, `${service.repeatsFor.value} hours`]));
		});

		it('has all that the node and the credential link to', () => {
			const { documentationUrl } = newCredential() as unknown as { documentationUrl: string };
			expect(documentationUrl).toBe(`${REPOSITORY}/blob/main/docs/${service.id}.md`);
			const notice = properties.find(({ type }) => type === 'notice')!;
			expect(notice.displayName).toContain(`href="${documentationUrl}"`);
		});
	},
);

describe('commands', () => {
	/** What the tests themselves run, or what all of them are run by. */
	const RUN = [
		'npm start', // test/e2e/start.test.ts
		'npm start -- --port 5679', // the same
		'npm run format', // the same
		'npm test', // .ci/run, as all below
		'npm run lint',
		'npm run typecheck',
		'npm run build',
		'npm run check-package',
		'npm run bench',
		'npm run bench:hostile', // bench/hostile.ts: by hand, it takes minutes
		'npm run fuzz', // fuzz.test.ts, with fewer deliveries
		'npm run test:unit',
		'npm run test:integration',
		'npm run test:e2e',
		'npm run test:browser',
		'npm run test:queue',
		'npm run test:restarts', // .ci/run, in its short form
	];

	/** Commands of npm's own. */
	const RUN_BY_NPM = [
		'npm ci', // by every command in a new clone
		'npm pack', // by pack.test.ts
	];

	const commands = [
		...new Set(
			pages.flatMap((page) => [
				...blocks(read(page), 'sh').flatMap((block) => block.split('\n')),
				...[...read(page).matchAll(/`(npm [^`]+)`/g)].map(([, command]) => command),
			]),
		),
	];
	const sent = commands.filter((command) => command.startsWith('npm run send --'));

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

	it('are all run: here, by the tests, or by what runs those', () => {
		const others = commands.filter((command) => !sent.includes(command));
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

	it.each(sent)('%s', async (command) => {
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

it('every picture is shown by a page', () => {
	const shown = pages.flatMap((page) =>
		[...read(page).matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, file]) =>
			join(dirname(page), file),
		),
	);
	const files = readdirSync(join(ROOT, 'docs', 'images')).map((file) => `docs/images/${file}`);
	expect([...new Set(shown)].sort()).toEqual(files.sort());
});

it('the query of docs/queue-mode.md is the one that is measured', () => {
	const squeeze = (text: string) => text.replace(/\s+/g, ' ').trim();
	const measured = /FIRST_TIME = `([^`]+)`/.exec(read('test/queue/queue-mode.test.ts'))![1];
	const [, query] = blocks(read('docs/queue-mode.md'), 'sql');
	expect(squeeze(query)).toBe(squeeze(measured));
});

describe('docs/deliveries.md', () => {
	const table = rows(section(read('docs/deliveries.md'), 'The IP(s) Allowlist'));

	it.each(table)('says what the IP(s) Allowlist answers to %s: %s', (address, expected) => {
		const list = '203.0.113.7, 2001:db8::7, fe80::1';
		const allow = () => allowAddress(address.slice(1, -1), list);

		if (expected === 'in') expect(allow).not.toThrow();
		else expect(allow).toThrow(expect.objectContaining({ status: Number(expected) }));
	});

	it('has a case of every kind in that table', () => {
		expect(table.length).toBeGreaterThanOrEqual(15);
	});
});
