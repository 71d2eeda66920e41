import {
	NodeOperationError,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type IWebhookFunctions,
} from 'n8n-workflow';

import { UNRECOGNIZED, type ServiceEvent } from './delivery';
import { oneLine } from './lib/text';
import type { Settings } from './settings';

/** What a failed execution says: what happened, and how to fix it. */
export interface Report {
	message: string;
	description: string;
}

/** Where it stands in an item: beside its `json`, where no payload can put anything. */
const MARK = 'serviceDeskReport';

/** What the panel of a failed execution can show at once, in characters. The execution holds it in any case. */
const MOST_SHOWN = 100_000;

const LONGEST = { message: 400, description: 800 };

/** Items that make the execution they start fail at the trigger, with a report; no other node runs. */
export const failing = (
	items: INodeExecutionData[],
	{ message, description }: Report,
): INodeExecutionData[] =>
	items.map((item) => ({
		...item,
		[MARK]: {
			message: oneLine(message, LONGEST.message),
			description: oneLine(description, LONGEST.description),
		},
	}));

/** Whether a node's executions can fail: where its user has it continue on error, they go on whatever it throws. */
export const canFail = ({ onError, continueOnFail }: Pick<INode, 'onError' | 'continueOnFail'>) =>
	continueOnFail !== true && (onError ?? 'stopWorkflow') === 'stopWorkflow';

/**
 * A trigger's execute(): what webhook() returned, unchanged.
 * @throws NodeOperationError with the report of failing() items; n8n shows what they hold beneath it.
 */
export function passOn(context: IExecuteFunctions): INodeExecutionData[][] {
	const items = context.getInputData();
	const report = items[0]?.[MARK] as Report | undefined;
	if (report === undefined) return [items];
	const held = items.filter(({ json }) => Object.keys(json).length > 0);
	if (context.continueOnFail()) return [held];
	const { message, description } = report;
	const error = new NodeOperationError(context.getNode(), message, { description });
	const shown = held.map(({ json }) => json);
	if (held.length > 0 && JSON.stringify(shown).length <= MOST_SHOWN) error.context.data = shown;
	throw error;
}

/**
 * The report of a delivery's events that are not built as the service builds its own, where the user wants one.
 * @returns undefined also where one of them is: then the workflow runs, and the others' warnings say what is wrong.
 */
export function unrecognizedReport(
	context: Pick<IWebhookFunctions, 'getNode'>,
	events: readonly ServiceEvent[],
	{ unrecognizedPayloads }: Pick<Settings['options'], 'unrecognizedPayloads'>,
): Report | undefined {
	const isUnrecognized = events.every(({ event }) => event === UNRECOGNIZED);
	// The node last: n8n copies it, with all its parameters, each time it is asked for.
	const isReported =
		unrecognizedPayloads === 'report' && isUnrecognized && canFail(context.getNode());
	if (!isReported) return undefined;
	const [why = ''] = events.flatMap(({ warnings = [] }) => warnings);
	return {
		message: 'A delivery was accepted, but not recognized.',
		description: `${why}${/[.!?]$/.test(why) ? '' : '.'} The execution holds what it sent. To run the workflow with it, set "Unrecognized Payloads" to "Start Workflow".`,
	};
}
