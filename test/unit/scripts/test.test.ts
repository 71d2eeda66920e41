import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { isDebian } from '../../../scripts/lib/debian';
import { projectFolder } from '../../../scripts/lib/paths';
import { freePorts } from '../../../scripts/lib/ports';
import { missingChromium } from '../../../scripts/test/chromium';
import { laneCount, partsOf } from '../../../scripts/test/parts';
import { byKind, showKind, showTotals, type Results } from '../../../scripts/test/results';
import { runBeside, sideBySide } from '../../../scripts/test/side-by-side';

const GIB = 1024 ** 3;

describe('The parts of npm test', () => {
	it.each(['e2e', 'queue'])('include each %s test file once', (kind) => {
		const files = partsOf([kind]).flatMap((part) => part.files ?? []);
		const all = readdirSync(path.join(projectFolder, 'test', kind)).filter((file) =>
			file.endsWith('.test.ts'),
		);

		expect([...files].sort()).toEqual(all.map((file) => `test/${kind}/${file}`).sort());
	});

	it('cover a whole kind when its files change shared state', () => {
		expect(partsOf(['restarts', 'browser', 'publish'])).toEqual([
			{ kind: 'browser', name: 'browser' },
			{ kind: 'publish', name: 'publish' },
			{ kind: 'restarts', name: 'restarts' },
		]);
	});

	it.each([
		[2, 24 * GIB, 2],
		[8, 7 * GIB, 2],
		[2, 4 * GIB, 1],
		[1, 2 * GIB, 1],
		[16, 64 * GIB, 9],
	])(
		'run in as many lanes as the machine can carry: %d cores, %d bytes',
		(cores, memory, lanes) => {
			expect(laneCount({ cores, memory })).toBe(lanes);
		},
	);
});

describe('The results of npm test', () => {
	const result = (own: Partial<Results>): Results => ({
		kind: 'e2e',
		passed: 10,
		failed: 0,
		skipped: 0,
		seconds: 2,
		exitCode: 0,
		...own,
	});

	it('are added up by kind and keep a failed exit code', () => {
		const summed = byKind([
			result({}),
			result({ kind: 'queue', passed: 3 }),
			result({ passed: 5, failed: 1, skipped: 2, exitCode: 1 }),
		]);

		expect(summed.map(showKind)).toEqual([
			'e2e: 15 passed, 1 failed, 2 skipped, 4.0 s',
			'queue: 3 passed, 0 failed, 2.0 s',
		]);
		expect(summed[0].exitCode).toBe(1);
		expect(showTotals(summed)).toBe('18 passed, 1 failed');
	});
});

describe('Jobs that run side by side', () => {
	it('never exceed the limit and return their results in order', async () => {
		let open = 0;
		let most = 0;
		const results = await sideBySide([3, 1, 2, 0], 2, async (turns) => {
			most = Math.max(most, ++open);
			for (let turn = 0; turn < turns; turn++) await Promise.resolve();
			open--;
			return turns;
		});

		expect(results).toEqual([3, 1, 2, 0]);
		expect(most).toBe(2);
	});

	it('all end before the error of one is reported', async () => {
		const ended: number[] = [];
		const jobs = sideBySide([0, 1, 2], 2, async (number) => {
			if (number === 0) throw new Error('the first one');
			ended.push(number);
		});

		await expect(jobs).rejects.toThrow('the first one');
		expect(ended).toEqual([1, 2]);
	});

	it('pass on their output and return their exit codes', async () => {
		const blocks: string[] = [];
		const program =
			"process.stdout.write('one '); process.stdout.write('two'); process.exitCode = 3;";

		const code = await runBeside(process.execPath, ['-e', program], {
			cwd: projectFolder,
			env: process.env,
			write: (text) => void blocks.push(text),
		});

		expect({ code, written: blocks.join('') }).toEqual({ code: 3, written: 'one two' });
	});
});

it('The ports that a test gets are different and free to listen on', async () => {
	const ports = await freePorts(3);

	expect(new Set(ports).size).toBe(3);
	const server = (await import('node:net')).createServer().listen(ports[0], '127.0.0.1');
	await once(server, 'listening');
	server.close();
});

describe('The browser tests', () => {
	const { PATH, CHROMIUM } = process.env;

	afterEach(() => {
		process.env.PATH = PATH;
		if (CHROMIUM === undefined) delete process.env.CHROMIUM;
		else process.env.CHROMIUM = CHROMIUM;
	});

	it('run when the variable CHROMIUM names a browser', async () => {
		process.env.CHROMIUM = '/somewhere/chromium';

		expect(await missingChromium(false)).toBeUndefined();
	});

	// There it need not lie on the path.
	const isElsewhere = existsSync('/Applications') || process.platform === 'win32';

	(isElsewhere ? it.skip : it)(
		'are skipped without Chromium, and a message says how to install it',
		async () => {
			delete process.env.CHROMIUM;
			process.env.PATH = '/nowhere';

			expect(await missingChromium(false)).toBe(
				isDebian()
					? 'there is no Chromium: sudo apt-get install chromium fonts-liberation installs it'
					: 'there is no Chromium: install Chromium or Chrome, or name one in the variable CHROMIUM',
			);
		},
	);
});
