import path from 'node:path';

import { N8nApi } from '../../scripts/n8n/api';
import { startN8n, type Instance } from '../../scripts/n8n/instance';
import { distinctBody, urlFor } from '../../scripts/send/services';
import { takeOver } from '../support/realN8n/handover';
import { eventually } from '../support/realN8n/eventually';
import { makeTemporaryFolder, removeTemporaryFolder } from '../support/realN8n/temporary-folder';
import { createTrigger, type Trigger } from '../support/realN8n/trigger';
import { Editor } from '../support/browser/editor';
import { picture } from '../support/browser/pictures';
import { Registry } from '../support/realN8n/registry';
import { installPackage, PACKAGE } from './install';
import { supportBee } from './services';

const TRIGGERS = ['Glartek', 'Glassix Polling', 'Glassix', 'SocialBoards', 'SupportBee'];
const { runtime, tarball } = takeOver();

let registry: Registry;
let instance: Instance;
let api: N8nApi;
let editor: Editor;
let trigger: Trigger;

/** An n8n without the package: the one that the other tests share has it. */
beforeAll(async () => {
	registry = await Registry.start(runtime);
	await registry.publishAsIs(tarball);
	instance = await startN8n({
		runtime,
		folder: makeTemporaryFolder(),
		removeFolder: true,
		env: registry.environment(path.dirname(runtime.node)),
	});
	api = new N8nApi(instance.url);
	await api.setUpOwner();
	editor = await Editor.open(api);
	await editor.goTo('/settings/community-nodes');
	// The registry may have to be installed first.
}, 300_000);

afterAll(async () => {
	await editor?.close();
	await instance?.stop();
	await registry?.stop();
	removeTemporaryFolder(instance.folder);
});

const card = () => editor.part('community-package-card').filter({ hasText: PACKAGE });

/** Sends an event as SupportBee would, another one for each number. */
async function deliver(number: number): Promise<number> {
	const { id, event, credential } = supportBee;
	const body = distinctBody(id, event, number);
	const headers = { 'Content-Type': 'application/json; charset=utf-8' };
	const url = urlFor(id, event, { url: trigger.url, token: credential.urlToken });
	return (await fetch(url, { method: 'POST', headers, body })).status;
}

const statuses = async (count: number) => (await trigger.ended(count)).map(({ status }) => status);

describe('The package in Settings → Community nodes', () => {
	it('is installed by its name, with all its triggers', async () => {
		await installPackage(editor);
		const listed = await card().innerText();
		expect(listed).toContain('v0.1.0');
		for (const name of TRIGGERS) expect(listed).toContain(`${name} Trigger`);
		await picture('install', editor.page.locator('#content').last(), { height: 260 });
	});

	it('runs workflows at once, without a restart', async () => {
		trigger = await createTrigger(api, {
			node: 'supportBeeTrigger',
			typeVersion: 1.1,
			credentialType: 'supportBeeWebhookApi',
			credentialData: supportBee.credential,
			parameters: { triggerOn: ['allEvents'] },
		});
		expect(await deliver(1)).toBe(200);
		expect(await statuses(1)).toEqual(['success']);
	});

	it('can be updated to a newer version, and the workflow goes on', async () => {
		await registry.publish(tarball, '0.1.1');
		await editor.goTo('/settings/community-nodes');
		await card().getByRole('button', { name: 'Update' }).click();
		await editor.page.getByRole('button', { name: 'Confirm update' }).click();
		await card().getByText('v0.1.1').waitFor();
		expect(await deliver(2)).toBe(200);
		expect(await statuses(2)).toEqual(['success', 'success']);
	});

	it('can be uninstalled, and leaves the workflow and the credential as they are', async () => {
		const before = await api.workflow(trigger.workflowId);
		await editor.part('action-toggle', card()).click();
		await editor.page.getByText('Uninstall package').click();
		await editor.page.getByRole('button', { name: 'Confirm uninstall' }).click();
		await card().waitFor({ state: 'hidden' });

		expect((await api.workflow(trigger.workflowId)).nodes).toEqual(before.nodes);
		expect((await api.credentials()).map(({ id }) => id)).toContain(trigger.credentialId);
		await editor.openWorkflow(trigger.workflowId);
		await editor.page.locator('[data-test-id=canvas-node][data-node-name=Trigger]').waitFor();
	});

	it('makes the workflow run again after it is reinstalled', async () => {
		await editor.goTo('/settings/community-nodes');
		await installPackage(editor);
		await eventually(async () => expect(await deliver(3)).toBe(200));
		expect((await statuses(3)).slice(0, 3)).toEqual(['success', 'success', 'success']);
	});
});
