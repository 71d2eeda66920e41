import { randomUUID } from 'node:crypto';

import { createTrigger } from '../../test/support/realN8n/trigger';
import { N8nApi } from '../n8n/api';
import { sampleBody, urlFor } from '../send/services';

/**
 * Publishes a workflow with the SupportBee Trigger in an n8n that has the package, and delivers an event to it.
 *
 * @param url Of the n8n; its owner is made when it has none.
 * @returns What came of it: the answer to the delivery, how each execution ended, and the events it started with.
 */
export async function deliverOnce(
	url: string,
): Promise<{ answer: number; executions: string[]; events: string[] }> {
	const api = new N8nApi(url);
	await api.setUpOwner();
	const token = randomUUID();
	const trigger = await createTrigger(api, {
		node: 'supportBeeTrigger',
		typeVersion: 1.1,
		credentialType: 'supportBeeWebhookApi',
		credentialData: { urlToken: token },
		parameters: { triggerOn: ['allEvents'] },
	});
	const event = 'ticket.created';
	const { status } = await fetch(urlFor('supportbee', event, { url: trigger.url, token }), {
		method: 'POST',
		headers: { 'content-type': 'application/json; charset=utf-8' },
		body: sampleBody('supportbee', event),
	});
	const executions = (await trigger.ended(1)).map((execution) => execution.status);
	const items = await trigger.items<{ event: string }>(1);
	await trigger.remove();
	return { answer: status, executions, events: items.map((item) => item.event) };
}
