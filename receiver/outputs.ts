import { NodeConnectionTypes } from 'n8n-workflow';

import type { Catalogue } from './service';

/** What of the node's parameters decides on its outputs. */
interface OutputParameters {
	triggerOn: string[];
	otherEvents?: string[];
	options?: { separateOutputs?: boolean };
}

/**
 * The events that have an output of their own, in the outputs' order; none with "Separate Outputs" off.
 * Runs in the editor, too: it must stand alone, see outputsOf().
 */
export function eventsWithOutput(
	{ triggerOn, otherEvents, options }: OutputParameters,
	catalogue: string[],
): string[] {
	if (!options?.separateOutputs) return [];
	const all = triggerOn.includes('allEvents');
	const named = [
		...triggerOn.filter((event) => event !== 'allEvents'),
		...(all
			? []
			: (otherEvents ?? []).map((event) => event.trim()).filter((event) => event !== '')),
	];
	return named.length > 0 ? [...new Set(named)] : catalogue;
}

/** The node's outputs, as its description gives them to the editor: an expression over its parameters. */
export function outputsOf(events: Catalogue): `={{${string}}}` {
	const names = Object.fromEntries(
		Object.entries(events).map(([event, { name }]) => [event, name]),
	);
	return `={{ ((parameters, names, type) => {
		const events = (${eventsWithOutput})(parameters, Object.keys(names));
		if (events.length === 0) return [{ type }];
		return [...events.map((event) => names[event] ?? event), 'Other'].map((displayName) => ({ type, displayName }));
	})($parameter, ${JSON.stringify(names)}, ${JSON.stringify(NodeConnectionTypes.Main)}) }}`;
}
