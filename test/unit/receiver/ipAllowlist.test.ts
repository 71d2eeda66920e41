import { allowAddress, unreadableEntries } from '../../../receiver/ipAllowlist';

const isAllowed = (address: string, list: string) => {
	try {
		allowAddress(address, list);
		return true;
	} catch {
		return false;
	}
};

describe('The IP allowlist', () => {
	it.each([
		['192.0.2.1', '192.0.2.1'],
		['192.0.2.1', '198.51.100.1, 192.0.2.1'],
		['192.0.2.1', '198.51.100.1 192.0.2.1'],
		['192.0.2.1', '198.51.100.1;192.0.2.1'],
		['192.0.2.1', '\n198.51.100.1\n192.0.2.1\n'],
		['192.0.2.255', '192.0.2.0/24'],
		['192.0.2.1', '192.0.2.1/32'],
		['192.0.2.77', '192.0.2.1/24'],
		['203.0.113.9', '0.0.0.0/0'],
		['2001:db8::1', '2001:db8::1'],
		['2001:0DB8:0:0::1', '2001:db8::1'],
		['2001:db8:ffff::1', '2001:db8::/32'],
		['2001:db8::1', '2001:db8::1/128'],
		['2001:db8::1', '::/0'],
		['::1', '::1'],
		['::ffff:192.0.2.1', '192.0.2.1'],
		['::ffff:c000:0201', '192.0.2.0/24'],
		['192.0.2.1', '::ffff:192.0.2.1'],
		['192.0.2.1', '::ffff:192.0.2.0/120'],
		['192.0.2.200', '::ffff:c000:0200/120'],
		['203.0.113.9', '::ffff:0:0/96'],
		['203.0.113.9', ''],
		['203.0.113.9', ' , '],
		['', ''],
	])('allows the address %s with the list %j', (address, list) => {
		expect(isAllowed(address, list)).toBe(true);
	});

	it.each([
		['192.0.2.2', '192.0.2.1'],
		['192.0.3.0', '192.0.2.0/24'],
		['192.0.2.2', '192.0.2.1/32'],
		['192.0.2.2', '::ffff:192.0.2.1'],
		['192.0.3.1', '::ffff:192.0.2.0/120'],
		['2001:db9::1', '2001:db8::/32'],
		['2001:db8::2', '2001:db8::1/128'],
		['192.0.2.1', '::/0'],
		['2001:db8::1', '0.0.0.0/0'],
		['', '0.0.0.0/0'],
		['unknown', '0.0.0.0/0'],
		['192.0.2.1, 198.51.100.1', '192.0.2.1'],
		['127.1', '127.0.0.1'],
		['::192.0.2.1', '192.0.2.1'],
		['::ffff:0x7f.0.0.1', '127.0.0.1'],
		['192.0.2.1', '::ffff:192.0.2.01'],
		['192.0.2.01', '192.0.2.1'],
	])('refuses the address %j with the list %s', (address, list) => {
		expect(isAllowed(address, list)).toBe(false);
	});

	const LIST = '203.0.113.7, 2001:db8::7, fe80::1';

	it.each<[address: string, isIn: boolean, what: string]>([
		['203.0.113.7', true, 'a plain address'],
		['203.0.113.7:17085', true, 'with a port'],
		['203.0.113.7:65535', true, 'with the highest port'],
		['[2001:db8::7]:443', true, 'with a port'],
		['[2001:db8::7]', true, 'in brackets'],
		['[2001:0DB8:0::7]:443', true, 'written differently, with a port'],
		['[::ffff:203.0.113.7]:443', true, 'IPv4 in IPv6, with a port'],
		['::ffff:203.0.113.7', true, 'IPv4 in IPv6'],
		['fe80::1%eth0', true, 'with a zone'],
		['[fe80::1%eth0]:443', true, 'with a zone and a port'],
		['203.0.113.7 ', true, 'with a trailing space'],
		['203.0.113.7:17085 ', true, 'with a port and a trailing space'],
		['198.51.100.9:203', false, 'another address with a port'],
		['[2001:db8::8]:443', false, 'another address with a port'],
		['203.0.113.70:443', false, 'another address with the same beginning'],
		['203.0.113.7:80:443', false, 'two ports'],
		['203.0.113.7:80,443', false, 'a list of ports'],
		['203.0.113.7:80-443', false, 'a range of ports'],
		['203.0.113.7:', false, 'an empty port'],
		['203.0.113.7:0', false, 'not a valid port'],
		['203.0.113.7:65536', false, 'not a valid port'],
		['203.0.113.7:http', false, 'the name of a port'],
		['203.0.113.7 :80', false, 'a space before the port'],
		['203.0.113.7, 198.51.100.9', false, 'two addresses'],
		['203.0.113.7.example.com:80', false, 'the name of a host'],
		['203.0.113.07:80', false, 'a number with a leading zero'],
		['3405803783:80', false, 'one number'],
		['[203.0.113.7]:80', false, 'IPv4 in brackets'],
		['[2001:db8::7]443', false, 'no colon before the port'],
		['[2001:db8::7', false, 'a missing bracket'],
		['[[2001:db8::7]]:443', false, 'two brackets'],
		['2001:db8::7:443', false, 'a port without brackets: another address'],
		['::ffff:203.0.113.7:443', false, 'a port without brackets'],
		['::203.0.113.7', false, 'IPv4 in the old IPv6 form'],
		['fe80::2%eth0', false, 'another address with a zone'],
	])('decides on the address %j: allowed is %s (%s)', (address, isIn) => {
		expect(isAllowed(address, LIST)).toBe(isIn);
	});

	it.each(['203.0.113.7:443', '[2001:db8::7]:443', '[2001:db8::7]'])(
		'refuses every address when an entry has a port or brackets: %j',
		(entry) => {
			expect(isAllowed('203.0.113.7', `203.0.113.7, ${entry}`)).toBe(false);
		},
	);

	it('compares addresses and ignores their zones', () => {
		expect(isAllowed('fe80::1%eth0', 'fe80::1%eth0')).toBe(true);
		expect(isAllowed('fe80::1%eth0', 'fe80::1')).toBe(true);
		expect(isAllowed('fe80::1', 'fe80::1%eth0')).toBe(true);
		expect(isAllowed('fe80::1%eth0', 'fe80::/10')).toBe(true);
		expect(isAllowed('fe80::2%eth0', 'fe80::1')).toBe(false);
	});

	it.each([
		'192.0.2',
		'192.0.2.256',
		'192.0.2.1.1',
		'192.0.2.0/33',
		'192.0.2.0/-1',
		'192.0.2.0/',
		'192.0.2.0/2 4',
		'192.0.2.0/24/24',
		'192.0.2.0/0x18',
		'192.0.2.0/255.255.255.0',
		'127.1',
		'0x7f000001',
		'2130706433',
		'0300.0.2.1',
		'192.0.2.01',
		'2001:db8::1::2',
		'2001:db8::/129',
		'2001:db8::g',
		'::ffff:192.0.2.0/95',
		'::ffff:192.0.2.0/129',
		':',
		'*',
		'example.com',
		'192.0.2.*',
		'192.0.2.1-192.0.2.9',
	])('refuses every address when an entry is invalid: %j', (entry) => {
		expect(isAllowed('192.0.2.1', `192.0.2.1, 0.0.0.0/0, ${entry}`)).toBe(false);
	});

	it('names the unreadable entries as the user wrote them', () => {
		expect(unreadableEntries('192.0.2.1, 127.1; 2001:db8::/32\n192.0.2.0/33 example.com')).toEqual([
			'127.1',
			'192.0.2.0/33',
			'example.com',
		]);
	});

	it('says which address to add, in the form that the list takes', () => {
		expect(() => allowAddress('::ffff:198.51.100.7', '192.0.2.1')).toThrow(
			expect.objectContaining({
				status: 403,
				fix: 'If it is the service, add its address to the list. Behind a proxy, set N8N_PROXY_HOPS.',
				detail: 'It came from 198.51.100.7.',
			}),
		);
		expect(() => allowAddress('198.51.100.7:17085', '192.0.2.1')).toThrow(
			expect.objectContaining({ detail: 'It came from 198.51.100.7.' }),
		);
	});

	it('says what to check when n8n sees no valid address', () => {
		expect(() => allowAddress('192.0.2.1:80:443', '192.0.2.1')).toThrow(
			expect.objectContaining({
				fix: 'What n8n sees is not an address. Check what the proxy writes into X-Forwarded-For.',
			}),
		);
	});
});
