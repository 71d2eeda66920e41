/*
 * How a delivery's own time and the memory behave over 200,000 deliveries, through n8n-core's real webhook
 * context; beside a trigger that does nothing, in the same run. Run it by `npm run bench`, after a build.
 */

import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';

import { Container } from '@n8n/di';
import { InstanceSettings, WebhookContext } from 'n8n-core';
import { Workflow, type IWebhookFunctions } from 'n8n-workflow';

const DELIVERIES = 200_000;
const SLICE = 10_000;
const TOKEN = 'a-token-for-the-bench-alone';

// Else n8n-core writes a file with a new key to the home folder.
Container.set(InstanceSettings, { instanceId: 'bench', encryptionKey: 'bench' } as any);

const { SupportBeeTrigger } = createRequire(__filename)(
	path.resolve('dist/nodes/SupportBee/SupportBeeTrigger.node.js'),
);

/** What no trigger can do without: read the body, hand one item on. */
class NothingTrigger {
	description = new SupportBeeTrigger().description;

	async webhook(this: IWebhookFunctions) {
		return { workflowData: [[{ json: this.getBodyData() }]] };
	}
}

/** n8n's response, as far as a trigger sees it. */
class N8nResponse extends EventEmitter {
	statusCode = 200;
	writableEnded = false;
	writableFinished = false;
	destroyed = false;

	setHeader() {}

	end() {
		this.writableEnded = true;
		this.emit('finish');
		this.emit('close');
	}
}

/** Delivers the n-th event, answers it as n8n does, and says how many items there were. */
function delivererOf(nodeType: any): (n: number) => Promise<number> {
	const node = {
		id: 'node',
		name: 'Trigger',
		type: 'bench.trigger',
		typeVersion: 1.1,
		position: [0, 0],
		webhookId: 'bench',
		parameters: { triggerOn: ['allEvents'], options: {} },
		credentials: { supportBeeWebhookApi: { id: '1', name: 'SupportBee' } },
	} as any;
	const nodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	} as any;
	const workflow = new Workflow({
		id: nodeType.constructor.name,
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
	});
	return async (n) => {
		const body = {
			payload: {
				action_type: 'agent.reply.created',
				company: { subdomain: 'acme', name: 'Acme' },
				ticket: { id: n, subject: `Ticket ${n}`, requester: { id: n, email: 'ann@example.com' } },
				reply: { id: n, created_at: '2026-01-01T00:00:00Z', content: { text: 'On it' } },
			},
		};
		const response = new N8nResponse();
		const additionalData = {
			httpRequest: {
				method: 'POST',
				url: `/webhook/bench/webhook?token=${TOKEN}`,
				headers: { 'content-type': 'application/json' },
				query: { token: TOKEN },
				params: {},
				ip: '127.0.0.1',
				body,
				rawBody: Buffer.from(JSON.stringify(body)),
			},
			httpResponse: response,
			credentialsHelper: {
				isCredentialUsableByNode: () => true,
				getDecrypted: async () => ({ urlToken: TOKEN }),
				getCredentialsProperties: () => [],
			},
		} as any;
		const webhookData = {
			httpMethod: 'POST',
			node: 'Trigger',
			path: 'bench',
			webhookDescription: nodeType.description.webhooks[0],
			workflowId: workflow.id,
			workflowExecuteAdditionalData: additionalData,
		} as any;
		const context = new WebhookContext(
			workflow,
			node,
			additionalData,
			'webhook',
			webhookData,
			[],
			null,
		);
		const { workflowData } = await nodeType.webhook.call(context);
		if (!response.writableEnded) response.end();
		return workflowData?.[0]?.length ?? 0;
	};
}

/** Microseconds a delivery, over one slice. */
async function timeSlice(deliver: (n: number) => Promise<number>, from: number): Promise<number> {
	const start = process.hrtime.bigint();
	for (let n = from; n < from + SLICE; n++) {
		if ((await deliver(n)) !== 1) throw new Error(`Delivery ${n} did not trigger`);
	}
	return Number(process.hrtime.bigint() - start) / 1000 / SLICE;
}

const usedMegabytes = () => {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed / 2 ** 20;
};

async function main() {
	const deliver = delivererOf(new SupportBeeTrigger());
	const deliverNothing = delivererOf(new NothingTrigger());
	// The first deliveries of a process are slow whatever is delivered: V8 has yet to compile.
	await timeSlice(deliver, -SLICE);
	await timeSlice(deliverNothing, -SLICE);

	const ours: number[] = [];
	const nothing: number[] = [];
	const megabytes: number[] = [usedMegabytes()];
	for (let from = 0; from < DELIVERIES; from += SLICE) {
		ours.push(await timeSlice(deliver, from));
		nothing.push(await timeSlice(deliverNothing, from));
		megabytes.push(usedMegabytes());
	}

	const first = ours[0] ?? 0;
	const last = ours.at(-1) ?? 0;
	const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	console.log(`${DELIVERIES} deliveries, in slices of ${SLICE}`);
	console.log(`time a delivery, last slice against first: ${(last / first).toFixed(2)} x`);
	console.log(
		`time a delivery, against a trigger that does nothing: ${(mean(ours) / mean(nothing)).toFixed(2)} x`,
	);
	console.log(
		`memory: ${(Math.max(...megabytes) - (megabytes[0] ?? 0)).toFixed(1)} MB more at most, ` +
			`${((megabytes.at(-1) ?? 0) - (megabytes[0] ?? 0)).toFixed(1)} MB more at the end`,
	);
}

void main();
