import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Workflow, WorkflowNode } from '../../scripts/n8n/api';

export const PACKAGE = 'n8n-nodes-service-desk-triggers';

export const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

const folder = path.join(__dirname, '..', '..', 'examples');

/** The names of the workflows in `examples/`. */
export const exampleNames = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace(/\.json$/, ''));

export const readExample = (name: string): Workflow =>
	JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));

export const isOurs = ({ type }: WorkflowNode) => type.startsWith(`${PACKAGE}.`);

export const notesOf = ({ nodes }: Workflow): string[] =>
	nodes
		.filter(({ type }) => type === STICKY_NOTE)
		.map(({ parameters }) => String(parameters.content));

/** The SQL that a workflow's sticky notes have its user run. */
export const sqlOf = (workflow: Workflow): string[] =>
	notesOf(workflow).flatMap((note) =>
		[...note.matchAll(/```sql\n([^]*?)\n```/g)].map(([, sql]) => sql),
	);
