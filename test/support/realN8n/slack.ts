import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { N8nApi, Workflow, WorkflowNode } from '../../../scripts/n8n/api';
import { eventually } from './eventually';
import { readExample } from '../examples';

/** A receiver that stands where Slack's incoming webhook is. */
export interface Slack {
	url: string;
	/** The texts that came, the oldest first. */
	messages: string[];
	/** Waits until so many came. */
	untilTold(count: number, within?: number): Promise<string[]>;
	close(): void;
}

export async function startSlack(): Promise<Slack> {
	const messages: string[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			messages.push(JSON.parse(Buffer.concat(chunks).toString('utf8')).text);
			response.end('ok');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		messages,
		untilTold: async (count, within = 15_000) =>
			await eventually(
				() => {
					if (messages.length < count) throw new Error(`Told ${JSON.stringify(messages)}`);
					return messages;
				},
				{ within },
			),
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}

/**
 * Imports an example that posts to Slack as its user does, with the receiver's URL, and publishes it.
 * @returns the workflow's id.
 */
export async function publishTelling(
	api: N8nApi,
	name: string,
	slack: Slack,
	change: (node: WorkflowNode) => void = () => undefined,
): Promise<string> {
	const example: Workflow = readExample(name);
	for (const node of example.nodes) {
		if (node.name === 'Post to Slack') node.parameters.url = slack.url;
		change(node);
	}
	const { id } = await api.createWorkflow({ ...example, name: `${example.name} ${randomUUID()}` });
	await api.publish(id);
	return id;
}
