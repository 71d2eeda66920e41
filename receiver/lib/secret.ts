import { hash, timingSafeEqual } from 'crypto';

const digest = (value: string) => hash('sha256', value, 'buffer');

/**
 * Compares what was sent with a secret, in a time that depends on neither's content nor length.
 * An empty secret equals nothing.
 */
export function sameSecret(sent: string, secret: string): boolean {
	return timingSafeEqual(digest(sent), digest(secret)) && secret !== '';
}
