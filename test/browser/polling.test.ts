import { eventually, n8n } from '../support/realN8n/n8n';
import { Editor } from '../support/browser/editor';
import { GlassixStandIn } from '../support/glassix-stand-in';
import { fixture } from '../support/fixtures';
import { clippedTexts, rawMarkup } from '../support/browser/legibility';
import { picture } from '../support/browser/pictures';

let editor: Editor;
let glassix: GlassixStandIn;

beforeAll(async () => {
	[editor, glassix] = await Promise.all([Editor.open(n8n), GlassixStandIn.start()]);
});

afterAll(async () => {
	await editor.close();
	await glassix.stop();
});

describe('The Glassix Polling Trigger in the editor', () => {
	it('is found by its name and added with the event that the user picks', async () => {
		await editor.newWorkflow();
		expect(await editor.search('glassix')).toContain('Glassix Polling');
		await editor.add('Glassix Polling', 'On new ticket');
		await editor.field('triggerOn').getByText('New Ticket', { exact: true }).waitFor();
	});

	it('needs no URL, and says so in legible text', async () => {
		const shown = await editor.details.innerText();
		expect(shown).toContain('Needs no public URL');
		expect(shown).not.toContain('Webhook URL');
		expect(await clippedTexts(editor.details)).toEqual([]);
		expect(rawMarkup(shown)).toEqual([]);
	});

	it('says in its credential that Glassix does not know the key, until the key is right', async () => {
		const { baseUrl, apiKey, apiSecret, userName } = glassix.credential;
		await editor.part('node-credentials-empty-state').click();
		await editor.pick('environment', 'Other');
		const known = { baseUrl, apiKey, apiSecret, userName };
		await editor.saveCredential({ ...known, apiKey: 'another-key' });
		await eventually(async () => expect(await editor.credentialComplaint()).toContain('API Key'));
		expect(await clippedTexts(editor.credentialForm)).toEqual([]);

		await editor.saveCredential(known);
		await editor.credentialForm.waitFor({ state: 'hidden' });
		await picture('glassix-polling-panel', editor.panel, { height: 680 });
	});

	it('shows the event that is in the queue, and leaves it there', async () => {
		const queued = glassix.enqueue(JSON.parse(fixture('glassix', 'NEW_TICKET')));
		await editor.execute();
		await eventually(async () => {
			expect(await editor.output.innerText()).toContain('NEW_TICKET');
		});
		expect(glassix.queued).toEqual([queued]);
	});
});
