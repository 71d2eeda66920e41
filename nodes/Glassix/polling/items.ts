import type { INodeExecutionData } from 'n8n-workflow';

import { emit } from '../../../receiver/emit';
import type { IdentifiedEvent } from '../../../receiver/identify';
import { simplify, toItem } from '../../../receiver/item';
import { eventsWithOutput } from '../../../receiver/outputs';
import type { Settings } from '../../../receiver/settings';
import { glassix } from '../service';

/** The outputs' items of these events: the same as a webhook's. */
export function outputsFor(events: IdentifiedEvent[], settings: Settings): INodeExecutionData[][] {
	const receivedAt = new Date().toISOString();
	const items = events
		.map((event) => toItem(glassix, event, receivedAt))
		.map((item) => (settings.options.simplify ? simplify(glassix, item) : item));
	return emit(items, eventsWithOutput(settings, Object.keys(glassix.events))).workflowData!;
}
