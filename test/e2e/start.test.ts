import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { freePorts } from '../../scripts/lib/ports';
import { N8nApi } from '../../scripts/n8n/api';
import { eventually } from './support/eventually';

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

it('npm start shows the commands to try the example with, and Ctrl-C stops it', async () => {
	const [port] = await freePorts(1);
	const npm = spawn('npm', ['start', '--', '--port', String(port)], {
		cwd: copy,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
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
				expect(output).toContain('Send an event as SocialBoards does');
				expect(output).toContain('-d ');
			},
			{ within: 240_000, every: 500 },
		);
		const commands = output.split('\n').filter((line) => line.startsWith('  curl '));
		expect(commands).toHaveLength(2);

		const [handshake, event] = commands as [string, string];
		const { stdout: challenge } = await run('sh', ['-c', handshake]);
		expect(challenge).toBe('2135675231');
		const { stdout: answer } = await run('sh', ['-c', event]);
		expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n/);

		const api = new N8nApi(`http://127.0.0.1:${port}`);
		await api.setUpOwner();
		const workflowId = /\/workflow\/(\w+)/.exec(output)![1];
		const items = await eventually(async () => {
			const [execution] = await api.executions(workflowId, { status: ['success'] });
			return await api.items(execution.id, 'Show Event');
		});
		expect(items).toEqual([{ summary: 'Note Deletion in yourCompany', data: { NoteId: 182605 } }]);
	} finally {
		// As a terminal does: to all that run in it.
		process.kill(-npm.pid!, 'SIGINT');
	}
	await closed;
	expect(output).toContain('Stopping n8n');
	await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
}, 300_000);

it('npm run format leaves everything as it passes npm run lint', async () => {
	await run('npm', ['run', 'format'], { cwd: copy });
	const prettier = path.join(copy, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
	await run(process.execPath, [prettier, '--check', '--log-level', 'warn', '.'], { cwd: copy });
}, 120_000);
