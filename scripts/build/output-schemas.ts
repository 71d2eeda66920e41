import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod/v4';

/** For what the build has made. */
const load = createRequire(__filename);

/**
 * Writes the output preview of each trigger beside it, from the zod schemas of its events:
 * `__schema__/v<version>.json`, the version padded to x.y.z, is where n8n's editor looks.
 */
export async function writeOutputSchemas(): Promise<void> {
	for (const service of folders(path.join('dist', 'nodes'))) {
		const folder = path.resolve('dist', 'nodes', service);
		for (const file of readdirSync(folder).filter((name) => name.endsWith('.node.js'))) {
			const trigger = load(path.join(folder, file));
			const { version } = new trigger[file.split('.', 1)[0] ?? '']().description;
			const { catalogue, itemBase } = describe(path.join(folder, 'service.js'));
			const preview = { ...previewOf(itemBase), version: 1 };
			preview.properties = {
				...preview.properties,
				data: Object.values<any>(catalogue)
					.map((entry) => previewOf(z.toJSONSchema(entry.data, { unrepresentable: 'any' })))
					.reduce(merge),
			};
			mkdirSync(path.join(folder, '__schema__'), { recursive: true });
			writeFileSync(
				path.join(folder, '__schema__', `v${padded(version)}.json`),
				`${JSON.stringify(preview, null, '\t')}\n`,
			);
		}
	}
}

/** @param {string} folder */
const folders = (folder: string) =>
	readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name);

/** @param {string} serviceFile */
function describe(serviceFile: string) {
	const [service] = Object.values<any>(load(serviceFile));
	const { itemSchema } = load(path.resolve('dist', 'receiver', 'item.js'));
	return {
		catalogue: service.events,
		itemBase: z.toJSONSchema(itemSchema(service.id, z.string(), z.object({}))),
	};
}

/** @param {number | number[]} version */
const padded = (version: number | number[]) =>
	[...String([version].flat().at(-1)).split('.'), '0', '0'].slice(0, 3).join('.');

/** The part of a JSON schema that the editor's preview understands: one type a value. */
function previewOf(schema: any): any {
	const variants = schema.anyOf ?? schema.oneOf;
	if (variants) {
		return previewOf(variants.find((variant: any) => variant.type !== 'null') ?? variants[0]);
	}
	const type = schema.type ?? (schema.const === undefined ? 'object' : typeof schema.const);
	if (type === 'object') {
		return {
			type: 'object',
			properties: Object.fromEntries(
				Object.entries(schema.properties ?? {}).map(([key, value]) => [key, previewOf(value)]),
			),
		};
	}
	if (schema.type === 'array') return { type: 'array', items: previewOf(schema.items ?? {}) };
	return { type };
}

/** The fields of several events' data side by side: which of them come depends on the event. */
function merge(one: any, other: any): any {
	if (one?.type !== 'object' || other?.type !== 'object') return one ?? other;
	const keys = new Set([...Object.keys(one.properties), ...Object.keys(other.properties)]);
	return {
		type: 'object',
		properties: Object.fromEntries(
			[...keys].map((key) => [key, merge(one.properties[key], other.properties[key])]),
		),
	};
}
