import type { z } from 'zod/v4';

import type { glartekEvents } from './nodes/Glartek/events';
import type { glassixEvents } from './nodes/Glassix/events';
import type { socialBoardsEvents } from './nodes/SocialBoards/events';
import type { supportBeeEvents } from './nodes/SupportBee/events';
import type { ItemBase } from './receiver/item';
import type { Catalogue } from './receiver/service';

export type {
	GlassixMessage,
	GlassixParticipant,
	GlassixSurvey,
	GlassixTicket,
	GlassixTransaction,
	GlassixUser,
} from './nodes/Glassix/events';
export type {
	SocialBoardsCategory,
	SocialBoardsConversation,
	SocialBoardsConversationEvent,
	SocialBoardsTicket,
	SocialBoardsUser,
} from './nodes/SocialBoards/events';
export type {
	SupportBeeComment,
	SupportBeeCompany,
	SupportBeeContent,
	SupportBeePayload,
	SupportBeeReply,
	SupportBeeTeam,
	SupportBeeTicket,
	SupportBeeUser,
} from './nodes/SupportBee/events';
export type { Item, ItemBase, ItemFields, SimplifiedItem } from './receiver/item';
export type { RedactedRequest } from './receiver/redact';

type DataOf<Events extends Catalogue> = {
	-readonly [Event in keyof Events]: z.infer<Events[Event]['data']>;
};

/** The `data` of each event of Glassix, by `event`. */
export type GlassixData = DataOf<typeof glassixEvents>;

/** The `data` of each event of Glartek, by `event`: Glartek gives its shapes to its customers alone. */
export type GlartekData = DataOf<typeof glartekEvents>;

/** The `data` of each event of SocialBoards whose shape is published, by `event`. */
export type SocialBoardsData = DataOf<typeof socialBoardsEvents>;

/** The `data` of each event of SupportBee, by `event`. */
export type SupportBeeData = DataOf<typeof supportBeeEvents>;

/** The items of a service, told apart by `event`. */
export type ItemOf<Service extends string, Data> = {
	[Event in keyof Data]: ItemBase & { service: Service; event: Event; data: Data[Event] };
}[keyof Data];

/** An item of the Glassix Trigger or the Glassix Polling Trigger, its event in the catalogue. */
export type GlassixItem = ItemOf<'glassix', GlassixData>;

/** An item of the Glartek Trigger, its event in the catalogue. */
export type GlartekItem = ItemOf<'glartek', GlartekData>;

/** An item of the SocialBoards Trigger, its event in the catalogue. */
export type SocialBoardsItem = ItemOf<'socialboards', SocialBoardsData>;

/** An item of the SupportBee Trigger, its event in the catalogue. */
export type SupportBeeItem = ItemOf<'supportbee', SupportBeeData>;

/** What the catalogue tells of an event. */
export interface EventDescription {
	/** The vendor's label for the event, as the user reads it in the service's own pages. */
	name: string;
	/** One sentence on when the service sends it, without a final period. */
	description: string;
}

/** The events of each service by the vendor's own string, under the service's id. The build writes the table. */
export declare const catalogues: {
	glassix: Record<keyof GlassixData, EventDescription>;
	glartek: Record<keyof GlartekData, EventDescription>;
	socialboards: Record<keyof SocialBoardsData, EventDescription>;
	supportbee: Record<keyof SupportBeeData, EventDescription>;
};
