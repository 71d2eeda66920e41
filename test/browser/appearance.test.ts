import { randomUUID } from 'node:crypto';

import { eventually, n8n } from '../support/realN8n/n8n';
import { Editor } from '../support/browser/editor';
import { clippedTexts, contrast } from '../support/browser/legibility';
import { services } from './services';

const PACKAGE = 'n8n-nodes-service-desk-triggers';

/** All triggers side by side. */
async function createWorkflow(): Promise<string> {
	const types = [...services.map(({ name }) => name), 'Glassix Polling'].map((name) => ({
		name,
		type: `${name[0].toLowerCase()}${name.slice(1).replace(' ', '')}Trigger`,
	}));
	const selections = [
		{ name: 'One', triggerOn: ['ticket.created'] },
		{ name: 'Other', triggerOn: [], options: { additionalEventNames: ['ticket.merged'] } },
		{ name: 'Three', triggerOn: ['ticket.created', 'comment.created', 'customer.reply.created'] },
	].map(({ name, ...parameters }, place) => ({
		id: randomUUID(),
		name,
		type: `${PACKAGE}.supportBeeTrigger`,
		typeVersion: 1.1,
		position: [600, place * 160] as [number, number],
		webhookId: randomUUID(),
		parameters,
	}));
	const triggers = types.map(({ name, type }, place) => ({
		id: randomUUID(),
		name,
		type: `${PACKAGE}.${type}`,
		typeVersion: 1.1,
		position: [(place % 2) * 300, place * 160] as [number, number],
		webhookId: randomUUID(),
		parameters: { triggerOn: ['allEvents'] },
	}));
	const { id } = await n8n.createWorkflow({
		name: 'Appearance',
		nodes: [...triggers, ...selections],
		connections: {},
	});
	return id;
}

describe.each(['light', 'dark'] as const)('In the %s theme,', (theme) => {
	let editor: Editor;
	let workflowId: string;

	beforeAll(async () => {
		[editor, workflowId] = await Promise.all([Editor.open(n8n, theme), createWorkflow()]);
		await editor.openWorkflow(workflowId);
	});

	afterAll(async () => {
		await editor.close();
		await n8n.deleteWorkflow(workflowId);
	});

	it('each trigger has the icon that is made for it', async () => {
		for (const { name, id } of services) {
			const icon = editor.node(name).locator('img');
			const file = theme === 'dark' ? `${id}.dark.svg` : `${id}.svg`;
			await eventually(async () => {
				expect(await icon.getAttribute('src')).toMatch(new RegExp(`/${file.replace('.', '\\.')}$`));
				expect(await icon.evaluate(({ naturalWidth }: any) => naturalWidth)).toBeGreaterThan(0);
			});
		}
	});

	it('each trigger says on the canvas what it triggers on', async () => {
		for (const { name } of services) {
			expect(await editor.node(name).innerText()).toContain('All Events');
		}
	});

	it('a trigger shows the labels of its events, or their number if the labels are long', async () => {
		const shown = async (name: string) => await editor.node(name).innerText();
		expect(await shown('One')).toContain('New Ticket Created');
		expect(await shown('Other')).toContain('ticket.merged');
		expect(await shown('Three')).toContain('3 events');
	});

	it('each panel is legible', async () => {
		for (const name of [...services.map((service) => service.name), 'Glassix Polling']) {
			await editor.openNode(name);
			expect(await clippedTexts(editor.details)).toEqual([]);
			expect(await contrast(editor.panel.locator('.notice-content span span'))).toBeGreaterThan(
				4.5,
			);
			await editor.closeNode();
		}
	});
});
