import { readdirSync, readFileSync } from 'fs';
import { dirname, join, relative } from 'path';

import { madeUpServices, testedServices } from '../support/services';

const ROOT = join(__dirname, '..', '..');

const filesBelow = (folder: string): string[] =>
	readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
		.map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
		.sort();

const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** The files of this project that a file imports, types counted. */
const importsOf = (file: string): string[] =>
	[...textOf(file).matchAll(/(?:from|import)\s+'(\.[^']+)'/g)].map(([, path]) => {
		const target = join(dirname(file), path);
		return files.has(`${target}.ts`) ? `${target}.ts` : join(target, 'index.ts');
	});

const files = new Set(['receiver', 'nodes', 'credentials'].flatMap(filesBelow));

/** The steps of a delivery, in their order. */
const STEPS = [
	'ipAllowlist',
	'handshake',
	'authenticate',
	'read',
	'identify',
	'select',
	'deduplicate',
	'item',
].map((step) => `receiver/${step}.ts`);

/** A way from a file back to itself, undefined where there is none. */
function circleFrom(start: string): string[] | undefined {
	const seen = new Set<string>();
	const wayFrom = (file: string): string[] | undefined => {
		for (const next of importsOf(file)) {
			if (next === start) return [file, next];
			if (seen.has(next)) continue;
			seen.add(next);
			const way = wayFrom(next);
			if (way) return [file, ...way];
		}
		return undefined;
	};
	return wayFrom(start);
}

describe('The source code', () => {
	it.each([...files])('has no import cycle through %s', (file) => {
		expect(circleFrom(file)).toBeUndefined();
	});

	it.each(STEPS)(
		'lets the step %s import no other step, because only receive.ts knows their order',
		(step) => {
			expect(importsOf(step).filter((file) => STEPS.includes(file))).toEqual([]);
		},
	);

	it('calls the steps in their order in receive.ts', () => {
		const text = textOf('receiver/receive.ts').replace(/^import [^]*?;$/gm, '');
		const calls = [
			'allowAddress',
			'handshake',
			'authenticate',
			'read',
			'identify',
			'select',
			'deduplicate',
			'toItems',
		];
		const places = calls.map((call) => text.search(new RegExp(`\\b${call}\\(`)));

		expect(places).not.toContain(-1);
		expect(places).toEqual([...places].sort((a, b) => a - b));
	});

	it("uses n8n's context only in the files of the receiver that talk to n8n", () => {
		const users = filesBelow('receiver').filter((file) =>
			/\bcontext\b|\bI(Webhook|Hook|Trigger)Functions\b/.test(textOf(file)),
		);

		expect(users.filter((file) => !file.startsWith('receiver/editor/'))).toEqual(
			[
				'answer',
				'log',
				'memory',
				'receive',
				'refuse',
				'report',
				'request',
				'secrets',
				'settings',
			].map((name) => `receiver/${name}.ts`),
		);
	});

	it.each(filesBelow('receiver'))('keeps the receiver independent of services: %s', (file) => {
		const code = textOf(file).replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '');

		expect(importsOf(file).filter((other) => other.startsWith('nodes/'))).toEqual([]);
		for (const { service } of testedServices) {
			expect(code.toLowerCase()).not.toContain(service.id);
		}
	});

	it.each(filesBelow('receiver/lib'))('lets %s import only files of receiver/lib', (file) => {
		expect(importsOf(file).filter((other) => !other.startsWith('receiver/lib/'))).toEqual([]);
	});

	it.each(filesBelow('nodes/Glassix/api'))('lets %s import nothing from polling', (file) => {
		expect(importsOf(file).filter((other) => other.includes('/polling/'))).toEqual([]);
	});

	it.each([...files].filter((file) => /^nodes\/\w+\//.test(file)))(
		'keeps %s from importing another service',
		(file) => {
			const own = file.split('/').slice(0, 2).join('/');
			const others = importsOf(file).filter(
				(other) => other.startsWith('nodes/') && !other.startsWith(`${own}/`),
			);

			expect(others).toEqual([]);
		},
	);

	it.each(madeUpServices.map(({ service }) => service.name))(
		'lets a service need only its folder, the receiver, n8n-workflow, and zod: %s',
		(name) => {
			const paths = filesBelow(`test/support/madeUp/${name}`).flatMap((file) =>
				[...textOf(file).matchAll(/from '([^']+)'/g)].map(([, path]) => path),
			);
			const foreign = paths.filter((path) => !/^(\.\/|(\.\.\/){4}receiver\/)/.test(path));

			expect([...new Set(foreign)].sort()).toEqual(['n8n-workflow', 'zod/v4']);
		},
	);

	it.each(madeUpServices.map(({ service }) => service.name))(
		'describes a service in 60 lines at most: %s',
		(name) => {
			const lines = textOf(`test/support/madeUp/${name}/service.ts`).trimEnd().split('\n');

			expect(lines.length).toBeLessThanOrEqual(60);
		},
	);
});
