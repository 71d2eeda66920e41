import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as ts from 'typescript';

import { writePublicTypes } from '../../scripts/build/public-types';

/** Where neither zod nor n8n can be found: as in the project of somebody who wants the types alone. */
let folder: string;

beforeAll(async () => {
	await writePublicTypes();
	folder = mkdtempSync(path.join(tmpdir(), 'public-types-'));
	cpSync('dist/index.d.ts', path.join(folder, 'triggers.d.ts'));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What TypeScript says of a program that imports the package's types. */
function diagnosticsOf(code: string): string[] {
	const file = path.join(folder, 'program.ts');
	writeFileSync(file, code);
	const program = ts.createProgram([file], {
		strict: true,
		noEmit: true,
		skipLibCheck: false,
		types: [],
		target: ts.ScriptTarget.ES2022,
	});
	return ts
		.getPreEmitDiagnostics(program)
		.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('the types of the package, with nothing else installed', () => {
	it("narrow an item's data by its event", () => {
		const diagnostics = diagnosticsOf(`
			import type { GlassixItem, SocialBoardsItem, SupportBeeItem } from './triggers';
			export function title(item: SupportBeeItem): string | null {
				if (item.event === 'agent.reply.created') item.data.reply.id.toFixed();
				return item.data.ticket.subject;
			}
			export function previous(item: SocialBoardsItem): string | undefined {
				return item.event === 'ticket_status_change' ? item.data.PreviousTicketStatus : undefined;
			}
			export function state(item: GlassixItem): string | undefined {
				return item.event === 'TICKET_STATE_CHANGE' ? item.data.ticketState : undefined;
			}
		`);
		expect(diagnostics).toEqual([]);
	});

	it('let unknown fields of the vendor through as unknown', () => {
		const diagnostics = diagnosticsOf(`
			import type { SupportBeeItem } from './triggers';
			export const field = (item: SupportBeeItem): unknown => item.data['something_new'];
			export const wrong = (item: SupportBeeItem): string => item.data['something_new'];
		`);
		expect(diagnostics).toEqual([expect.stringContaining("'unknown' is not assignable")]);
	});

	it('tell a field of another event and a misspelt event', () => {
		const diagnostics = diagnosticsOf(`
			import type { SupportBeeItem } from './triggers';
			export const comment = (item: SupportBeeItem & { event: 'ticket.archived' }): { id: number } => item.data.comment;
			export const isNew = (item: SupportBeeItem) => item.event === 'ticket.creatd';
		`);
		expect(diagnostics).toEqual([
			expect.stringContaining("'unknown' is not assignable"),
			expect.stringContaining('no overlap'),
		]);
	});

	it('type the schemas and the catalogues', () => {
		const diagnostics = diagnosticsOf(`
			import { catalogues, itemSchemas, type GlassixItem } from './triggers';
			export const label: string = catalogues.glassix.NEW_TICKET.name;
			export const item: GlassixItem = itemSchemas.glassix.parse({});
		`);
		expect(diagnostics).toEqual([]);
	});
});
