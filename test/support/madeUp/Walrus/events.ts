import { z } from 'zod/v4';

import type { Catalogue } from '../../../../receiver/service';

const ticket = z.looseObject({
	id: z.number(),
	title: z.string().nullish(),
	state: z.string().nullish(),
	customer: z.looseObject({ fullname: z.string().nullish() }).nullish(),
	updated_at: z.string(),
});

/** The events of Walrus, which names none: what is in the body tells them apart. */
export const walrusEvents = {
	'article.added': {
		name: 'Article Added',
		description: 'When an article is added to a ticket',
		data: z.looseObject({ ticket, article: z.looseObject({ id: z.number() }) }),
		identity: { by: 'delivery', evidence: 'doc' },
	},
	'ticket.changed': {
		name: 'Ticket Changed',
		description: 'When a ticket changes',
		data: z.looseObject({ ticket }),
		identity: { by: 'delivery', evidence: 'doc' },
	},
} as const satisfies Catalogue;
