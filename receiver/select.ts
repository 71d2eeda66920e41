import type { ServiceEvent } from './delivery';
import { catalogueName, entryOf, type Service } from './service';
import { ALL_EVENTS, type Settings } from './settings';

/**
 * Keeps the events the user wants, in their order.
 * @returns the selected ones, and the names of those ignored that the catalogue does not know:
 *   they must not be dropped in silence.
 */
export function select<Event extends ServiceEvent>(
	service: Pick<Service, 'events' | 'normalize' | 'isAlwaysWanted'>,
	events: Event[],
	settings: Settings,
): { selected: Event[]; ignoredUnknown: string[] } {
	if (settings.triggerOn.includes(ALL_EVENTS)) return { selected: events, ignoredUnknown: [] };
	const names = new Set(
		[...settings.triggerOn, ...settings.otherEvents].map((name) => catalogueName(service, name)),
	);
	const isSelected = (event: ServiceEvent) =>
		names.has(event.event) || service.isAlwaysWanted?.(event, settings) === true;
	const unknown = events.filter((event) => !isSelected(event) && !entryOf(service, event.event));
	return {
		selected: events.filter(isSelected),
		ignoredUnknown: [...new Set(unknown.map(({ event }) => event))],
	};
}
