import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core';

import type { N8nApi } from '../../../scripts/n8n/api';
import { findChromium } from '../../../scripts/test/chromium';
import { eventually } from '../realN8n/eventually';

/** The machine may be busy with other things. */
const WITHIN_MS = 45_000;
jest.setTimeout(3 * WITHIN_MS);

const CHROMIUM_FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run',
];

/** n8n's editor in a Chromium of its own, logged in as the owner. */
export class Editor {
	private constructor(
		private readonly api: N8nApi,
		private readonly profile: string,
		private readonly context: BrowserContext,
		readonly page: Page,
	) {}

	static async open(api: N8nApi, colorScheme: 'light' | 'dark' = 'light'): Promise<Editor> {
		const profile = mkdtempSync(path.join(tmpdir(), 'service-desk-browser-'));
		const context = await chromium.launchPersistentContext(profile, {
			executablePath: findChromium(),
			args: CHROMIUM_FLAGS,
			viewport: { width: 1280, height: 900 },
			colorScheme,
			reducedMotion: 'reduce',
		});
		context.setDefaultTimeout(WITHIN_MS);
		await context.route(
			({ hostname }) => hostname !== new URL(api.url).hostname,
			(route) => route.abort(),
		);
		const { cookie, browserId } = api.session;
		const [name = '', value = ''] = cookie.split('=');
		await context.addCookies([{ name, value, url: api.url }]);
		await context.addInitScript(`localStorage.setItem('n8n-browserId', '${browserId}')`);
		const [page = await context.newPage()] = context.pages();
		// "Leave the page?": yes.
		page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
		return new Editor(api, profile, context, page);
	}

	async close(): Promise<void> {
		await this.context.close();
		rmSync(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
	}

	/** @param id as n8n's own test ids have it. */
	part(id: string, within: Page | Locator = this.page): Locator {
		return within.locator(`[data-test-id="${id}"]`);
	}

	/** The node's details: its panel, what comes in and what goes out. */
	get details(): Locator {
		return this.part('ndv');
	}

	/** The middle of the details: parameters and settings. */
	get panel(): Locator {
		return this.details.locator('.node-settings');
	}

	get input(): Locator {
		return this.part('ndv-input-panel');
	}

	get output(): Locator {
		return this.part('output-panel');
	}

	get credentialForm(): Locator {
		return this.page.locator('.el-dialog', { has: this.part('credential-edit-dialog') });
	}

	/** What the user has done since countInput(): a double-click counts once, a field however much was typed. */
	readonly done = { clicks: 0, fields: 0 };

	/** Counts from now on what the user does; call it before a page is opened. */
	async countInput(): Promise<void> {
		await this.page.exposeFunction('countClick', () => void this.done.clicks++);
		await this.page.exposeFunction('countField', () => void this.done.fields++);
		await this.page.addInitScript(`
			const typed = new WeakSet();
			addEventListener('click', ({ isTrusted, detail }) => isTrusted && detail === 1 && countClick(), true);
			addEventListener('input', ({ isTrusted, target }) => {
				if (isTrusted && !typed.has(target)) countField();
				typed.add(target);
			}, true);
		`);
	}

	/** Pastes a text where the focus is. */
	async paste(text: string): Promise<void> {
		await this.context.grantPermissions(['clipboard-read', 'clipboard-write']);
		await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
		await this.page.keyboard.press('ControlOrMeta+V');
	}

	/** What has been copied. */
	async clipboard(): Promise<string> {
		return await this.page.evaluate('navigator.clipboard.readText()');
	}

	async goTo(address: string): Promise<void> {
		await this.page.goto(`${this.api.url}${address}`, { waitUntil: 'domcontentloaded' });
	}

	async newWorkflow(): Promise<void> {
		await this.goTo('/workflow/new');
		await this.part('canvas-plus-button').waitFor();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.goTo(`/workflow/${id}`);
		await this.part('canvas-node').first().waitFor();
	}

	/** Types into the node creator. @returns the names of what it finds. */
	async search(text: string): Promise<string[]> {
		await this.part('canvas-plus-button').click();
		await this.part('node-creator-search-bar').fill(text);
		const names = this.part('item-iterator-item').locator('[data-test-id=node-creator-item-name]');
		// Until the search is through, there are the entries that were there before.
		await names
			.filter({ hasNotText: new RegExp(text, 'i') })
			.first()
			.waitFor({ state: 'hidden' });
		await names.first().waitFor();
		return (await names.allInnerTexts()).map((name) => name.trim());
	}

	/** @returns the names of what the node creator shows for a text so far, whatever they are found by. */
	async found(text: string): Promise<string[]> {
		if (!(await this.part('node-creator-search-bar').isVisible())) {
			await this.part('canvas-plus-button').click();
		}
		const bar = this.part('node-creator-search-bar');
		await bar.fill('');
		await bar.pressSequentially(text);
		// It searches a moment after the last key.
		await this.page.waitForTimeout(500);
		const names = this.part('item-iterator-item').locator('[data-test-id=node-creator-item-name]');
		return (await names.allInnerTexts()).map((name) => name.trim());
	}

	/** Takes what the node creator has found, and one of its triggers: its details open. */
	async add(name: string, trigger: string): Promise<void> {
		for (const choice of [name, trigger]) {
			await this.part('item-iterator-item')
				.filter({ has: this.page.getByText(choice, { exact: true }) })
				.first()
				.click();
		}
		await this.details.waitFor();
	}

	/** On the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);
	}

	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.details.waitFor();
	}

	async closeNode(): Promise<void> {
		await this.part('ndv-close-button').click();
		await this.details.waitFor({ state: 'hidden' });
	}

	field(name: string, within: Page | Locator = this.details): Locator {
		return this.part(`parameter-input-${name}`, within);
	}

	/** Ticks one more entry of a list of several. */
	async choose(field: string, entry: string): Promise<void> {
		const listed = this.page
			.locator('.el-select-dropdown__item:visible')
			.getByText(entry, { exact: true });
		// A form that closes takes an open list with it.
		await eventually(async () => {
			if (!(await listed.isVisible())) await this.field(field).locator('.el-select').click();
			await listed.click({ timeout: 2000 });
		});
		await this.field(field).getByText(entry, { exact: true }).waitFor();
		await this.part('node-title-container').click();
	}

	/** Chooses the one entry of a list in the credential's form. */
	async pick(field: string, entry: string): Promise<void> {
		await this.field(field, this.credentialForm).locator('.el-select').click();
		const entries = this.page.locator('.el-select-dropdown__item:visible');
		await entries.getByText(entry, { exact: true }).click();
	}

	async addOption(label: string): Promise<void> {
		await this.part('collection-parameter-add', this.details).click();
		await this.part('collection-parameter-option').getByText(label, { exact: true }).click();
	}

	async toggle(field: string): Promise<void> {
		await this.field(field).locator('.el-switch').click();
	}

	/** Opens what can be folded away in the panel of a trigger. */
	async unfold(title: string): Promise<void> {
		await this.details.getByText(title, { exact: true }).click();
	}

	/** The URL to be entered in the service while testing; "Webhook URLs" is unfolded. */
	async webhookUrl(): Promise<string> {
		const shown = await this.details.getByText('/webhook-test/').first().innerText();
		return shown.replace(/^POST/, '').trim();
	}

	/** Fills the credential's form and saves it, which has n8n test it. */
	async saveCredential(values: Record<string, string>): Promise<void> {
		for (const [name, value] of Object.entries(values)) {
			await this.field(name, this.credentialForm).locator('input').fill(value);
		}
		const tested = this.page.waitForResponse(/\/rest\/credentials\/test$/);
		await this.credentialForm.getByRole('button', { name: 'Save', exact: true }).click();
		await tested;
	}

	async closeCredential(): Promise<void> {
		await this.credentialForm.locator('.el-dialog__headerbtn').click();
		await this.credentialForm.waitFor({ state: 'hidden' });
	}

	/** What n8n shows of a credential that did not pass its test. */
	async credentialComplaint(): Promise<string> {
		const banner = this.part('node-credentials-config-container', this.credentialForm);
		const more = banner.getByText('More details');
		await banner.getByText('Couldn’t connect with these settings').waitFor();
		if (await more.isVisible()) await more.click();
		return await banner.innerText();
	}

	/** Presses the button that has n8n listen, or fetch, and waits until it does. */
	async execute(): Promise<void> {
		await this.startBy(this.part('node-execute-button', this.details).first());
	}

	/** The same for the workflow as a whole, from the canvas. */
	async executeWorkflow(): Promise<void> {
		await this.startBy(this.part('execute-workflow-button'));
	}

	private async startBy(button: Locator): Promise<void> {
		const started = this.page.waitForResponse(/\/rest\/workflows\/[^/]+\/run/);
		await button.click();
		await started;
	}

	/** Whether a node shows on the canvas that it has run with success. */
	async hasRun(name: string): Promise<boolean> {
		return await this.part('canvas-node-status-success', this.node(name)).isVisible();
	}
}
