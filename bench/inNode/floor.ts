import { createHmac, timingSafeEqual } from 'node:crypto';

import { SECRET, type SignedBody } from './direct';

/** What a signed delivery cannot do without: its HMAC, compared in constant time. */
export function checkHmac({ bytes, signature }: SignedBody): boolean {
	const expected = `sha1=${createHmac('sha1', SECRET).update(bytes).digest('hex')}`;
	return timingSafeEqual(Buffer.from(signature), Buffer.from(expected));
}

/** … and to be read. */
export const read = ({ bytes }: SignedBody): unknown => JSON.parse(bytes.toString());
