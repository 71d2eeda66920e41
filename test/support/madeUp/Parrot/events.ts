import { z } from 'zod/v4';

import type { Catalogue } from '../../../../receiver/service';

const call = z.looseObject({ callId: z.string(), caller: z.string().nullish() });

/** The events of Parrot, by `kind`. */
export const parrotEvents = {
	'call.ended': {
		name: 'Call Ended',
		description: 'When a call ends',
		data: call.extend({ seconds: z.number() }),
		identity: { by: ['data.callId'], evidence: 'doc' },
	},
	'call.missed': {
		name: 'Call Missed',
		description: 'When nobody answers a call',
		data: call,
		identity: { by: 'fingerprint', evidence: 'doc' },
	},
} as const satisfies Catalogue;
