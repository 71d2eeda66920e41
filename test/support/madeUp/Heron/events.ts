import { z } from 'zod/v4';

import type { Catalogue } from '../../../../receiver/service';

const conversation = z.looseObject({
	id: z.number(),
	subject: z.string().nullish(),
	status: z.string().nullish(),
	primaryCustomer: z.looseObject({ first: z.string().nullish() }).nullish(),
	createdAt: z.string().nullish(),
});

/** The events of Heron, by the header that names them. */
export const heronEvents = {
	'convo.assigned': {
		name: 'Conversation Assigned',
		description: 'When a conversation is assigned',
		data: conversation,
		identity: { by: 'fingerprint', evidence: 'doc' },
	},
	'convo.created': {
		name: 'Conversation Created',
		description: 'When a conversation begins',
		data: conversation,
		identity: { by: ['data.id'], evidence: 'doc' },
		occurredAt: ['data.createdAt'],
	},
} as const satisfies Catalogue;
