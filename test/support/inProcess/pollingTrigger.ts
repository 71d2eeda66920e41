import { Container } from '@n8n/di';
import { randomUUID } from 'crypto';
import { InstanceSettings, TriggerContext } from 'n8n-core';
import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type IRun,
	type ITriggerFunctions,
	type ITriggerResponse,
	type IWorkflowExecuteAdditionalData,
	type WorkflowActivateMode,
} from 'n8n-workflow';

import { GlassixApi } from '../../../credentials/GlassixApi.credentials';
import { GlassixPollingTrigger } from '../../../nodes/Glassix/GlassixPollingTrigger.node';
import type { Item } from '../../../receiver/item';
import { GlassixStandIn, type Unknowns } from '../glassix-stand-in';

export { stateChange } from '../glassixMessages';

// Else n8n-core writes a file with a new key to the home folder.
Container.set(InstanceSettings, {
	instanceId: 'test',
	hmacSignatureSecret: 'test',
	encryptionKey: 'test',
} as never);

type Done = NonNullable<Parameters<ITriggerFunctions['emit']>[2]>;

/** One run that the trigger started. */
interface Run {
	items: Item[];
	key: string | undefined;
	status: IRun['status'] | 'not run' | undefined;
	at: number;
}

/** What n8n says of a run: its status, all it says, or an error where it cannot begin it. */
type Outcome = IRun['status'] | Partial<IRun> | Error;

const DEFAULT_PARAMETERS: INodeParameters = {
	triggerOn: ['allEvents'],
	startExecution: 'oncePerEvent',
	deleteFromQueueWhen: 'executionFinishesSuccessfully',
	options: { pollInterval: 1 },
};

/** A Glassix Polling Trigger in an n8n that is n8n-core's own, but for its database. */
export class PollingWorkflow {
	readonly runs: Run[] = [];

	readonly log: string[] = [];

	/** What the trigger reported as its end. */
	readonly ends: Error[] = [];

	/** What becomes of a run. */
	execute: (run: Run) => Promise<Outcome> | Outcome = () => 'success';

	/** Why n8n does not give the credential, where it does not. */
	unreadable: Error | undefined;

	/** Whether it is an n8n below 2.34, whose errors of calls do not hold what they were made of. */
	isOlder = false;

	/** As n8n stores it. */
	readonly credential: ICredentialDataDecryptedObject;

	readonly node: INode;

	private readonly nodeType = new GlassixPollingTrigger();

	private readonly credentialType = new GlassixApi();

	readonly id = randomUUID();

	private readonly workflow: Workflow;

	private readonly keys = new Set<string>();

	private responses: ITriggerResponse[] = [];

	constructor(credential: ICredentialDataDecryptedObject, parameters: INodeParameters = {}) {
		this.credential = { accessToken: '', usableUntil: '', issuedTo: '', ...credential };
		this.node = {
			id: randomUUID(),
			name: 'My Trigger',
			type: 'test.glassixPollingTrigger',
			typeVersion: this.nodeType.description.version as number,
			position: [0, 0],
			parameters: { ...DEFAULT_PARAMETERS, ...parameters },
			credentials: { glassixApi: { id: 'c1', name: 'My credential' } },
		};
		this.workflow = new Workflow({
			id: this.id,
			name: 'My workflow',
			nodes: [this.node],
			connections: {},
			active: true,
			nodeTypes: {
				getByName: () => this.nodeType,
				getByNameAndVersion: () => this.nodeType,
				getKnownTypes: () => ({}),
			},
			settings: {},
		});
	}

	async publish(activation: WorkflowActivateMode = 'activate'): Promise<void> {
		const context = this.context('trigger', activation);
		const response = await this.nodeType.trigger.call(context);
		this.responses.push(response);
	}

	async unpublish(): Promise<void> {
		const responses = this.responses;
		this.responses = [];
		await Promise.all(responses.map(async ({ closeFunction }) => await closeFunction?.()));
	}

	/** Forgets the last start without stopping it, as an n8n that lost track of it. */
	loseTrack(): void {
		this.responses = [];
	}

	/** Does what "Execute" does in the editor. @returns the items, or throws what the user is shown. */
	async test(): Promise<Item[]> {
		const context = this.context('manual', 'manual');
		const response = await this.nodeType.trigger.call(context);
		this.responses.push(response);
		const emitted = new Promise<INodeExecutionData[][]>((resolve) => {
			context.emit = resolve;
		});
		await response.manualTriggerFunction?.();
		const outputs = await emitted;
		await response.closeFunction?.();
		return outputs.flat().map(({ json }) => json as unknown as Item);
	}

	/** The events that ran with success, by their ticket. */
	get succeeded(): number[] {
		return this.runs
			.filter(({ status }) => status === 'success')
			.flatMap(({ items }) => items.map(ticketOf));
	}

	context(mode: 'trigger' | 'manual', activation: WorkflowActivateMode): ITriggerFunctions {
		const context = new TriggerContext(
			this.workflow,
			this.workflow.getNode(this.node.name)!,
			this.additionalData(),
			mode,
			activation,
			(data, _response, done, key) => this.emit(data, done, key),
			(error) => {
				this.ends.push(error);
				void this.unpublish();
			},
			undefined,
			{} as never,
		);
		if (this.isOlder) loseCauses(context);
		const write =
			(level: string) =>
			(message: string): void =>
				void this.log.push(`${level}: ${message}`);
		const logger = Object.fromEntries(
			['debug', 'info', 'warn', 'error'].map((level) => [level, write(level)]),
		);
		Object.defineProperty(context, 'logger', { value: logger });
		return context;
	}

	/** Runs the workflow as n8n does: of one key once. */
	private emit(
		data: INodeExecutionData[][],
		done: Done | undefined,
		key: string | undefined,
	): void {
		const items = data.flat().map(({ json }) => json as unknown as Item);
		const run: Run = { items, key, status: undefined, at: Date.now() };
		if (key !== undefined && this.keys.has(key)) {
			done?.resolve(undefined as never);
			return;
		}
		if (key !== undefined) this.keys.add(key);
		this.runs.push(run);
		void Promise.resolve(this.execute(run)).then((result) => {
			if (result instanceof Error) {
				run.status = 'not run';
				if (key !== undefined) this.keys.delete(key);
				done?.reject(result);
				return;
			}
			const told =
				typeof result === 'string' ? { status: result, finished: result === 'success' } : result;
			run.status = told.status;
			done?.resolve(told as IRun);
		});
	}

	/** n8n's credentials helper, as far as calls to Glassix need it. */
	private additionalData(): IWorkflowExecuteAdditionalData {
		const { credential, credentialType } = this;
		return {
			variables: {},
			credentialsHelper: {
				isCredentialUsableByNode: () => true,
				getCredentialsProperties: () => credentialType.properties,
				getParentTypes: () => [],
				getDecrypted: async () => {
					if (this.unreadable) throw this.unreadable;
					return { ...credential };
				},
				preAuthentication: async (
					http: ThisParameterType<GlassixApi['preAuthentication']>,
					fields: ICredentialDataDecryptedObject,
					_type: string,
					_node: INode,
					isExpired: boolean,
				) => {
					if (fields.accessToken !== '' && !isExpired) return undefined;
					const output = await credentialType.preAuthentication.call(http, fields);
					Object.assign(credential, output);
					return Object.assign(fields, output);
				},
				authenticate: async (
					fields: ICredentialDataDecryptedObject,
					_type: string,
					options: IHttpRequestOptions,
				) => await credentialType.authenticate(fields, options),
			},
		} as unknown as IWorkflowExecuteAdditionalData;
	}
}

/** n8n-workflow below 2.34 declares the field `cause` of its errors once more, and so empties it. */
function loseCauses({ helpers }: ITriggerFunctions): void {
	const { httpRequestWithAuthentication } = helpers;
	helpers.httpRequestWithAuthentication = async function (...call) {
		try {
			return (await httpRequestWithAuthentication.apply(this, call)) as unknown;
		} catch (error) {
			Object.defineProperty(error, 'cause', { value: undefined });
			throw error;
		}
	};
}

export const ticketOf = ({ data }: Item) => (data as { ticketId: number }).ticketId;

/** Waits until something is so. @throws after the time, saying what was waited for. */
export async function until(what: string, isSo: () => boolean, withinMs = 10_000): Promise<void> {
	const deadline = Date.now() + withinMs;
	while (!isSo()) {
		if (Date.now() > deadline) throw new Error(`waited ${withinMs} ms in vain: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

export const passed = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** A stand-in and a workflow that polls it; `end` stops both. */
export async function pollingPair(
	unknowns: Partial<Unknowns> = {},
	parameters: INodeParameters = {},
): Promise<{ glassix: GlassixStandIn; workflow: PollingWorkflow; end(): Promise<void> }> {
	const glassix = await GlassixStandIn.start(unknowns);
	const workflow = new PollingWorkflow(glassix.credential, parameters);
	const end = async () => {
		await workflow.unpublish();
		await glassix.stop();
	};
	return { glassix, workflow, end };
}
