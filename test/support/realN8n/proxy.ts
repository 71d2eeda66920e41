import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { guard } from '../../../scripts/lib/guard';
import { freePorts, LOOPBACK } from '../../../scripts/lib/ports';
import { findCaddy } from '../../../scripts/test/caddy';

const CADDYFILE = path.join(__dirname, '..', '..', '..', 'examples', 'proxy', 'Caddyfile');

/** The proxy of the examples, in front of an n8n. */
export interface RunningProxy {
	url: string;
	stop(): Promise<void>;
}

/**
 * Starts Caddy with the example's file, without TLS, as it stands.
 * @param upstream `127.0.0.1:5678`.
 * @param folder holds what Caddy writes.
 */
export async function startProxy(upstream: string, folder: string): Promise<RunningProxy> {
	const [port, adminPort] = await freePorts(2);
	const url = `http://${LOOPBACK}:${port}`;
	const child = spawn(findCaddy()!, ['run', '--adapter', 'caddyfile', '--config', CADDYFILE], {
		cwd: folder,
		env: {
			...process.env,
			HOME: folder,
			XDG_DATA_HOME: folder,
			XDG_CONFIG_HOME: folder,
			CADDY_ADMIN: `${LOOPBACK}:${adminPort}`,
			N8N_DOMAIN: url,
			N8N_ADDRESS: upstream,
		},
		stdio: 'ignore',
		detached: true,
	});
	const dismissGuard = guard(child.pid!, []);
	const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	for (let tries = 0; ; tries++) {
		const isUp = await fetch(url, { signal: AbortSignal.timeout(6000) }).then(
			() => true,
			() => false,
		);
		if (isUp) break;
		if (tries > 100) throw new Error('Caddy does not listen');
		await pause(100);
	}
	return {
		url,
		async stop() {
			child.kill('SIGTERM');
			await exited;
			dismissGuard();
		},
	};
}
