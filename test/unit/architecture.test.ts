import { readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const page = read('docs/architecture.md');
const diagram = page.split('```mermaid\n')[1].split('\n```')[0];

/** The boxes of the diagram in their order, each with the functions it begins with. */
const boxes = [...diagram.matchAll(/\b(\w+)\[([^\]]+)\]/g)].map(([, id, label]) => ({
	id,
	functions: label.includes(':') ? label.split(':')[0].split(', ') : label.split(', '),
}));

/** What takes a delivery no step further: it answers, tells, or looks up what a step needs. */
const ASIDE = [
	'answer',
	'failing',
	'logIgnored',
	'logUnstarted',
	'nodeKey',
	'redact',
	'unknownAmong',
	'unrecognizedReport',
];

/** The functions of other files that takeThroughSteps calls, in their order. */
function stepsOfReceive(): string[] {
	const code = read('receiver/receive.ts');
	const imported = [...code.matchAll(/^import \{ ([^}]+) \} from '\.\//gm)].flatMap(([, names]) =>
		names.split(', '),
	);
	const body = code.split('async function takeThroughSteps(')[1].split('\n}\n')[0];
	const called = body.split('(').map((part) => part.split(/\W/).at(-1)!);
	return [...new Set(called)].filter((name) => imported.includes(name) && !ASIDE.includes(name));
}

describe('The diagram in docs/architecture.md', () => {
	it('shows the steps of receive.ts in their order', () => {
		const steps = stepsOfReceive();
		const shown = boxes.flatMap(({ functions }) => functions);

		expect(steps.length).toBeGreaterThan(10);
		expect(shown.filter((name) => steps.includes(name))).toEqual(steps);
	});

	it('adds only the boxes for n8n, storing, refusing, and reporting', () => {
		const others = boxes.filter(({ functions }) => !stepsOfReceive().includes(functions[0]));

		expect(others.map(({ id }) => id)).toEqual(['n8n', 'stored', 'refuse', 'report']);
	});

	it('leads from each step to the next and branches off for the handshake', () => {
		const way = boxes
			.map(({ id }) => id)
			.filter((id) => !['n8n', 'handshake', 'refuse', 'report'].includes(id));
		const edges = [...diagram.matchAll(/^ {2}(\w+) -->\s*(\w+)/gm)].map(([, from, to]) => [
			from,
			to,
		]);

		const consecutive = way.slice(1).map((id, place) => [way[place], id]);
		expect(edges).toEqual(expect.arrayContaining(consecutive));
		expect(diagram).toContain('secrets -- verification request --> handshake[');
	});

	it('is on a page of fewer than 60 lines', () => {
		expect(page.split('\n').length).toBeLessThan(60);
	});
});
