import { readFileSync } from 'node:fs';
import path from 'node:path';

import { N8nApi } from '../../scripts/n8n/api';
import { startN8n, type Instance } from '../../scripts/n8n/instance';
import { send } from '../../scripts/send/run';
import { eventually } from '../support/realN8n/eventually';
import { takeOver } from '../support/realN8n/handover';
import { n8n as sharedN8n } from '../support/realN8n/n8n';
import { makeTemporaryFolder, removeTemporaryFolder } from '../support/realN8n/temporary-folder';
import { dataTables, dropDataTable, rowsOfDataTable } from '../support/realN8n/dataTables';
import { Editor } from '../support/browser/editor';
import { picture } from '../support/browser/pictures';
import { Registry } from '../support/realN8n/registry';
import { installPackage } from './install';

/** The README's quick start, step by step as it is written there: what is bold in a step is what is clicked. */

const ROOT = path.join(__dirname, '..', '..');
const SECRET = 'own-choice-of-32-letters-0123456';

const MOST_CLICKS = 12;
const MOST_SECRETS = 2;

const section = readFileSync(path.join(ROOT, 'README.md'), 'utf8')
	.split(/^## /m)
	.find((part) => part.startsWith('Quick start\n'))!;

/** The steps: the file each links to, its bold words and its command. */
const steps = section
	.split(/^(?=\d\. )/m)
	.slice(1)
	.map((step) => ({
		file: /\]\((examples\/[^)]+)\)/.exec(step)?.[1] ?? '',
		bold: [...step.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words]) => words),
		commands: [...step.matchAll(/^ *npm run send -- (.+)$/gm)].map(([, words]) => words),
	}));

/** A fresh n8n without the package, and the registry that has it. */
async function newN8n(): Promise<{ api: N8nApi; stop: () => Promise<void> }> {
	const { runtime, tarball } = takeOver();
	const registry = await Registry.start(runtime);
	await registry.publishAsIs(tarball);
	const instance: Instance = await startN8n({
		runtime,
		folder: makeTemporaryFolder(),
		removeFolder: true,
		env: registry.environment(path.dirname(runtime.node)),
	});
	const api = new N8nApi(instance.url);
	await api.setUpOwner();
	return {
		api,
		async stop() {
			await instance.stop();
			await registry.stop();
			removeTemporaryFolder(instance.folder);
		},
	};
}

/** Removes all credentials of SupportBee. */
async function removeCredentials(api: N8nApi): Promise<void> {
	for (const { id, type } of await api.credentials()) {
		if (type === 'supportBeeWebhookApi') await api.deleteCredential(id);
	}
}

/** What the user sees at last. */
interface Shown {
	workflowId: string;
	table: string;
	/** What n8n shows of the table. */
	rows: string;
	/** What the command says. */
	answers: string;
}

async function followSteps(editor: Editor): Promise<Shown> {
	const { page } = editor;
	const clickOn = async (words: string) =>
		await page.getByText(words, { exact: true }).filter({ visible: true }).first().click();
	let answers = '';
	const [paste, connect, copyUrl, publish, sendEvent, look] = steps;

	await editor.newWorkflow();
	await editor.paste(readFileSync(path.join(ROOT, paste.file), 'utf8'));

	const [trigger, connection, token, save] = connect.bold;
	await editor.node(trigger).waitFor();
	await editor.openNode(trigger);
	await clickOn(connection);
	expect(await editor.credentialForm.innerText()).toContain(token);
	const field = editor.field('urlToken', editor.credentialForm).locator('input');
	// Until the form stands still.
	await page.waitForTimeout(1000);
	const isFocused = await field.evaluate(
		(input: any) => input === input.ownerDocument.activeElement,
	);
	if (!isFocused) await field.click();
	await page.keyboard.type(SECRET, { delay: 20 });
	expect(await field.inputValue()).toBe(SECRET);
	// n8n takes what was typed a moment later: nobody is at the button that soon.
	await page.waitForTimeout(1000);
	await editor.credentialForm.getByRole('button', { name: save, exact: true }).click();
	await editor.credentialForm.waitFor({ state: 'hidden' });

	const [urls, production] = copyUrl.bold;
	await clickOn(urls);
	await clickOn(production);
	await editor.details.getByText('/webhook/').first().click();
	const url = await eventually(async () => {
		const copied = await editor.clipboard();
		expect(copied).toMatch(/^http:.*\/webhook\/[\w-]+\/webhook$/);
		return copied;
	});
	await page.keyboard.press('Escape');
	await editor.details.waitFor({ state: 'hidden' });

	const [publishButton, enter, gotIt] = publish.bold;
	await page.getByRole('button', { name: publishButton, exact: true }).first().click();
	await page.getByText('Publish workflow', { exact: true }).waitFor();
	await page.waitForTimeout(500);
	await page.keyboard.press(enter);
	await page.getByRole('button', { name: gotIt, exact: true }).click();
	const [, workflowId = ''] = /\/workflow\/(\w+)/.exec(page.url()) ?? [];

	for (const command of sendEvent.commands) {
		// The step says so: with the URL that was copied and one's own secret.
		const args = command.replace(/(?<=--url )\S+/, url).replace(/(?<=--token )\S+/, SECRET);
		for (let time = 1; time <= 2; time++) {
			const code = await send(args.split(' '), { write: (text: string) => (answers += text) });
			expect({ code, answers }).toEqual({ code: 0, answers: expect.stringContaining(': 200 ') });
		}
	}

	const [overview, tab, table] = look.bold;
	expect(overview).toBe('Overview');
	await editor.part('project-home-menu-item').click();
	await clickOn(tab);
	await clickOn(table);
	await page.getByRole('gridcell', { name: 'Wrong color delivered' }).waitFor();
	const rows = await page.locator('.ag-center-cols-container').innerText();
	return { workflowId, table, rows, answers };
}

describe.each([
	['the n8n of the tests, which has the package', false],
	['an n8n of its own, which gets the package from Community nodes', true],
])('The quick start in %s', (_where, isOwn) => {
	let api = sharedN8n;
	let stop = async () => {};
	let editor: Editor;
	let shown: Shown;
	let seconds: number;

	beforeAll(async () => {
		if (isOwn) {
			({ api, stop } = await newN8n());
			editor = await Editor.open(api);
			await editor.goTo('/settings/community-nodes');
			await installPackage(editor);
		} else {
			// What other tests have left: the reader has none yet.
			await removeCredentials(api);
			editor = await Editor.open(api);
		}
		await editor.countInput();
		const started = Date.now();
		shown = await followSteps(editor);
		seconds = (Date.now() - started) / 1000;
	}, 600_000);

	afterAll(async () => {
		if (shown && !isOwn) {
			await api.deleteWorkflow(shown.workflowId);
			await dropDataTable(api, shown.table);
			await removeCredentials(api);
		}
		await editor?.close();
		await stop();
	});

	it('leads to one row, and the same event sent again adds none', async () => {
		expect(shown.answers).toMatch(
			/^SupportBee ticket\.created: 200 after \d+ ms\nSupportBee ticket\.created: 200 after \d+ ms \(Already received\.\)\n$/,
		);
		expect(shown.rows).toContain('New Ticket Created');
		expect(shown.rows).toContain('Jonas Weber');
		await eventually(async () => {
			expect((await api.executions(shown.workflowId)).map(({ status }) => status)).toEqual([
				'success',
			]);
		});
		expect(await dataTables(api, shown.table)).toHaveLength(1);
		expect(await rowsOfDataTable(api, shown.table)).toHaveLength(1);
	});

	it(`takes at most ${MOST_CLICKS} clicks and ${MOST_SECRETS} typed secrets`, () => {
		const { clicks, fields } = editor.done;
		// The URL Token stands in the command as well.
		const secrets = fields + 1;
		process.stdout.write(
			`Quick start${isOwn ? ' in an n8n of its own' : ''}: ${clicks} clicks, ` +
				`${fields} typed field in n8n, ${Math.round(seconds)} s from import to row\n`,
		);
		expect(clicks).toBeGreaterThan(5);
		expect(clicks).toBeLessThanOrEqual(MOST_CLICKS);
		expect(secrets).toBeLessThanOrEqual(MOST_SECRETS);
	});

	if (!isOwn) {
		it('is shown in pictures of the row and of the workflow', async () => {
			const { page } = editor;
			await page.setViewportSize({ width: 1000, height: 760 });
			const content = page.locator('#content').last();
			await page.getByRole('gridcell', { name: 'Wrong color delivered' }).waitFor();
			await picture('quick-start-row', content, { height: 180 });

			await editor.goTo(`/workflow/${shown.workflowId}/executions`);
			await editor.part('canvas-node-status-success').first().waitFor();
			await picture('quick-start', content, { left: 312, top: 180, height: 330 });
		});
	}
});
