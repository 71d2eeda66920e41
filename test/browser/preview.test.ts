import { eventually, n8n, newTrigger } from '../support/realN8n/n8n';
import { Editor } from '../support/browser/editor';
import { deliver, services, supportBee } from './services';

const ITEM = ['service', 'event', 'eventName', 'eventId', 'account', 'occurredAt', 'receivedAt'];

describe('In the editor,', () => {
	it.each([...services.map(({ name }) => name), 'Glassix Polling'])(
		'n8n knows the fields of %s from the package before an event comes',
		async (name) => {
			const type = `${name[0].toLowerCase()}${name.slice(1).replace(' ', '')}Trigger`;
			const schema = `/schemas/n8n-nodes-service-desk-triggers.${type}/1.1.0.json`;
			const headers = { cookie: n8n.session.cookie, 'browser-id': n8n.session.browserId };
			const answer = await fetch(`${n8n.url}${schema}`, { headers });
			const { properties }: any = await answer.json();
			expect(Object.keys(properties)).toEqual(expect.arrayContaining([...ITEM, 'data']));
			expect(properties.data.type).toBe('object');
		},
	);

	it('the node after a trigger offers the fields of the last event', async () => {
		const trigger = await newTrigger({
			node: 'supportBeeTrigger',
			typeVersion: 1.1,
			credentialType: 'supportBeeWebhookApi',
			credentialData: supportBee.credential,
			parameters: { triggerOn: ['allEvents'] },
			next: { type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters: {} },
		});
		await deliver(supportBee, trigger.url);
		await trigger.ended();
		const editor = await Editor.open(n8n);
		try {
			await editor.openWorkflow(trigger.workflowId);
			await editor.openNode('Next');
			await eventually(async () => {
				const offered = await editor.input.innerText();
				for (const field of [...ITEM, 'data']) expect(offered).toContain(field);
			});
		} finally {
			await editor.close();
		}
	});
});
