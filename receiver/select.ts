import { UNRECOGNIZED, type ServiceEvent } from './delivery';
import { Refusal } from './refusal';
import { catalogueName, entryOf, type Service } from './service';
import { ALL_EVENTS, wantedNames, type Settings } from './settings';

type Selection = Pick<Settings, 'triggerOn' | 'options'>;

/** The events of a delivery, parted. */
interface Selected<Event> {
	/** Those the user wants, in their order. */
	selected: Event[];
	/** The others. */
	ignored: Event[];
}

/**
 * Keeps the events the user wants. An event that is not built as the service builds its own is wanted whatever is
 * selected, unless the user has such events ignored: nobody can select what nobody expects.
 * @throws Refusal 503 where the selection wants nothing that can come: the service keeps the event.
 */
export function select<Event extends ServiceEvent>(
	service: Pick<Service, 'events' | 'normalize'>,
	events: Event[],
	settings: Selection,
): Selected<Event> {
	const why = whyNothingIsSelected(service, settings);
	if (why) throw why;
	const names = new Set(wantedNames(settings).map((name) => catalogueName(service, name)));
	const isSelected = ({ event }: ServiceEvent) =>
		event === UNRECOGNIZED
			? settings.options.unrecognizedPayloads !== 'ignore'
			: names.has(event) || settings.triggerOn.includes(ALL_EVENTS);
	return {
		selected: events.filter(isSelected),
		ignored: events.filter((event) => !isSelected(event)),
	};
}

/** The names of ignored events that the catalogue does not know, each once: they must not be ignored in silence. */
export const unknownAmong = (
	service: Pick<Service, 'events'>,
	ignored: readonly ServiceEvent[],
): string[] => {
	const unknown = ignored.filter(({ event }) => !entryOf(service, event) && event !== UNRECOGNIZED);
	return [...new Set(unknown.map(({ event }) => event))];
};

/** What is wrong with a selection by which no event, or another one than the user means, would come. */
export function whyNothingIsSelected(
	service: Pick<Service, 'events' | 'normalize'>,
	settings: Selection,
): Refusal | undefined {
	if (wantedNames(settings).length === 0) {
		return new Refusal(
			'nothingSelected',
			'No event is selected.',
			'Select events under "Trigger On", or name them in the option "Additional Event Names".',
		);
	}
	const misspelt = settings.triggerOn.filter(
		(name) => name !== ALL_EVENTS && !entryOf(service, catalogueName(service, name)),
	);
	if (misspelt.length === 0) return undefined;
	const names = misspelt.slice(0, 5).map((name) => JSON.stringify(name.slice(0, 80)));
	return new Refusal(
		'unknownSelected',
		'"Trigger On" has a name that is not in its list.',
		`Select an event of the list, or name this one in the option "Additional Event Names": ${names.join(', ')}.`,
	);
}
