import { eventually, n8n } from '../support/realN8n/n8n';
import { send } from '../support/realN8n/http';
import { Editor } from '../support/browser/editor';
import { clippedTexts, rawMarkup } from '../support/browser/legibility';
import { picture } from '../support/browser/pictures';
import { deliver, glassix, services, supportBee } from './services';

/** Pictures show the panel down to its options. */
const PANEL = { height: 760 };

let editor: Editor;

beforeAll(async () => {
	editor = await Editor.open(n8n);
});

afterAll(async () => {
	await editor.close();
});

describe('The node search', () => {
	const EVERYBODY = ['ticket', 'tickets', 'conversation', 'message', 'messages', 'inbox'];
	const DESK = ['customer service', 'customer support', 'help desk'];

	it.each([
		['SupportBee', ['support bee', 'webhook supportbee', ...EVERYBODY, ...DESK]],
		['SocialBoards', ['social boards', 'webhook socialboards', ...EVERYBODY, ...DESK]],
		['Glassix', ['webhook glassix', ...EVERYBODY, ...DESK]],
		['Glartek', ['work order', 'work orders', 'webhook glartek']],
	])('finds %s by the words that its users use: %s', async (name, words) => {
		await editor.newWorkflow();
		for (const word of words) {
			await eventually(async () => expect(await editor.found(word)).toContain(name));
		}
	});

	it('offers the webhook trigger of Glassix before the polling one', async () => {
		await editor.newWorkflow();
		const found = await editor.search('glassix');
		expect(found).toContain('Glassix');
		expect(found.indexOf('Glassix')).toBeLessThan(found.indexOf('Glassix Polling'));
	});
});

describe.each(services)('The $name Trigger in the editor', (service) => {
	const { name, id, secret } = service;
	it('is found by its name and added with the event that the user picks', async () => {
		await editor.newWorkflow();
		expect(await editor.search(name.toLowerCase())).toContain(name);
		await editor.add(name, service.offered);
		await editor.field('triggerOn').getByText(service.chosen, { exact: true }).waitFor();
	});

	it('shows its URLs and how to set up the webhook, in legible text', async () => {
		await editor.unfold('Webhook URLs');
		expect(await editor.webhookUrl()).toMatch(/\/webhook-test\/[0-9a-f-]{36}\/webhook$/);

		const notice = editor.panel.locator('.notice').first();
		expect(await notice.innerText()).toContain(service.setUp);
		expect(await notice.locator('li').count()).toBeGreaterThan(2);
		const more = notice.getByText('Set-up page', { exact: true });
		expect(await more.getAttribute('href')).toMatch(new RegExp(`/docs/${id}\\.md$`));
		// In the same window, it would take the user out of a workflow not saved yet.
		expect(await more.getAttribute('target')).toBe('_blank');

		expect(await clippedTexts(editor.details)).toEqual([]);
		expect(rawMarkup(await editor.details.innerText())).toEqual([]);
	});

	it('says in its credential what to fix, until the credential is complete', async () => {
		await editor.part('node-credentials-empty-state').click();
		const complaints: [value: string, complaint: string][] = [
			[service.unusable.value, service.unusable.complaint],
			[' long-enough-but-with-spaces ', `${secret.label} starts or ends with a space. Remove it.`],
			...(service.complaintWhenEmpty ? [['', service.complaintWhenEmpty] as [string, string]] : []),
		];
		for (const [value, complaint] of complaints) {
			await editor.saveCredential({ ...service.credential, [secret.field]: value });
			await eventually(async () => expect(await editor.credentialComplaint()).toContain(complaint));
		}
		expect(await clippedTexts(editor.credentialForm)).toEqual([]);

		await editor.saveCredential(service.credential);
		await editor.credentialForm.waitFor({ state: 'hidden' });
		await editor.part('credential-edit-button').click();
		await editor.credentialForm.getByText('Connection tested successfully').waitFor();
		await picture(`${id}-credential`, editor.credentialForm, { height: 560 });
		await editor.closeCredential();
	});

	it('accepts a second event', async () => {
		await editor.choose('triggerOn', service.other);
		await picture(`${id}-panel`, editor.panel, PANEL);
	});

	it('says when it triggers, and listens for a test event', async () => {
		await editor.details.getByText('When will this node trigger my flow?').click();
		const help = await editor.details.innerText();
		expect(help).toContain(`select Execute step, enter the test URL`);
		expect(rawMarkup(help)).toEqual([]);
		await editor.execute();
		await editor.details.getByText(`Go to ${name} and create an event`).waitFor();
		expect(await clippedTexts(editor.details)).toEqual([]);
	});

	it('shows the event that is sent while it listens, with its name and its data', async () => {
		const { status } = await deliver(service, await editor.webhookUrl());
		expect(status).toBe(200);
		await editor.part('radio-button-schema', editor.output).click();
		await eventually(async () => {
			const output = await editor.output.innerText();
			for (const part of ['1 item', id, service.event, service.chosen, 'eventId', 'data']) {
				expect(output).toContain(part);
			}
		});
		if (service === glassix) await picture('output', editor.output, { height: 560 });
	});
});

it('a trigger can run only for an event that is not in its list, if an option names it', async () => {
	await editor.newWorkflow();
	await editor.search('supportbee');
	await editor.add('SupportBee', supportBee.offered);
	expect(await editor.details.innerText()).not.toContain('Currently no items exist');
	await editor.field('triggerOn').locator('.el-tag__close').click();
	await editor.part('node-title-container').click();
	await editor.addOption('Additional Event Names');
	await editor.details.getByPlaceholder('e.g. ticket.merged').fill('ticket.merged');
	// The credential of the tests above is selected already.
	await editor.unfold('Webhook URLs');
	const url = await editor.webhookUrl();
	await editor.execute();
	await editor.details.getByText('Go to SupportBee and create an event').waitFor();

	const sendEvent = async (event: string) =>
		await send(`${url}?token=${supportBee.credential.urlToken}`, {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ payload: { action_type: event, ticket: { id: 1 } } }),
		});
	expect(await sendEvent('ticket.created')).toMatchObject({
		status: 200,
		text: 'Event not selected in the trigger.',
	});
	expect((await sendEvent('ticket.merged')).status).toBe(200);
	await eventually(async () => {
		const output = await editor.output.innerText();
		expect(output).toContain('ticket.merged');
		expect(output).not.toContain('warnings');
	});
});
