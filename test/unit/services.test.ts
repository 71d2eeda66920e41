import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';

import { services } from '../../nodes';
import { services as editedServices } from '../browser/services';
import { testedServices } from '../support/services';

const ROOT = join(__dirname, '..', '..');
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const manifest = JSON.parse(textOf('package.json'));

const idsOf = (all: ReadonlyArray<{ id: string }>) => all.map(({ id }) => id).sort();

it('The list of services names every folder of nodes/', () => {
	const folders = readdirSync(join(ROOT, 'nodes'), { withFileTypes: true });
	const names = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);

	expect(services.map(({ name }) => name).sort()).toEqual(names.sort());
});

it.each([
	['The shared tests', testedServices.map(({ service }) => service)],
	["The tests in n8n's editor", editedServices],
])('%s run for each service', (_which, tested) => {
	expect(idsOf(tested)).toEqual(idsOf(services));
});

describe.each(services.map((service) => [service.name, service] as const))(
	'%s',
	(name, { id, credential, events }) => {
		const trigger = `nodes/${name}/${name}Trigger.node`;
		const [first, ...rest] = credential;
		const credentialFile = `credentials/${first.toUpperCase()}${rest.join('')}.credentials`;

		it.each([
			`${trigger}.ts`,
			`${trigger}.json`,
			`nodes/${name}/service.ts`,
			`nodes/${name}/events.ts`,
			`nodes/${name}/${id}.svg`,
			`nodes/${name}/${id}.dark.svg`,
			`${credentialFile}.ts`,
			`docs/${id}.md`,
			`test/integration/${name[0].toLowerCase()}${name.slice(1)}.test.ts`,
			`test/e2e/${id}.test.ts`,
		])('has the file %s', (file) => {
			expect(existsSync(join(ROOT, file))).toBe(true);
		});

		it('has its trigger and its credential in package.json', () => {
			expect(manifest.n8n.nodes).toContain(`dist/${trigger}.js`);
			expect(manifest.n8n.credentials).toContain(`dist/${credentialFile}.js`);
		});

		it('has a fixture for each of its events', () => {
			const samples = readdirSync(join(ROOT, 'test/fixtures', id));

			expect(samples).toEqual(
				expect.arrayContaining(Object.keys(events).map((event) => `${event}.json`)),
			);
		});

		it('has its page linked in the README and its types in index.ts', () => {
			expect(textOf('README.md')).toContain(`(docs/${id}.md)`);
			expect(textOf('index.ts')).toContain(`export type ${name}Item`);
			expect(textOf('index.ts')).toMatch(new RegExp(`catalogues: \\{[^}]*\\b${id}: `));
		});
	},
);
