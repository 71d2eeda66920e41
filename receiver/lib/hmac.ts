import { createHmac } from 'crypto';

import { unrepeated } from './header';
import { sameSecret } from './secret';

/** How an HMAC is written in a header. */
interface Hmac {
	algorithm: 'sha1' | 'sha256';
	encoding: 'hex' | 'base64';
	/** What stands before it. */
	prefix?: string;
}

/** The HMAC of a text or of bytes, as it stands in a header. */
export const hmac = (
	{ algorithm, encoding, prefix = '' }: Hmac,
	secret: string,
	signed: Buffer | string,
) => `${prefix}${createHmac(algorithm, secret).update(signed).digest(encoding)}`;

/** Whether what was sent is the HMAC made with one of the secrets. Hexadecimal digits may be in capital letters. */
export function isHmac(
	form: Hmac,
	secrets: readonly string[],
	signed: Buffer | string,
	sent: unknown,
): boolean {
	const text = typeof sent === 'string' ? unrepeated(sent) : '';
	const signature = form.encoding === 'hex' ? text.toLowerCase() : text;
	return secrets.map((secret) => sameSecret(signature, hmac(form, secret, signed))).includes(true);
}
