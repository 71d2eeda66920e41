import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Puts the address library into the package: a verified community node may have no dependencies,
 * and this library is one file of plain JavaScript that passes n8n's scan.
 */
export async function bundleIpaddr(): Promise<void> {
	const library = path.dirname(require.resolve('ipaddr.js/package.json'));
	const vendor = path.join('dist', 'vendor', 'ipaddr');
	mkdirSync(vendor, { recursive: true });
	cpSync(path.join(library, 'lib', 'ipaddr.js'), path.join(vendor, 'ipaddr.js'));
	cpSync(path.join(library, 'LICENSE'), path.join(vendor, 'LICENSE'));

	const user = path.join('dist', 'receiver', 'ipAllowlist.js');
	const code = readFileSync(user, 'utf8');
	const bundled = code.replace('require("ipaddr.js")', 'require("../vendor/ipaddr/ipaddr.js")');
	if (bundled === code) throw new Error(`${user} does not import ipaddr.js`);
	writeFileSync(user, bundled);
}
