import type { TestedService } from '../services';
import { testedGlartek, testedGlassix, testedSocialBoards, testedSupportBee } from '../services';
import * as glartek from './glartek';
import * as glassix from './glassix';
import { maximal, minimal, own, type Members } from './shape';
import * as socialBoards from './socialBoards';
import * as supportBee from './supportBee';

/** An event of a service by its vendor's classes. */
export interface VendorEvent {
	tested: TestedService;
	event: string;
	/** The shape of its data. */
	shape: Members;
	/** How many of it one delivery may hold. */
	most: number;
	/** A delivery's body with these as the data of its events. @param envelope members of the envelope. */
	bodyOf(data: unknown[], envelope?: object): unknown;
	/** Its data with everything in it, with nothing that may be null, and with nothing that may be left out. */
	payloads: Record<Fullness, unknown>;
}

export type Fullness = 'maximal' | 'minimal' | 'absent';

const anyNumber = 1000;

const glassixEvents = Object.entries(glassix.changes).map(([event, shape]): VendorEvent => ({
	tested: testedGlassix,
	event,
	shape,
	most: anyNumber,
	bodyOf: glassix.envelope,
	payloads: {
		maximal: maximal(shape),
		minimal: { ...glassix.ALL_NULL, ...(minimal(own(shape)) as object) },
		absent: { _event: event, ...glassix.absent[event] },
	},
}));

const socialBoardsEvents = Object.entries(socialBoards.elements).map(
	([event, shape]): VendorEvent => ({
		tested: testedSocialBoards,
		event,
		shape,
		most: anyNumber,
		bodyOf: (data, envelope) => socialBoards.envelope(event, data, envelope),
		payloads: {
			maximal: maximal(shape),
			minimal: minimal(own(shape)),
			absent: socialBoards.absent[event],
		},
	}),
);

const supportBeeEvents = Object.entries(supportBee.payloads).map(([event, shape]): VendorEvent => ({
	tested: testedSupportBee,
	event,
	shape,
	most: 1,
	bodyOf: ([payload]) => ({ payload }),
	payloads: {
		maximal: maximal(shape),
		minimal: minimal(own(shape)),
		absent: supportBee.absent[event],
	},
}));

const glartekEvents = Object.entries(glartek.bodies).map(([event, shape]): VendorEvent => ({
	tested: testedGlartek,
	event,
	shape,
	most: 1,
	bodyOf: ([body]) => body,
	payloads: {
		maximal: maximal(shape),
		minimal: glartek.minimalOf(event),
		absent: glartek.absentOf(event),
	},
}));

/** All events of all services. */
export const vendorEvents = [
	...glartekEvents,
	...glassixEvents,
	...socialBoardsEvents,
	...supportBeeEvents,
];
