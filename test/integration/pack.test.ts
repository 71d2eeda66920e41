import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { npm } from '../../scripts/lib/npm';
import { projectFolder } from '../../scripts/lib/paths';
import { unpack } from '../../scripts/lib/unpack';

/** What git ignores or keeps for itself, at any depth. */
const NOT_CLONED = /^(\.cache|\.git|coverage|dist|node_modules|.+\.(tgz|tsbuildinfo))$/;

/** What `npm ci` fails on where install scripts run: the one below Node 24, the other always. */
const NOT_INSTALLABLE = ['isolated-vm', 'eslint-plugin-n8n-nodes-base'];

/** One link each, so that nothing done to the clone's node_modules reaches the linked ones. */
function linkDependencies(clone: string): void {
	const from = path.join(projectFolder, 'node_modules');
	const to = path.join(clone, 'node_modules');
	mkdirSync(to);
	for (const entry of readdirSync(from, { withFileTypes: true })) {
		const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
		if (entry.isFile()) cpSync(source, target);
		else symlinkSync(source, target, 'junction');
	}
}

/** A user who switched off scripts for all projects gets no build: that is not this project's. */
function withoutUserSettings(folder: string): NodeJS.ProcessEnv {
	return {
		npm_config_userconfig: path.join(folder, 'no-user-settings'),
		npm_config_globalconfig: path.join(folder, 'no-global-settings'),
	};
}

describe('Plain npm pack in a clean clone', () => {
	let folder: string;
	/** The unpacked tarball. */
	let published: string;

	beforeAll(async () => {
		folder = mkdtempSync(path.join(tmpdir(), 'pack-'));
		const clone = path.join(folder, 'clone');
		cpSync(projectFolder, clone, {
			recursive: true,
			filter: (source) => !NOT_CLONED.test(path.basename(source)),
		});
		linkDependencies(clone);

		const { code, output } = await npm(['pack'], { cwd: clone, env: withoutUserSettings(folder) });
		if (code !== 0) throw new Error(`npm pack failed:\n${output}`);
		const [tarball] = readdirSync(clone).filter((file) => file.endsWith('.tgz'));
		published = path.join(folder, 'published');
		await unpack(path.join(clone, tarball), published);
	}, 180_000);

	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it('ships every node and credential, the code and the types', () => {
		const { main, types, n8n } = JSON.parse(
			readFileSync(path.join(published, 'package.json'), 'utf8'),
		) as { main: string; types: string; n8n: { nodes: string[]; credentials: string[] } };

		expect(n8n.nodes).not.toEqual([]);
		expect(n8n.credentials).not.toEqual([]);
		const missing = [main, types, ...n8n.nodes, ...n8n.credentials].filter(
			(file) => !existsSync(path.join(published, file)),
		);
		expect(missing).toEqual([]);
	});
});

test('plain npm ci installs no package that is known to make it fail', () => {
	const lock = JSON.parse(readFileSync(path.join(projectFolder, 'package-lock.json'), 'utf8')) as {
		packages: Record<string, { hasInstallScript?: boolean }>;
	};

	const failing = Object.entries(lock.packages)
		.filter(([location, { hasInstallScript }]) =>
			NOT_INSTALLABLE.some((name) => hasInstallScript && location.endsWith(`node_modules/${name}`)),
		)
		.map(([location]) => location);
	expect(failing).toEqual([]);
});
