import type { INodeExecutionData } from 'n8n-workflow';

import type { IdentifiedEvent } from '../../../receiver/identify';
import { asExecutionData, simplify, toItem } from '../../../receiver/item';
import type { Settings } from '../../../receiver/settings';
import { glassix } from '../service';

/** The items of these events: the same as a webhook's. */
export function itemsFor(events: IdentifiedEvent[], settings: Settings): INodeExecutionData[][] {
	const receivedAt = new Date().toISOString();
	const items = events
		.map((event) => toItem(glassix, event, receivedAt))
		.map((item) => (settings.options.simplify ? simplify(glassix, item) : item));
	return [asExecutionData(items)];
}
