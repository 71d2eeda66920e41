import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { guard } from '../../../scripts/lib/guard';
import { installLocked, npmOrHalt } from '../../../scripts/lib/npm';
import { cloneCacheFolder, projectFolder } from '../../../scripts/lib/paths';
import { freePorts, LOOPBACK } from '../../../scripts/lib/ports';
import { unpack } from '../../../scripts/lib/unpack';
import type { Runtime } from '../../../scripts/n8n/runtime';

const PACKAGE = 'n8n-nodes-service-desk-triggers';
const BLUEPRINT = path.join(projectFolder, 'scripts', 'n8n', 'registry');

/** Of this project, on the loopback address, for as long as a test runs: whoever asks may read and publish. */
const CONFIGURATION = `
storage: ./storage
packages:
  '**': { access: $all, publish: $anonymous, unpublish: $anonymous }
web: { enable: false }
log: { type: stdout, level: warn }
max_body_size: 10mb
`;

/** @returns The folder that holds verdaccio, installed if it is not there yet. */
async function ensureVerdaccio(): Promise<string> {
	const lock = readFileSync(path.join(BLUEPRINT, 'package-lock.json'));
	const hash = createHash('sha256').update(lock).digest('hex').slice(0, 12);
	const folder = path.join(cloneCacheFolder, `registry-${hash}`);
	if (existsSync(folder)) return folder;
	const partial = `${folder}-${process.pid}`;
	cpSync(BLUEPRINT, partial, { recursive: true });
	const cwd = partial;
	await installLocked('install the registry of the tests', ['--engine-strict=false'], { cwd });
	try {
		renameSync(partial, folder);
	} catch (reason) {
		// Other tests were faster: their installation is as good as this one.
		if (!existsSync(folder)) throw reason;
		rmSync(partial, { recursive: true, force: true });
	}
	return folder;
}

/** A registry of npm packages on the loopback address, with what is published to it alone. */
export class Registry {
	private constructor(
		private readonly folder: string,
		readonly url: string,
		private readonly server: ChildProcess,
		private readonly dismissGuard: () => void,
	) {}

	/** @param runtime Its Node.js runs the registry. */
	static async start({ node }: Runtime): Promise<Registry> {
		const verdaccio = await ensureVerdaccio();
		const folder = mkdtempSync(path.join(tmpdir(), 'service-desk-registry-'));
		const [port] = await freePorts(1);
		const url = `http://${LOOPBACK}:${port}`;
		const configuration = path.join(folder, 'config.yaml');
		writeFileSync(configuration, CONFIGURATION);
		const command = path.join(verdaccio, 'node_modules', 'verdaccio', 'bin', 'verdaccio');
		const server = spawn(node, [command, '--config', configuration, '--listen', url], {
			cwd: folder,
			env: { PATH: process.env.PATH, HOME: folder },
			stdio: 'ignore',
			detached: true,
		});
		const registry = new Registry(folder, url, server, guard(server.pid!, [folder]));
		for (let tries = 0; !(await registry.isUp()); tries++) {
			if (tries > 300) throw new Error('The registry does not answer');
			await pause(100);
		}
		return registry;
	}

	async stop(): Promise<void> {
		const exited = new Promise((resolve) => this.server.once('exit', resolve));
		this.server.kill('SIGTERM');
		await exited;
		this.dismissGuard();
		rmSync(this.folder, { recursive: true, force: true });
	}

	/** Publishes a tarball as it is. @returns the version, and the bytes that the registry has of it. */
	async publishAsIs(tarball: string): Promise<{ version: string; bytes: Buffer }> {
		await this.npm('publish', tarball);
		const described = await fetch(`${this.url}/${PACKAGE}/latest`);
		const { version, dist } = (await described.json()) as {
			version: string;
			dist: { tarball: string };
		};
		const bytes = Buffer.from(await (await fetch(dist.tarball)).arrayBuffer());
		return { version, bytes };
	}

	/** Publishes a package under a version of the test's choice; it is the latest from now on. */
	async publish(tarball: string, version: string): Promise<void> {
		const content = path.join(this.folder, version);
		await unpack(tarball, content);
		const file = path.join(content, 'package.json');
		const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
		writeFileSync(file, JSON.stringify({ ...manifest, version }, null, 2));
		// Built already: nothing is to be run.
		await this.npm('publish', content, '--ignore-scripts');
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
			NO_PROXY: LOOPBACK,
		};
	}

	private async isUp(): Promise<boolean> {
		return await fetch(`${this.url}/-/ping`).then(
			({ ok }) => ok,
			() => false,
		);
	}

	private async npm(...args: string[]): Promise<string> {
		// npm publishes for nobody who names no token, however little the registry asks for one.
		const settings = path.join(this.folder, 'npmrc');
		writeFileSync(settings, `registry=${this.url}\n${this.url.slice(5)}/:_authToken=none\n`);
		return await npmOrHalt(`${args[0]} to the registry of the test`, args, {
			cwd: this.folder,
			env: { npm_config_userconfig: settings, npm_config_registry: this.url },
		});
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
