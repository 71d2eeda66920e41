import { allowAddress, unreadableEntries } from '../../../receiver/ipAllowlist';

const isAllowed = (address: string, list: string) => {
	try {
		allowAddress(address, list);
		return true;
	} catch {
		return false;
	}
};

describe('The IP allow list', () => {
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
	])('lets %s in: %j', (address, list) => {
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
		['192.0.2.1:443', '192.0.2.1'],
		['127.1', '127.0.0.1'],
		['::192.0.2.1', '192.0.2.1'],
		['::ffff:0x7f.0.0.1', '127.0.0.1'],
		['192.0.2.1', '::ffff:192.0.2.01'],
		['192.0.2.01', '192.0.2.1'],
	])('keeps %j out: %s', (address, list) => {
		expect(isAllowed(address, list)).toBe(false);
	});

	it('compares addresses, not the network cards that their zones name', () => {
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
	])('with the slip %j in it lets nobody in', (entry) => {
		expect(isAllowed('192.0.2.1', `192.0.2.1, 0.0.0.0/0, ${entry}`)).toBe(false);
	});

	it('names the entries that cannot be read, as they were written', () => {
		expect(unreadableEntries('192.0.2.1, 127.1; 2001:db8::/32\n192.0.2.0/33 example.com')).toEqual([
			'127.1',
			'192.0.2.0/33',
			'example.com',
		]);
	});

	it('says which address to add, as the list wants it', () => {
		expect(() => allowAddress('::ffff:198.51.100.7', '192.0.2.1')).toThrow(
			expect.objectContaining({
				status: 403,
				fix: 'Add 198.51.100.7 to the list if that is the service; behind a proxy set N8N_PROXY_HOPS.',
			}),
		);
		expect(() => allowAddress('nonsense', '192.0.2.1')).toThrow(
			expect.objectContaining({ fix: expect.stringContaining('Add its address to the list') }),
		);
	});
});
