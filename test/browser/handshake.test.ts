import { send } from '../support/realN8n/http';
import { eventually, n8n, newTrigger, type Trigger } from '../support/realN8n/n8n';
import { Editor } from '../support/browser/editor';
import { URL_TOKEN, VERIFY_TOKEN } from '../support/services';
import { deliver, socialBoards } from './services';

const CHALLENGE = '2135675231';

let editor: Editor;
let trigger: Trigger;

beforeAll(async () => {
	editor = await Editor.open(n8n);
	trigger = await newTrigger({
		node: 'socialBoardsTrigger',
		typeVersion: 1.1,
		credentialType: 'socialBoardsWebhookApi',
		credentialData: socialBoards.credential,
		parameters: { triggerOn: ['allEvents'] },
		published: false,
	});
	await editor.openWorkflow(trigger.workflowId);
	await editor.openNode('Trigger');
	await editor.execute();
	// n8n listens a moment before the panel says so.
	await eventually(async () => {
		expect(await isListening()).toBe(true);
	});
});

afterAll(async () => {
	await editor.close();
});

const verify = async (verifyToken: string, token = `token=${URL_TOKEN}&`) =>
	await send(`${trigger.testUrl}?${token}challenge=${CHALLENGE}&verifyToken=${verifyToken}`);

const isListening = async () =>
	await editor.details.getByText('Go to SocialBoards and create an event').isVisible();

describe('The SocialBoards Trigger, while it listens in the editor,', () => {
	it('confirms the test URL to SocialBoards, and goes on listening', async () => {
		const { status, text } = await verify(VERIFY_TOKEN);
		expect({ status, text }).toEqual({ status: 200, text: CHALLENGE });
		expect(await isListening()).toBe(true);
	});

	it('shows the event that comes after the handshake', async () => {
		expect((await deliver(socialBoards, trigger.testUrl)).status).toBe(200);
		await eventually(async () => {
			expect(await editor.output.innerText()).toContain(socialBoards.event);
			expect(await isListening()).toBe(false);
		});
	});

	it('refuses a handshake with a wrong verify token, and shows why and how to fix it', async () => {
		await editor.execute();
		await eventually(async () => {
			expect(await isListening()).toBe(true);
		});
		const { status, text } = await verify('another-verify-token');
		expect(status).toBe(403);
		await eventually(async () => {
			expect(await editor.output.innerText()).toContain(`Refused a delivery (403): ${text}`);
		});
		expect(await editor.output.innerText()).toContain('Enter the same Verify Token');
	});
});
