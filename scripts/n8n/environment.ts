import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { LOOPBACK } from '../lib/ports';
import type { Runtime } from './runtime';
import { knownVersion } from './versions';

/** What every process needs from the machine; nothing else of the user's environment passes. */
const INHERITED = [
	'ComSpec',
	'LANG',
	'LC_ALL',
	'NUMBER_OF_PROCESSORS',
	'PATHEXT',
	'SystemDrive',
	'SystemRoot',
	'TZ',
	'windir',
];

/** Parts of n8n that call its makers' servers and that no trigger needs, of all versions. */
const UNWANTED_MODULES = [
	'agents',
	'chat-hub',
	'insights',
	'instance-ai',
	'instance-version-history',
	'mcp',
	'mcp-registry',
	'workflow-builder',
];

export type Command = 'start' | 'webhook' | 'worker';

/**
 * @returns An environment in which n8n listens on the loopback address
 * alone, calls nobody and writes nowhere else.
 */
export function n8nEnvironment({
	runtime,
	folder,
	port,
	brokerPort,
	command,
}: {
	runtime: Runtime;
	/** Holds all that n8n writes, its home folder included. */
	folder: string;
	port: number;
	/** For n8n's task runner. */
	brokerPort: number;
	command: Command;
}): Record<string, string> {
	const home = subfolder(folder, 'home');
	const temporary = subfolder(folder, 'tmp');
	return {
		...inherited(),
		PATH: [path.dirname(runtime.node), process.env.PATH].join(path.delimiter),
		HOME: home,
		USERPROFILE: home,
		TMPDIR: temporary,
		TEMP: temporary,
		TMP: temporary,
		NODE_ENV: 'production',

		N8N_USER_FOLDER: folder,
		N8N_ENCRYPTION_KEY: encryptionKey(folder),
		DB_TYPE: 'sqlite',

		N8N_LISTEN_ADDRESS: LOOPBACK,
		N8N_HOST: LOOPBACK,
		N8N_PORT: String(port),
		N8N_PROTOCOL: 'http',
		N8N_WEBHOOK_URL: `http://${LOOPBACK}:${port}/`,
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: LOOPBACK,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		...(command === 'worker' && {
			N8N_WORKER_SERVER_ADDRESS: LOOPBACK,
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
		}),

		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_DISABLED_MODULES: disabledModules(runtime).join(','),
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		...knownVersion(runtime.version)?.env,
	};
}

/** @returns Those that this version has: n8n does not start where it is to leave out one it does not know. */
function disabledModules({ n8n }: Runtime): string[] {
	const folder = path.join(path.dirname(n8n), '..', 'dist', 'modules');
	return UNWANTED_MODULES.filter((name) =>
		[name, `${name}.ee`].some((variant) => existsSync(path.join(folder, variant))),
	);
}

function inherited(): Record<string, string> {
	const found: Record<string, string> = {};
	for (const name of INHERITED) {
		const value = process.env[name];
		if (value !== undefined) found[name] = value;
	}
	return found;
}

/** The key n8n encrypts this folder's credentials with; the same at every start. */
export function encryptionKey(folder: string): string {
	const file = path.join(folder, 'encryption-key');
	if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
	return readFileSync(file, 'utf8');
}

/** The subfolder, made when missing. */
function subfolder(folder: string, name: string): string {
	const result = path.join(folder, name);
	mkdirSync(result, { recursive: true });
	return result;
}
