import { Container } from '@n8n/di';
import { randomUUID } from 'crypto';
import { EventEmitter } from 'events';
import { createServer, type ServerResponse } from 'http';
import { ExecuteContext, HookContext, InstanceSettings, WebhookContext } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IHookFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IWebhookData,
	type IWebhookDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
	type NodeOperationError,
} from 'n8n-workflow';
import { Readable } from 'stream';

import type { Item } from '../../../receiver/item';
import { NotParsed, parseAsN8n, type N8nRequest } from './n8nBody';
import { send, type Answer, type Sent } from '../sender';

// Else n8n-core writes a file with a new key to the home folder.
Container.set(InstanceSettings, {
	instanceId: 'test',
	hmacSignatureSecret: 'test',
	encryptionKey: 'test',
} as never);

/** What the user set up: the node's parameters and its credential. */
export interface Setup {
	parameters?: INodeParameters;
	/** The node's name. */
	name?: string;
	/** The credential's decrypted fields; null: none is selected; an error: what n8n throws when it reads it. */
	credential: ICredentialDataDecryptedObject | null | Error;
	/** What the user set under the node's settings, such as On Error. */
	settings?: Pick<INode, 'onError' | 'continueOnFail'>;
	/** `manual`: the editor listens on the test URL. */
	mode?: 'webhook' | 'manual';
}

/** A line of n8n's log. */
interface LogLine {
	level: string;
	message: string;
	metadata: unknown;
}

/** What came of a request. */
export interface Delivery extends Answer {
	/** Whether the node ended the response itself, n8n did, or nobody (the sender hangs). */
	answeredBy: 'node' | 'n8n' | 'nobody';
	/** What webhook() returned; undefined where it did not run. */
	result: IWebhookResponseData | undefined;
	/** The items that the workflow goes on with. */
	items: Item[];
	/** What the execution fails with, at the trigger; undefined where there is none or it does not fail. */
	failure: Failure | undefined;
	log: LogLine[];
}

/** What n8n shows of a failed execution. */
interface Failure {
	message: string;
	description: string;
	/** What n8n shows as the error's data. */
	data?: unknown;
}

/** What happened on the server's side, observed when webhook() came back. */
type Handled = Pick<Delivery, 'answeredBy' | 'result' | 'log'>;

/** What came of the execution that a delivery started. */
type Executed = Pick<Delivery, 'items' | 'failure'>;

/** What came of a delivery without a connection. */
export type Taken = Handled & Executed & Pick<Delivery, 'status'>;

/** n8n's response, as far as a trigger sees it. */
class NoConnection extends EventEmitter {
	statusCode = 200;

	writableEnded = false;

	writableFinished = false;

	destroyed = false;

	/** @param isCutOff whether the sender is gone when the answer would go out. */
	constructor(private readonly isCutOff: boolean) {
		super();
	}

	setHeader(): void {}

	end(): void {
		this.writableEnded = true;
		if (this.destroyed) return;
		if (this.isCutOff) {
			this.destroy();
			return;
		}
		this.writableFinished = true;
		this.emit('finish');
		this.emit('close');
	}

	destroy(): void {
		this.destroyed = true;
		this.emit('close');
	}
}

/** A trigger in a published workflow. */
export class RunningTrigger {
	private readonly node: INode;

	private readonly workflow: Workflow;

	/** Replaced in tests of what happens when n8n itself fails. */
	overrides: Partial<IWebhookFunctions> = {};

	constructor(
		private readonly nodeType: INodeType,
		private readonly setup: Setup,
	) {
		const [credential] = nodeType.description.credentials ?? [];
		this.node = {
			id: randomUUID(),
			name: setup.name ?? 'My Trigger',
			type: `test.${nodeType.description.name}`,
			typeVersion: nodeType.description.version as number,
			position: [0, 0],
			webhookId: randomUUID(),
			parameters: setup.parameters ?? {},
			...setup.settings,
			credentials:
				credential && setup.credential !== null
					? { [credential.name]: { id: 'c1', name: 'My credential' } }
					: {},
		};
		this.workflow = new Workflow({
			id: randomUUID(),
			name: 'My workflow',
			nodes: [this.node],
			connections: {},
			active: true,
			nodeTypes: {
				getByName: () => nodeType,
				getByNameAndVersion: () => nodeType,
				getKnownTypes: () => ({}),
			},
			settings: {},
		});
	}

	/** Publishes the workflow as far as the node has a say: throws what stops it. */
	async publish(): Promise<void> {
		for (const description of this.nodeType.description.webhooks ?? []) {
			const methods = this.nodeType.webhookMethods?.[description.name];
			const context = this.hookContext(description);
			if (!(await methods?.checkExists?.call(context))) await methods?.create?.call(context);
		}
	}

	async unpublish(): Promise<boolean[]> {
		const descriptions = this.nodeType.description.webhooks ?? [];
		return await Promise.all(
			descriptions.map(
				async (description) =>
					await this.nodeType.webhookMethods![description.name]!.delete.call(
						this.hookContext(description),
					),
			),
		);
	}

	/** Sends a request to the webhook's URL and waits for what comes of it. */
	async deliver(sent: Sent): Promise<Delivery> {
		let handled: (value: Handled) => void;
		const handling = new Promise<Handled>((resolve) => (handled = resolve));
		const server = createServer((request, response) => {
			void this.handle(request as N8nRequest, response, sent).then(handled);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		try {
			const [answer, outcome] = await Promise.all([send(server, sent), handling]);
			return { ...answer, ...outcome, ...(await this.execute(outcome.result)) };
		} finally {
			server.closeAllConnections();
			server.close();
		}
	}

	/**
	 * The same without a connection: for thousands of deliveries.
	 * @param isCutOff the sender is gone before the answer is out.
	 */
	async take(sent: Sent, isCutOff = false): Promise<Taken> {
		const { method = 'POST', query = '', headers = {}, body = '' } = sent;
		const bytes = Buffer.from(body);
		const request = Object.assign(Readable.from(bytes.length > 0 ? [bytes] : []), {
			method,
			url: `/webhook/test/webhook?${query}`,
			headers: Object.fromEntries(
				Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
			),
			socket: { remoteAddress: '127.0.0.1' },
		});
		const response = new NoConnection(isCutOff);
		const outcome = await this.handle(request as unknown as N8nRequest, response as never, sent);
		const executed = await this.execute(outcome.result);
		return { ...outcome, ...executed, status: response.statusCode };
	}

	/** Does what n8n does with what webhook() returned: it starts an execution, whose first node is the trigger. */
	private async execute(result: IWebhookResponseData | undefined): Promise<Executed> {
		const items = result?.workflowData?.[0];
		if (!items) return { items: [], failure: undefined };
		// By n8n's database, or its queue.
		const stored = JSON.parse(JSON.stringify(items)) as INodeExecutionData[];
		const node = this.workflow.getNode(this.node.name)!;
		const inputData = { main: [stored] };
		const context = new ExecuteContext(
			this.workflow,
			node,
			this.additionalData({}),
			this.setup.mode ?? 'webhook',
			createRunExecutionData(),
			0,
			stored,
			inputData,
			{ node, data: inputData, source: null },
			[],
		);
		try {
			const outputs = (await this.nodeType.execute!.call(context)) as INodeExecutionData[][];
			return { items: outputs.flat().map(({ json }) => json as never), failure: undefined };
		} catch (error) {
			const { message, description, context: shown } = error as NodeOperationError;
			const data = shown.data === undefined ? {} : { data: shown.data };
			return { items: [], failure: { message, description: description!, ...data } };
		}
	}

	/** Does what n8n does with a request for a webhook. */
	private async handle(
		request: N8nRequest,
		response: ServerResponse,
		sent: Sent,
	): Promise<Handled> {
		const log: LogLine[] = [];
		const description = this.nodeType.description.webhooks?.find(
			({ httpMethod }) => httpMethod === request.method,
		);
		request.ip = sent.address ?? request.socket.remoteAddress;
		request.params = {};
		request.query = Object.fromEntries(new URLSearchParams(request.url!.split('?')[1]));
		const answerAsN8n = (status: number) => {
			response.statusCode = status;
			response.end();
		};
		if (!description) {
			answerAsN8n(404);
			return { answeredBy: 'n8n', result: undefined, log };
		}
		try {
			await parseAsN8n(request);
		} catch (error) {
			answerAsN8n(error instanceof NotParsed ? error.status : 500);
			return { answeredBy: 'n8n', result: undefined, log };
		}
		const context = this.webhookContext(request, response, description, log);
		let result: IWebhookResponseData;
		try {
			result = await this.nodeType.webhook!.call(context);
		} catch (error) {
			answerAsN8n(500);
			log.push({ level: 'thrown', message: String(error), metadata: undefined });
			return { answeredBy: 'n8n', result: undefined, log };
		}
		if (response.writableEnded) return { answeredBy: 'node', result, log };
		if (result.noWebhookResponse === true) {
			// The sender would wait until its time-out: spare the test that.
			response.destroy();
			response.end();
			return { answeredBy: 'nobody', result, log };
		}
		answerAsN8n(200);
		return { answeredBy: 'n8n', result, log };
	}

	private webhookContext(
		request: N8nRequest,
		response: ServerResponse,
		description: IWebhookDescription,
		log: LogLine[],
	): IWebhookFunctions {
		const additionalData = this.additionalData({ httpRequest: request, httpResponse: response });
		const context = new WebhookContext(
			this.workflow,
			this.workflow.getNode(this.node.name)!,
			additionalData,
			this.setup.mode ?? 'webhook',
			this.webhookData(description, additionalData),
			[],
			null,
		);
		Object.defineProperty(context, 'logger', { value: capturing(log) });
		return Object.assign(context, this.overrides);
	}

	private hookContext(description: IWebhookDescription): IHookFunctions {
		const additionalData = this.additionalData({});
		return new HookContext(
			this.workflow,
			this.workflow.getNode(this.node.name)!,
			additionalData,
			'trigger',
			'activate',
			this.webhookData(description, additionalData),
		);
	}

	private webhookData(
		description: IWebhookDescription,
		additionalData: IWorkflowExecuteAdditionalData,
	): IWebhookData {
		return {
			httpMethod: description.httpMethod as IWebhookData['httpMethod'],
			node: this.node.name,
			path: `${this.node.webhookId}/${description.path}`,
			webhookDescription: description,
			workflowId: this.workflow.id,
			workflowExecuteAdditionalData: additionalData,
		};
	}

	private additionalData(http: object): IWorkflowExecuteAdditionalData {
		const { credential } = this.setup;
		return {
			...http,
			webhookBaseUrl: 'https://n8n.example.com/webhook',
			webhookTestBaseUrl: 'https://n8n.example.com/webhook-test',
			variables: {},
			credentialsHelper: {
				isCredentialUsableByNode: () => true,
				getCredentialsProperties: () => [],
				getDecrypted: async () => {
					if (credential instanceof Error) throw credential;
					return await Promise.resolve({ ...credential });
				},
			},
		} as unknown as IWorkflowExecuteAdditionalData;
	}
}

const capturing = (log: LogLine[]) =>
	Object.fromEntries(
		['debug', 'info', 'warn', 'error'].map((level) => [
			level,
			(message: string, metadata?: unknown) => log.push({ level, message, metadata }),
		]),
	);
