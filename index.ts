import { z } from 'zod/v4';

import { glartekEvents } from './nodes/Glartek/events';
import { glassixEvents } from './nodes/Glassix/events';
import { socialBoardsEvents } from './nodes/SocialBoards/events';
import { supportBeeEvents } from './nodes/SupportBee/events';
import { itemSchema, type ItemBase } from './receiver/item';
import type { Catalogue, CatalogueEntry } from './receiver/service';

export type { Item, ItemBase, SimplifiedItem } from './receiver/item';

/** What the catalogue tells of an event. */
export type EventDescription = Pick<CatalogueEntry, 'name' | 'description' | 'identity'>;

/** A zod schema, described without zod: the types of this package need none installed. */
export interface ItemSchema<ItemType> {
	/** @throws ZodError where the value is no such item. */
	parse(value: unknown): ItemType;
	safeParse(
		value: unknown,
	): { success: true; data: ItemType } | { success: false; error: { message: string } };
}

/** The items of a service, told apart by `event`. */
type ItemOf<Service extends string, Events extends Catalogue> = {
	[Event in keyof Events & string]: ItemBase & {
		service: Service;
		event: Event;
		data: z.infer<Events[Event]['data']>;
	};
}[keyof Events & string];

/** An item of the Glassix Trigger whose event is in the catalogue. */
export type GlassixItem = ItemOf<'glassix', typeof glassixEvents>;

/** An item of the Glartek Trigger whose event is in the catalogue. */
export type GlartekItem = ItemOf<'glartek', typeof glartekEvents>;

/** An item of the SocialBoards Trigger whose event is in the catalogue. */
export type SocialBoardsItem = ItemOf<'socialboards', typeof socialBoardsEvents>;

/** An item of the SupportBee Trigger whose event is in the catalogue. */
export type SupportBeeItem = ItemOf<'supportbee', typeof supportBeeEvents>;

type Descriptions<Events extends Catalogue> = Readonly<
	Record<keyof Events & string, EventDescription>
>;

const catalogues: {
	glassix: Descriptions<typeof glassixEvents>;
	glartek: Descriptions<typeof glartekEvents>;
	socialboards: Descriptions<typeof socialBoardsEvents>;
	supportbee: Descriptions<typeof supportBeeEvents>;
} = {
	glassix: glassixEvents,
	glartek: glartekEvents,
	socialboards: socialBoardsEvents,
	supportbee: supportBeeEvents,
};

function schemaOf<ItemType>(service: string, events: Catalogue): ItemSchema<ItemType> {
	const [first, ...more] = Object.entries(events).map(([event, { data }]) =>
		itemSchema(service, z.literal(event), data),
	);
	return z.discriminatedUnion('event', [first!, ...more]) as unknown as ItemSchema<ItemType>;
}

const itemSchemas: {
	glassix: ItemSchema<GlassixItem>;
	glartek: ItemSchema<GlartekItem>;
	socialboards: ItemSchema<SocialBoardsItem>;
	supportbee: ItemSchema<SupportBeeItem>;
} = {
	glassix: schemaOf('glassix', glassixEvents),
	glartek: schemaOf('glartek', glartekEvents),
	socialboards: schemaOf('socialboards', socialBoardsEvents),
	supportbee: schemaOf('supportbee', supportBeeEvents),
};

export {
	/** The events of each service by the vendor's own string, under the service's id. */
	catalogues,
	/** The zod schema of each service's catalogued items, under the service's id. Needs zod 3.25 or later installed. */
	itemSchemas,
};
