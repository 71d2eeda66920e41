import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { runQuietly } from '../../scripts/lib/processes';
import { unpack } from '../../scripts/lib/unpack';

interface Manifest {
	name: string;
	version: string;
}

/** A registry of npm packages on the loopback address, with what is published to it alone. */
export class Registry {
	private readonly folder = mkdtempSync(path.join(tmpdir(), 'service-desk-registry-'));
	private readonly versions = new Map<string, { manifest: Manifest; tarball: Buffer }>();
	private latest = '';

	private constructor(private readonly server: Server) {
		server.on('request', ({ url = '' }, response) => {
			const found = this.find(decodeURIComponent(url.split('?')[0]));
			const isTarball = Buffer.isBuffer(found);
			response.writeHead(found === undefined ? 404 : 200, {
				'content-type': isTarball ? 'application/octet-stream' : 'application/json',
			});
			response.end(isTarball ? found : JSON.stringify(found ?? { error: 'Not found' }));
		});
	}

	static async start(): Promise<Registry> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new Registry(server);
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
		rmSync(this.folder, { recursive: true, force: true });
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** Publishes a package under a version of the test's choice; it is the latest from now on. */
	async publish(tarball: string, version: string): Promise<void> {
		const work = path.join(this.folder, version);
		const content = path.join(work, 'package');
		await unpack(tarball, content);
		const file = path.join(content, 'package.json');
		const manifest = { ...JSON.parse(readFileSync(file, 'utf8')), version };
		writeFileSync(file, JSON.stringify(manifest, null, 2));
		const packed = path.join(work, 'package.tgz');
		const { code, output } = await runQuietly('tar', ['-czf', packed, '-C', work, 'package']);
		if (code !== 0) throw new Error(output);
		this.versions.set(version, { manifest, tarball: readFileSync(packed) });
		this.latest = version;
	}

	/**
	 * n8n asks no other registry than npm's unless it has a licence for that: these variables have
	 * it find an npm that asks this one, and nothing of the world outside.
	 *
	 * @param nodeFolder Where the Node that runs n8n lies.
	 */
	environment(nodeFolder: string): Record<string, string> {
		const bin = path.join(this.folder, 'bin');
		const npm = path.join(bin, 'npm');
		const searched = [nodeFolder, process.env.PATH].join(path.delimiter);
		mkdirSync(bin, { recursive: true });
		writeFileSync(npm, asksAnother(this.url, searched));
		chmodSync(npm, 0o755);
		return {
			PATH: [bin, searched].join(path.delimiter),
			// Nobody answers there but with a refusal.
			HTTPS_PROXY: this.url,
			NO_PROXY: '127.0.0.1',
		};
	}

	private find(pathname: string): object | Buffer | undefined {
		for (const { manifest, tarball } of this.versions.values()) {
			const { name, version } = manifest;
			if (pathname === `/${name}/-/${version}.tgz`) return tarball;
			if (pathname === `/${name}`) return this.describe(name);
		}
		return undefined;
	}

	/** What npm calls a packument. */
	private describe(name: string): object {
		const versions = [...this.versions].map(([version, { manifest, tarball }]) => {
			const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
			const dist = { tarball: `${this.url}/${name}/-/${version}.tgz`, integrity };
			return [version, { ...manifest, dist }];
		});
		return { name, 'dist-tags': { latest: this.latest }, versions: Object.fromEntries(versions) };
	}
}

/** A command in npm's place: passes on all but the registry it is told to ask. */
const asksAnother = (registry: string, searched: string) => `#!/bin/sh
for argument do
	shift
	case "$argument" in
		--registry=*) ;;
		*) set -- "$@" "$argument" ;;
	esac
done
PATH='${searched}'
export PATH npm_config_registry='${registry}' npm_config_update_notifier=false
exec npm "$@"
`;
