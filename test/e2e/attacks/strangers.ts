import { byTestedN8n } from '../../support/realN8n/byTestedN8n';
import { forged, serviceIds, type Attack } from './attack';
import { bomb, hostileBodies } from './hostileBodies';

/** What n8n answers itself is the same for all of them. */
const toldBy = (byN8n: unknown) => (byN8n ? serviceIds.slice(0, 1) : serviceIds);

const anonymous: Attack[] = hostileBodies.flatMap(({ what, body, headers, byN8n }) =>
	toldBy(byN8n).map((on) => ({
		title: byN8n ? `${what}, which n8n itself answers` : what,
		on,
		sent: forged(on, body, headers),
		status: byTestedN8n(what) ?? byN8n ?? 401,
	})),
);

const OCTETS = { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' };

export const strangers: Attack[] = [
	...anonymous,
	...serviceIds.map((on) => ({
		title: '300 MB compressed to 300 KB, which n8n leaves to the trigger',
		on,
		sent: forged(on, bomb, OCTETS),
		// Only a signature needs the body to be read.
		status: on === 'glassix' ? 413 : 401,
	})),
];
