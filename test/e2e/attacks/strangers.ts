import { forged, serviceIds, type Attack } from './attack';
import { bomb, hostileBodies } from './hostileBodies';

const anonymous: Attack[] = serviceIds.flatMap((on) =>
	hostileBodies.map(({ what, body, headers, byN8n }) => ({
		title: byN8n ? `${what}: n8n itself answers` : what,
		on,
		sent: forged(on, body, headers),
		status: byN8n ?? 401,
	})),
);

const OCTETS = { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' };

export const strangers: Attack[] = [
	...anonymous,
	...serviceIds.map((on) => ({
		title: '300 MB compressed to 300 KB that n8n leaves to the trigger to read',
		on,
		sent: forged(on, bomb, OCTETS),
		// Only a signature needs the body to be read.
		status: on === 'glassix' ? 413 : 401,
	})),
];
