import type { Item } from '../../../receiver/item';
import type { N8nApi } from '../../../scripts/n8n/api';
import type { Sent } from '../../support/sender';
import type { TestedService } from '../../support/services';
import { send, type RawResponse } from './http';
import { n8n, newTrigger } from './n8n';
import { TRIGGER_NAME, type Trigger } from './trigger';

/** What came of a request: its answer and, for each execution that it started, the trigger's items. */
export interface Outcome {
	answer: RawResponse;
	runs: Item[][];
}

/** A published workflow of a service's trigger and a No Operation node. */
export interface PublishedTrigger extends Trigger {
	/** Sends a request and waits until what it started has ended. */
	deliver(sent: Sent): Promise<Outcome>;
	/** The same on the test URL. */
	deliverToTestUrl(sent: Sent): Promise<Outcome>;
}

interface Setup {
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
	{ credential = tested.credential, published: isPublished, api = n8n }: Setup = {},
): Promise<PublishedTrigger> {
	const { name, version } = tested.newTrigger().description;
	const trigger = await newTrigger(
		{
			node: name,
			typeVersion: Number(version),
			credentialType: tested.service.credential,
			credentialData: credential,
			parameters: { triggerOn: ['allEvents'], ...parameters },
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
		for (const { id } of executions) runs.push(await api.items(id, TRIGGER_NAME));
		return { answer, runs };
	};
	return {
		...trigger,
		deliver: deliverTo(trigger.url),
		deliverToTestUrl: deliverTo(trigger.testUrl),
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
