import ipaddr from 'ipaddr.js';

import { lastOf } from './lib/lastOf';
import { Refusal } from './refusal';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

/** The prefix length of the IPv6 range that holds every IPv4 address. */
const IPV4_MAPPED_PREFIX = 96;

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Reads an address; an IPv4 address in IPv6 clothes (`::ffff:192.0.2.1`) is the IPv4 address. */
function parseAddress(text: string): Address | undefined {
	const decimal = MAPPED.exec(text)?.[1] ?? text;
	// The library also takes 127.1, 0x7f000001 or ::192.0.2.1 for an address; nobody means those in a list.
	if (ipaddr.IPv4.isValidFourPartDecimal(decimal)) return ipaddr.IPv4.parse(decimal);
	return decimal.includes('.') || !ipaddr.IPv6.isValid(text) ? undefined : ipaddr.process(text);
}

/** What some proxies write behind an address: a port. Only brackets tell the port of an IPv6 address from the address. */
const WITH_PORT = /^(?:([\d.]+)|\[([^[\]]+)\])(?::(\d{1,5}))?$/;

const HIGHEST_PORT = 65_535;

/** The client's address as n8n has it from the proxy, with or without a port. */
function clientOf(text: string): Address | undefined {
	const trimmed = text.trim();
	const [, ipv4, ipv6, port] = WITH_PORT.exec(trimmed) ?? [];
	const isPort = port === undefined || (Number(port) > 0 && Number(port) <= HIGHEST_PORT);
	const isBracketed = ipv6 === undefined || ipv6.includes(':');
	return isPort && isBracketed ? parseAddress(ipv4 ?? ipv6 ?? trimmed) : undefined;
}

function parseRange(entry: string): Range | undefined {
	const [addressText = '', prefixText, ...rest] = entry.split('/');
	const address = parseAddress(addressText);
	if (!address || rest.length > 0) return undefined;
	const bits = address.kind() === 'ipv4' ? 32 : 128;
	if (prefixText === undefined) return [address, bits];
	if (!/^\d{1,3}$/.test(prefixText)) return undefined;
	const mapped = address.kind() === 'ipv4' && addressText.includes(':');
	const prefix = Number(prefixText) - (mapped ? IPV4_MAPPED_PREFIX : 0);
	return prefix >= 0 && prefix <= bits ? [address, prefix] : undefined;
}

/** The list's entries as the user wrote them: separated by commas, spaces, or new lines. */
const entriesOf = (list: string) => list.split(/[\s,;]+/).filter((entry) => entry !== '');

/** The ranges of a list, and the entries that are no address and no range, as the user wrote them. */
const readList = lastOf((list) => {
	const entries = entriesOf(list).map((entry) => ({ entry, range: parseRange(entry) }));
	return {
		ranges: entries.flatMap(({ range }) => (range ? [range] : [])),
		unreadable: entries.flatMap(({ entry, range }) => (range ? [] : [entry])),
	};
});

/** The entries that are no address and no range, as the user wrote them. */
export const unreadableEntries = (list: string): string[] => readList(list).unreadable;

/**
 * Accepts only the addresses of the option "IP(s) Allowlist"; an empty list accepts all.
 * @throws Refusal 403, also where an entry cannot be read: a list with a slip in it must not accept more.
 */
export function allowAddress(clientAddress: string, list: string): void {
	const { ranges, unreadable } = readList(list);
	if (ranges.length + unreadable.length === 0) return;
	if (unreadable.length > 0) {
		throw new Refusal(
			'unreadableAllowlist',
			"The IP(s) Allowlist has an entry that can't be read.",
			'Write addresses (192.0.2.1, 2001:db8::1) or ranges (192.0.2.0/24), separated by commas.',
		);
	}
	const client = clientOf(clientAddress);
	const allowed = ranges.some(
		([address, prefix]) => client?.kind() === address.kind() && client.match(address, prefix),
	);
	if (!allowed) {
		throw new Refusal(
			'addressNotAllowed',
			"The sender's address is not on the IP(s) Allowlist.",
			client
				? 'If it is the service, add its address to the list. Behind a proxy, set N8N_PROXY_HOPS.'
				: 'What n8n sees is not an address. Check what the proxy writes into X-Forwarded-For.',
			client && `It came from ${client.toString()}.`,
		);
	}
}
