import { send } from '../support/realN8n/http';
import { eventually, n8n, newTrigger, type Trigger } from '../support/realN8n/n8n';
import { Editor } from '../support/browser/editor';
import { clippedTexts } from '../support/browser/legibility';
import { picture } from '../support/browser/pictures';
import { deliver, supportBee } from './services';

let editor: Editor;
let trigger: Trigger;

beforeAll(async () => {
	editor = await Editor.open(n8n);
	trigger = await newTrigger({
		node: 'supportBeeTrigger',
		typeVersion: 1.1,
		credentialType: 'supportBeeWebhookApi',
		credentialData: supportBee.credential,
		parameters: { triggerOn: ['allEvents'] },
		published: false,
	});
	await editor.openWorkflow(trigger.workflowId);
	await editor.openNode('Trigger');
});

afterAll(async () => {
	await editor.close();
});

const listen = async () => {
	await editor.execute();
	await editor.details.getByText('Go to SupportBee and create an event').waitFor();
};

const shown = async (text: string) =>
	await eventually(async () => {
		expect(await editor.output.innerText()).toContain(text);
	});

describe('While a trigger listens in the editor,', () => {
	it('a refused delivery ends the test, and the panel shows the reason and how to fix it', async () => {
		await listen();

		const { status, text } = await send(`${trigger.testUrl}?token=another`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{"payload":{}}',
		});

		expect(status).toBe(401);
		await shown(`Refused a delivery (401): ${text}`);
		await shown('Enter the same URL Token behind ?token=');
		expect(await clippedTexts(editor.output)).toEqual([]);
		await picture('refused', editor.output, { height: 420 });
	});

	it('a correct delivery after a refused one is shown', async () => {
		await listen();

		expect((await deliver(supportBee, trigger.testUrl)).status).toBe(200);

		await shown(supportBee.event);
	});
});
