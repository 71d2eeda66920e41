import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { freePorts } from '../../scripts/lib/ports';
import { N8nApi } from '../../scripts/n8n/api';
import { rowsOfDataTable } from '../support/realN8n/dataTables';
import { eventually } from '../support/realN8n/eventually';

/**
 * Commands of the README and CONTRIBUTING.md that would get in the way of a clone's user, in a copy of the
 * clone: its own n8n may be running, its files are the user's.
 */

const CLONE = path.join(__dirname, '..', '..');
const LEFT_BEHIND = ['.cache', '.git', 'dist', 'node_modules'];
const run = promisify(execFile);

let copy: string;

beforeAll(() => {
	copy = mkdtempSync(path.join(tmpdir(), 'npm-start-'));
	for (const name of readdirSync(CLONE).filter((entry) => !LEFT_BEHIND.includes(entry))) {
		cpSync(path.join(CLONE, name), path.join(copy, name), { recursive: true });
	}
	symlinkSync(path.join(CLONE, 'node_modules'), path.join(copy, 'node_modules'), 'dir');
});

afterAll(() => rmSync(copy, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));

const PUBLIC_URL = 'https://n8n.example.com/';

it('npm start shows the command that stores an event and where to see it, and Ctrl-C stops it', async () => {
	const [port] = await freePorts(1);
	const npm = spawn('npm', ['start', '--', '--port', String(port)], {
		cwd: copy,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, N8N_WEBHOOK_URL: PUBLIC_URL },
	});
	let output = '';
	for (const stream of [npm.stdout, npm.stderr]) {
		stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
	}
	// When all that writes to this terminal has ended, npm and what it runs.
	const closed = new Promise<void>((resolve) => npm.once('close', () => resolve()));
	try {
		await eventually(
			() => {
				if (npm.exitCode !== null) return;
				expect(output).toContain('add --count 1');
			},
			{ within: 240_000, every: 500 },
		);
		const shown = (pattern: RegExp) => pattern.exec(output)?.[1] ?? `not in ${output}`;
		const command = shown(/^ {2}(npm run send .*)$/m);
		const webhookPath = shown(/--url http:\/\/127\.0\.0\.1:\d+(\S+)/);
		// What a service is to send to.
		expect(shown(/^ {2}Webhook +(\S+)$/m)).toBe(`https://n8n.example.com${webhookPath}`);
		expect(output).toContain(`http://127.0.0.1:${port}/home/datatables`);

		const { stdout: first } = await run('sh', ['-c', command], { cwd: copy });
		expect(first).toMatch(/SupportBee ticket\.created: 200 after \d+ ms\n$/);
		const { stdout: again } = await run('sh', ['-c', command], { cwd: copy });
		expect(again).toMatch(/SupportBee ticket\.created: 200 after \d+ ms \(Already received\.\)\n$/);
		const api = new N8nApi(`http://127.0.0.1:${port}`);
		await api.setUpOwner();
		const workflowId = shown(/\/workflow\/(\w+)/);
		await eventually(async () => {
			expect((await api.executions(workflowId)).map(({ status }) => status)).toEqual(['success']);
		});
		const rows = await rowsOfDataTable(api, shown(/Data Table "([^"]+)"/));
		expect(rows).toEqual([
			expect.objectContaining({
				title: 'Wrong color delivered',
				person: 'Jonas Weber',
				recordId: '66301',
			}),
		]);

		const refused = await run('sh', ['-c', command.replace(/--token \S+/, '--token wrong')], {
			cwd: copy,
		}).catch(({ stdout }: { stdout: string }) => ({ stdout }));
		expect(refused.stdout).toMatch(/: 40[13] after/);
		const log = readFileSync(shown(/^ {2}Log +(\S+)$/m), 'utf8').split('\n');
		// With the time, as every line.
		const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /;
		expect(log.filter((line) => TIME.test(line) && /SupportBee Trigger/.test(line))).not.toEqual(
			[],
		);
		expect(log.slice(0, -1).filter((line) => !TIME.test(line))).toEqual([]);
	} finally {
		// As a terminal does: to all that run in it.
		process.kill(-npm.pid!, 'SIGINT');
	}
	await closed;
	expect(output).toContain('Stopping n8n');
	await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
}, 300_000);

it('npm run format leaves every file in the style that prettier checks', async () => {
	await run('npm', ['run', 'format'], { cwd: copy });
	const prettier = path.join(copy, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
	await run(process.execPath, [prettier, '--check', '--log-level', 'warn', '.'], { cwd: copy });
}, 120_000);
