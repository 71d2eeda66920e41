import type { INodeExecutionData, IWebhookResponseData } from 'n8n-workflow';

import type { Item, SimplifiedItem } from './item';

/**
 * Step 6: hands the items to n8n, which answers 200 once it has stored or queued the execution.
 * @param events those that have an output of their own; what else there is goes to the output behind theirs.
 */
export function emit(
	items: Array<Item | SimplifiedItem>,
	events: readonly string[],
): IWebhookResponseData {
	const outputs: INodeExecutionData[][] = [...events, 'other'].map(() => []);
	for (const item of items) {
		const place = events.indexOf(item.event);
		outputs
			.at(place)! // -1, not found, is the last
			.push({ json: item } as unknown as INodeExecutionData);
	}
	return { workflowData: outputs };
}
