import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { isInstalled } from '../../../scripts/bootstrap';
import { projectFolder } from '../../../scripts/lib/paths';
import { freePorts } from '../../../scripts/lib/ports';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'service-desk-clone-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes what npm wants, or what it installed, as a clone has it. */
function writeTree(file: string, packages: Record<string, object>) {
	mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
	writeFileSync(path.join(folder, file), JSON.stringify({ lockfileVersion: 3, packages }));
}

describe('A clone', () => {
	const WANTED = {
		'': {},
		'node_modules/zod': { version: '4.1.0' },
		'node_modules/for-macos': { version: '1.0.0', optional: true },
	};
	beforeEach(() => writeTree('package-lock.json', WANTED));

	it.each([
		['has what its lock file asks for', { 'node_modules/zod': { version: '4.1.0' } }, true],
		['has another version of a package', { 'node_modules/zod': { version: '4.0.0' } }, false],
		['lacks a package', {}, false],
	])('%s', (_what, installed, isComplete) => {
		writeTree('node_modules/.package-lock.json', installed);

		expect(isInstalled(folder)).toBe(isComplete);
	});

	it('is not installed until npm has finished', () => {
		expect(isInstalled(folder)).toBe(false);
	});
});

describe('A fresh clone', () => {
	/** Runs a command of the clone with npm led to a registry. */
	function runCommand(registry: string, loglevel = 'notice') {
		mkdirSync(path.join(folder, 'scripts'));
		cpSync(
			path.join(projectFolder, 'scripts', 'bootstrap.js'),
			path.join(folder, 'scripts', 'bootstrap.js'),
		);
		writeFileSync(path.join(folder, 'package.json'), '{"dependencies":{"zod":"4.1.0"}}');
		writeTree('package-lock.json', {
			'': { dependencies: { zod: '4.1.0' } },
			'node_modules/zod': { version: '4.1.0', resolved: `${registry}/zod/-/zod-4.1.0.tgz` },
		});
		const child = spawn(process.execPath, ['scripts/bootstrap.js', 'send'], {
			cwd: folder,
			env: {
				...process.env,
				npm_config_registry: registry,
				npm_config_loglevel: loglevel,
				npm_config_cache: path.join(folder, 'cache'),
			},
		});
		let written = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', (chunk: Buffer) => (written += chunk.toString('utf8')));
		}
		const closed = once(child, 'close');
		return { child, closed, written: () => written };
	}

	it.each([
		['npm test', 'notice'],
		['npm test --silent', 'silent'],
	])(
		'says in one sentence that the package registry does not answer: %s',
		async (_how, loglevel) => {
			const [port] = await freePorts(1);
			const { closed, written } = runCommand(`http://127.0.0.1:${port}`, loglevel);

			expect(await closed).toEqual([1, null]);
			expect(written().trim().split('\n')).toEqual([
				'Installing the development dependencies ...',
				'',
				'npm could not install the development dependencies because the package registry did not answer: ' +
					'check the network connection (and the proxy set for npm) and run the command again.',
			]);
		},
	);

	describe('with a registry', () => {
		let server: Server;
		const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		afterEach(() => server.close());

		it('shows the message from npm when a package is missing', async () => {
			server = createServer((request, response) => {
				response.statusCode = request.url === '/-/ping' ? 200 : 404;
				response.end('{}');
			}).listen(0, '127.0.0.1');
			await once(server, 'listening');
			const { closed, written } = runCommand(url());

			expect(await closed).toEqual([1, null]);
			expect(written()).toMatch(/npm error 404[^]*it says why above\.\s*$/);
		});

		it('leaves no npm behind when the installation is interrupted', async () => {
			server = createServer().listen(0, '127.0.0.1');
			await once(server, 'listening');
			const asked = once(server, 'request');
			const { child, closed } = runCommand(url());
			const [request] = (await asked) as [{ socket: Socket }];
			const hungUp = once(request.socket, 'close');
			child.kill('SIGTERM');

			expect(await closed).toEqual([null, 'SIGTERM']);
			await hungUp;
		});
	});
});
