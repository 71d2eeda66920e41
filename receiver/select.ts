import { catalogueName, type Service, type ServiceEvent } from './service';
import { ALL_EVENTS, type Settings } from './settings';

/**
 * Step 4: keeps the events the user wants, in their order.
 * @returns the wanted ones, and the names of those passed over that the catalogue does not know:
 *   they must not be dropped in silence.
 */
export function select<Event extends ServiceEvent>(
	service: Service,
	events: Event[],
	settings: Settings,
): { wanted: Event[]; unknownPassedOver: string[] } {
	if (settings.triggerOn.includes(ALL_EVENTS)) return { wanted: events, unknownPassedOver: [] };
	const names = new Set(
		[...settings.triggerOn, ...settings.otherEvents].map((name) => catalogueName(service, name)),
	);
	const isWanted = (event: ServiceEvent) =>
		names.has(event.event) || service.alwaysWanted?.(event, settings) === true;
	const isUnknown = ({ event }: ServiceEvent) => !Object.hasOwn(service.events, event);
	const unknown = events.filter((event) => !isWanted(event) && isUnknown(event));
	return {
		wanted: events.filter(isWanted),
		unknownPassedOver: [...new Set(unknown.map(({ event }) => event))],
	};
}
