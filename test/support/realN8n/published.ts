import type { Item } from '../../../receiver/item';
import type { N8nApi } from '../../../scripts/n8n/api';
import type { Sent } from '../sender';
import type { TestedService } from '../services';
import { send, type RawResponse } from './http';
import { n8n, newTrigger } from './n8n';
import { TRIGGER_NAME, type Trigger, type TriggerOptions } from './trigger';

/** What came of a request. */
export interface Outcome {
	answer: RawResponse;
	/** For each execution that it started and that ran: the trigger's items. */
	runs: Item[][];
}

/** What n8n has of an execution that failed. */
interface Failed {
	id: string;
	mode: string;
	/** NodeOperationError as n8n keeps it. */
	error: any;
	/** The nodes that ran, by name. */
	nodes: string[];
	/** All that n8n has stored of it, as text. */
	stored: string;
}

/** A published workflow of a service's trigger and a No Operation node. */
export interface PublishedTrigger extends Trigger {
	/** Sends a request and waits until what it started has ended. */
	deliver(sent: Sent): Promise<Outcome>;
	/** The same on the test URL. */
	deliverToTestUrl(sent: Sent): Promise<Outcome>;
	/** Waits until so many executions have failed: n8n makes them after a refusal is answered. The oldest first. */
	failures(count?: number): Promise<Failed[]>;
}

interface Setup {
	/** What stands under the node's settings, such as On Error. */
	nodeSettings?: TriggerOptions['nodeSettings'];
	/** The workflow's own settings. */
	settings?: TriggerOptions['settings'];
	next?: TriggerOptions['next'];
	/** A complete one by default. */
	credential?: Record<string, unknown>;
	/** Whether it is published at once, as it is by default. */
	published?: boolean;
	api?: N8nApi;
}

/** A trigger of all events, unless the parameters say otherwise, that repeats do not keep quiet. */
export async function published(
	tested: TestedService,
	parameters: Record<string, unknown> = {},
	{ credential = tested.credential, published: isPublished, api = n8n, ...own }: Setup = {},
): Promise<PublishedTrigger> {
	const { name, version } = tested.newTrigger().description;
	const trigger = await newTrigger(
		{
			node: name,
			typeVersion: Number(version),
			credentialType: tested.service.credential,
			credentialData: credential,
			parameters: { triggerOn: ['allEvents'], ...parameters },
			...own,
			...(isPublished !== undefined && { published: isPublished }),
		},
		api,
	);
	const deliverTo = (url: string) => async (sent: Sent) => {
		const query = sent.query === undefined ? '' : `?${sent.query}`;
		const { result: answer, executions } = await startedBy(
			trigger,
			async () => await send(url + query, { method: 'POST', ...sent }),
		);
		const runs: Item[][] = [];
		for (const { id, status } of executions) {
			if (status === 'success') runs.push(await api.items(id, TRIGGER_NAME));
		}
		return { answer, runs };
	};
	return {
		...trigger,
		deliver: deliverTo(trigger.url),
		deliverToTestUrl: deliverTo(trigger.testUrl),
		async failures(count = 1) {
			const failed = (await trigger.ended(count)).filter(({ status }) => status === 'error');
			expect(failed).toHaveLength(count);
			return await Promise.all(
				failed.map(async ({ id, mode }) => {
					const { data } = await api.execution(id);
					const { error, runData } = data.resultData;
					return { id, mode, error, nodes: Object.keys(runData), stored: JSON.stringify(data) };
				}),
			);
		},
	};
}

/** Does something and waits until the executions that it started have ended. */
export async function startedBy<Result>(
	trigger: Pick<Trigger, 'ended' | 'executions'>,
	action: () => Promise<Result>,
) {
	const before = new Set((await trigger.executions()).map(({ id }) => id));
	const result = await action();
	const after = await trigger.ended(0);
	return { result, executions: after.filter(({ id }) => !before.has(id)) };
}
