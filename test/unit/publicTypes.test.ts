import { execFileSync } from 'node:child_process';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as ts from 'typescript';

import { writeCatalogues } from '../../scripts/build/catalogues';
import { writePublicTypes } from '../../scripts/build/public-types';
import { testedServices } from '../support/services';

/** The project of somebody who installed this package and nothing else: neither zod nor n8n. */
let project: string;
/** The package's types, as written. */
let types: string;

beforeAll(() => {
	project = realpathSync(mkdtempSync(path.join(tmpdir(), 'public-types-')));
	const installed = path.join(project, 'node_modules', 'n8n-nodes-service-desk-triggers');
	mkdirSync(path.join(installed, 'dist'), { recursive: true });
	cpSync('package.json', path.join(installed, 'package.json'));
	writeCatalogues(path.join(installed, 'dist'));
	writePublicTypes(path.join(installed, 'dist'));
	types = readFileSync(path.join(installed, 'dist', 'index.d.ts'), 'utf8');
}, 60_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

function programOf(code: string, name = 'program.ts') {
	const file = path.join(project, name);
	writeFileSync(file, code);
	const program = ts.createProgram([file], {
		strict: true,
		noEmit: true,
		allowJs: true,
		checkJs: true,
		types: [],
		target: ts.ScriptTarget.ES2022,
		lib: ['lib.es2022.d.ts'],
		module: ts.ModuleKind.Node16,
	});
	return { program, source: program.getSourceFile(file)! };
}

/** What TypeScript says of a program that imports the package, and of the package's types. */
function diagnosticsOf(code: string, name?: string): string[] {
	const { program } = programOf(code, name);
	return program
		.getSourceFiles()
		.filter(({ fileName }) => fileName.startsWith(project))
		.flatMap((file) => [
			...program.getSyntacticDiagnostics(file),
			...program.getSemanticDiagnostics(file),
		])
		.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** What an editor says of the field that the program's last line names. */
function commentOn(code: string): string {
	const { program, source } = programOf(code);
	const last = source.statements.at(-1) as ts.ExpressionStatement;
	const checker = program.getTypeChecker();
	const field = checker.getSymbolAtLocation((last.expression as ts.PropertyAccessExpression).name)!;
	return ts.displayPartsToString(field.getDocumentationComment(checker));
}

/** What a program prints, run by Node.js in the project. */
function outputOf(code: string, name: string): unknown {
	const file = path.join(project, name);
	writeFileSync(file, code);
	const env = { ...process.env, NODE_PATH: '' };
	return JSON.parse(execFileSync(process.execPath, [file], { cwd: project, env }).toString());
}

const table = Object.fromEntries(
	testedServices.map(({ service: { id, events } }) => [
		id,
		Object.fromEntries(
			Object.entries(events).map(([event, { name, description }]) => [
				event,
				{ name, description },
			]),
		),
	]),
);

describe("Without zod or n8n installed, the package's types", () => {
	it("narrow an item's data by its event", () => {
		const diagnostics = diagnosticsOf(`
			import type { GlassixItem, SocialBoardsItem, SupportBeeItem } from 'n8n-nodes-service-desk-triggers';
			export function title(item: SupportBeeItem): string | null | undefined {
				if (item.event === 'agent.reply.created') item.data.reply.id.toFixed();
				return item.data.ticket.subject;
			}
			export function previous(item: SocialBoardsItem): string | null | undefined {
				return item.event === 'ticket_status_change' ? item.data.PreviousTicketStatus : undefined;
			}
			export function state(item: GlassixItem): string | number | null | undefined {
				return item.event === 'TICKET_STATE_CHANGE' ? item.data.ticketState : undefined;
			}
		`);
		expect(diagnostics).toEqual([]);
	});

	it('give an unknown field of the vendor the type unknown', () => {
		const diagnostics = diagnosticsOf(`
			import type { SupportBeeItem } from 'n8n-nodes-service-desk-triggers';
			export const field = (item: SupportBeeItem): unknown => item.data['something_new'];
			export const wrong = (item: SupportBeeItem): string => item.data['something_new'];
		`);
		expect(diagnostics).toEqual([expect.stringContaining("'unknown' is not assignable")]);
	});

	it('report a field of another event and a misspelled event', () => {
		const diagnostics = diagnosticsOf(`
			import type { SupportBeeItem } from 'n8n-nodes-service-desk-triggers';
			export const comment = (item: SupportBeeItem & { event: 'ticket.archived' }): { id: number } => item.data.comment;
			export const isNew = (item: SupportBeeItem) => item.event === 'ticket.creatd';
		`);
		expect(diagnostics).toEqual([
			expect.stringContaining("'unknown' is not assignable"),
			expect.stringContaining('no overlap'),
		]);
	});

	it('name the parts of an item', () => {
		const diagnostics = diagnosticsOf(`
			import type * as triggers from 'n8n-nodes-service-desk-triggers';
			export const ticket = (item: triggers.SupportBeeItem): triggers.SupportBeeTicket => item.data.ticket;
			export const sender = (part: triggers.GlassixTransaction): triggers.GlassixParticipant | null | undefined =>
				part.fromParticipant;
			export const author = (data: triggers.SocialBoardsData['ticket_status_change']): triggers.SocialBoardsUser | null | undefined =>
				data.Ticket?.Author;
			export const request = (item: triggers.Item): triggers.RedactedRequest | undefined => item.request;
		`);
		expect(diagnostics).toEqual([]);
	});

	it.each([
		['SupportBeeTicket', 'current_team_assignee'],
		['SupportBeeCompany', 'subdomain'],
		['GlassixTicket', 'primaryProtocolType'],
		['GlassixParticipant', 'displayName'],
		['SocialBoardsTicket', 'LastThreadElementCreationTime'],
	])('define %s once and refer to it by its name', (name, field) => {
		expect(types.match(new RegExp(`\\b${field}\\b`, 'g'))).toHaveLength(1);
		expect(types.match(new RegExp(`: ${name}\\b`, 'g'))).not.toBeNull();
	});

	it.each([
		['SupportBeeItem', 'item.eventId', /^32 hexadecimal digits/],
		['SupportBeeItem', 'item.data.agent', /^Who did it/],
		['GlassixTicket', 'item.field1', /^The subject/],
		['Item', 'item.request', /^With "Include Request" on/],
	])('carry a comment for a field of %s: %s', (type, field, comment) => {
		expect(
			commentOn(`
				import type { ${type} } from 'n8n-nodes-service-desk-triggers';
				declare const item: ${type};
				${field};
			`),
		).toMatch(comment);
	});

	it('match the types of the sources in every field', () => {
		const names = [...types.matchAll(/^export (?:type|interface) (\w+)(?!\w|<)/gm)].map(
			([, name]) => name,
		);
		expect(names).toEqual(expect.arrayContaining(['GlassixItem', 'SupportBeeTicket', 'Item']));
		const diagnostics = diagnosticsOf(`
			import type * as source from '${path.resolve('index')}';
			import type * as written from 'n8n-nodes-service-desk-triggers';
			type Same<A, B> =
				(<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
			export const same: {
				${names.map((name) => `${name}: Same<source.${name}, written.${name}>`).join(';\n')}
			} = { ${names.map((name) => `${name}: true`).join()} };
		`);
		expect(diagnostics).toEqual([]);
	});
});

describe('Without zod or n8n installed, the table of events', () => {
	it('has the label and the description of every event', () => {
		const required = `
			const { catalogues } = require('n8n-nodes-service-desk-triggers');
			console.log(JSON.stringify(catalogues));
		`;
		const imported = `
			import { catalogues } from 'n8n-nodes-service-desk-triggers';
			console.log(JSON.stringify(catalogues));
		`;
		expect(outputOf(required, 'required.cjs')).toEqual(table);
		expect(outputOf(imported, 'imported.mjs')).toEqual(table);
		expect(table).toHaveProperty(['supportbee', 'ticket.created', 'name'], 'New Ticket Created');
	});

	it('has a type with exactly its services and events', () => {
		const typed = (written: object) =>
			diagnosticsOf(`
				import type { catalogues } from 'n8n-nodes-service-desk-triggers';
				export const written: typeof catalogues = ${JSON.stringify(written)};
			`);
		expect(typed(table)).toEqual([]);
		expect(typed({ ...table, other: {} })).toHaveLength(1);
		expect(typed({ ...table, glassix: {} })).toHaveLength(1);
	});
});

describe('docs/types.md', () => {
	const page = readFileSync('docs/types.md', 'utf8');
	const examples = [...page.matchAll(/^```(ts|js)\n([^]*?)\n```$/gm)].map(
		([, language, code], place) => [`example-${place + 1}.${language}`, code] as const,
	);

	it.each(examples)('has code that compiles: %s', (name, code) => {
		expect(diagnosticsOf(code, name)).toEqual([]);
	});

	it('names only types that exist', () => {
		const named = [...page.matchAll(/^\| (`.+?`(?:, `.+?`)*)/gm)].flatMap(([, cell]) =>
			[...cell.matchAll(/`([^`]+)`/g)].map(([, type]) => type),
		);
		expect(named).toContain('SimplifiedItem');
		const diagnostics = diagnosticsOf(`
			import type * as triggers from 'n8n-nodes-service-desk-triggers';
			export type Named = [${named.map((type) => `triggers.${type}`).join(', ')}];
		`);
		expect(diagnostics).toEqual([]);
	});
});
