import { createHash, timingSafeEqual } from 'crypto';

const digest = (value: string) => createHash('sha256').update(value, 'utf8').digest();

/**
 * Compares what was sent with a secret, in a time that depends on neither's content nor length.
 * An empty secret equals nothing.
 */
export function sameSecret(sent: string, secret: string): boolean {
	return timingSafeEqual(digest(sent), digest(secret)) && secret !== '';
}
