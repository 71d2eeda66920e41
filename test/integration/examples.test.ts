import { readFileSync } from 'fs';
import type { INodeProperties, INodePropertyOptions, INodeType } from 'n8n-workflow';
import { join } from 'path';

import { GlartekTrigger } from '../../nodes/Glartek/GlartekTrigger.node';
import { GlassixPollingTrigger } from '../../nodes/Glassix/GlassixPollingTrigger.node';
import { GlassixTrigger } from '../../nodes/Glassix/GlassixTrigger.node';
import { SocialBoardsTrigger } from '../../nodes/SocialBoards/SocialBoardsTrigger.node';
import { SupportBeeTrigger } from '../../nodes/SupportBee/SupportBeeTrigger.node';
import type { WorkflowNode } from '../../scripts/n8n/api';
import {
	exampleNames,
	isOurs,
	notesOf,
	PACKAGE,
	readExample,
	sqlOf,
	STICKY_NOTE,
} from '../support/examples';

const triggers = new Map<string, INodeType>(
	[
		new GlartekTrigger(),
		new GlassixPollingTrigger(),
		new GlassixTrigger(),
		new SocialBoardsTrigger(),
		new SupportBeeTrigger(),
	].map((trigger) => [`${PACKAGE}.${trigger.description.name}`, trigger]),
);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const examples = exampleNames.map((name) => [name, readExample(name)] as const);

const namesOf = (properties: INodeProperties[]) => properties.map(({ name }) => name);

const valuesOf = (property: INodeProperties | undefined) =>
	(property?.options as INodePropertyOptions[]).map(({ value }) => value);

/** Examples about what n8n does with executions, of whatever workflow: there is no trigger of ours in them. */
const ABOUT_EXECUTIONS = ['tell-on-refusal', 'finish-interrupted-runs'];

const isTrigger = ({ type }: WorkflowNode) => /Trigger$/.test(type);

/** How many outputs a node of an example has: a Switch has one for each rule, an If has two, all others have one. */
function outputCount({ type, parameters }: WorkflowNode): number {
	if (type === 'n8n-nodes-base.if') return 2;
	if (type !== 'n8n-nodes-base.switch') return 1;
	return (parameters.rules as { values: unknown[] }).values.length;
}

/** Where a node is on the canvas. */
function boxOf({ type, position: [x, y], parameters }: WorkflowNode) {
	const [width, height] =
		type === STICKY_NOTE ? [Number(parameters.width), Number(parameters.height)] : [100, 130];
	return { x, y, width, height };
}

const overlap = (one: ReturnType<typeof boxOf>, other: ReturnType<typeof boxOf>) =>
	one.x < other.x + other.width &&
	other.x < one.x + one.width &&
	one.y < other.y + other.height &&
	other.y < one.y + one.height;

describe.each(examples)('The example %s', (title, workflow) => {
	const { nodes, connections } = workflow;
	const ours = nodes.filter(isOurs);
	const working = nodes.filter(({ type }) => type !== STICKY_NOTE);

	it('holds nothing of the n8n that it was made with', () => {
		expect(Object.keys(workflow).sort()).toEqual(['connections', 'name', 'nodes', 'settings']);
		expect(workflow.settings).toEqual({ executionOrder: 'v1' });
		for (const node of nodes) {
			expect(node).not.toHaveProperty('credentials');
			expect(node).not.toHaveProperty('issues');
		}
		expect(JSON.stringify(workflow)).not.toMatch(/pinData|instanceId|cachedResult/);
	});

	it('sets only what our triggers offer', () => {
		expect(ours.length > 0).toBe(!ABOUT_EXECUTIONS.includes(title));
		for (const { type, typeVersion, parameters, webhookId } of ours) {
			const { description } = triggers.get(type)!;
			const { properties } = description;
			expect(typeVersion).toBe(description.version);
			expect(namesOf(properties)).toEqual(expect.arrayContaining(Object.keys(parameters)));

			const property = (name: string) => properties.find((one) => one.name === name);
			const { triggerOn, options = {} } = parameters as { triggerOn: string[]; options?: object };
			expect(triggerOn.length).toBeGreaterThan(0);
			expect(valuesOf(property('triggerOn'))).toEqual(expect.arrayContaining(triggerOn));
			const known = property('options')!.options as INodeProperties[];
			expect(namesOf(known)).toEqual(expect.arrayContaining(Object.keys(options)));
			const chosen = [...properties, ...known].filter(({ type: kind }) => kind === 'options');
			for (const one of chosen) {
				const value = { ...parameters, ...options }[one.name as never] ?? one.default;
				expect(valuesOf(one)).toContain(value);
			}

			// n8n makes a new one at each import: a path that nobody else knows, and no conflict.
			expect(webhookId).toBeUndefined();
		}
	});

	it('has a sticky note with the steps of its set-up', () => {
		const [note, ...others] = notesOf(workflow);
		expect(others).toEqual([]);
		expect(note).toMatch(/^## .+\n/);
		const steps = [...note.matchAll(/^(\d)\. /gm)].map(([, step]) => Number(step));
		expect(steps.length).toBeGreaterThan(1);
		expect(steps).toEqual(steps.map((_, place) => place + 1));
		expect(note).toMatch(/publish the workflow/i);
		for (const one of ours.length > 1 ? [] : ours) expect(note).toContain(`**${one.name}**`);
		for (const { parameters } of nodes) {
			const table = (parameters.table as { value: string } | undefined)?.value;
			if (table) expect(sqlOf(workflow).join('\n')).toContain(`CREATE TABLE ${table} (`);
		}
	});

	it('connects every node to a trigger', () => {
		const byName = new Map(nodes.map((node) => [node.name, node]));
		expect(byName.size).toBe(nodes.length);
		const reached = new Set(nodes.filter(isTrigger).map((node) => node.name));
		for (const [from, { main }] of Object.entries(connections)) {
			expect(byName.has(from)).toBe(true);
			expect(main.length).toBeLessThanOrEqual(outputCount(byName.get(from)!));
			for (const { node, type, index } of main.flat()) {
				expect({ type, index }).toEqual({ type: 'main', index: 0 });
				expect(byName.get(node)).toBeDefined();
				expect(isOurs(byName.get(node)!)).toBe(false);
				reached.add(node);
			}
		}
		expect([...reached].sort()).toEqual(working.map((node) => node.name).sort());
	});

	it('refers only to nodes that it has', () => {
		const referred = [...JSON.stringify(nodes).matchAll(/\$\('([^']+)'\)/g)].map(
			([, name]) => name,
		);
		expect(nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(referred));
	});

	it('has no nodes that overlap on the canvas', () => {
		const overlaps = nodes.flatMap((one, place) =>
			nodes
				.slice(place + 1)
				.filter((other) => overlap(boxOf(one), boxOf(other)))
				.map((other) => `${one.name} and ${other.name}`),
		);
		expect(overlaps).toEqual([]);
	});

	it('has node ids that no other example uses', () => {
		for (const { id } of nodes) expect(id).toMatch(UUID);
		const all = examples.flatMap(([, other]) => other.nodes.map((node) => node.id));
		expect(new Set(all).size).toBe(all.length);
	});
});

it('the README lists every example', () => {
	const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
	const listed = [...readme.matchAll(/\(examples\/([\w-]+)\.json\)/g)].map(([, name]) => name);
	expect([...new Set(listed)].sort()).toEqual([...exampleNames].sort());
});

it('once-across-processes has the query and the table of docs/queue-mode.md', () => {
	const page = readFileSync(join(__dirname, '..', '..', 'docs', 'queue-mode.md'), 'utf8');
	const [table, query] = [...page.matchAll(/```sql\n([^]*?)\n```/g)].map(([, sql]) => sql);
	const example = readExample('once-across-processes');
	expect(sqlOf(example)).toEqual([table]);
	expect(example.nodes.map(({ parameters }) => parameters.query)).toContain(query);
});
