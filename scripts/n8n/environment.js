'use strict';

const { randomBytes } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const { LOOPBACK } = require('../lib/ports');

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

/** Parts of n8n that call its makers' servers and that no trigger needs. */
const DISABLED_MODULES = [
	'agents',
	'chat-hub',
	'insights',
	'instance-ai',
	'instance-version-history',
	'mcp',
	'mcp-registry',
	'workflow-builder',
];

/** @typedef {'start' | 'webhook' | 'worker'} Command */

/**
 * @param {object} options
 * @param {string} options.node The Node that runs n8n.
 * @param {string} options.folder Holds all that n8n writes, its home folder included.
 * @param {number} options.port
 * @param {number} options.brokerPort For n8n's task runner.
 * @param {Command} options.command
 * @returns {Record<string, string>} An environment in which n8n listens on the loopback address
 * alone, calls nobody and writes nowhere else.
 */
function n8nEnvironment({ node, folder, port, brokerPort, command }) {
	const home = subfolder(folder, 'home');
	const temporary = subfolder(folder, 'tmp');
	return {
		...inherited(),
		PATH: [path.dirname(node), process.env.PATH].join(path.delimiter),
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
		N8N_DISABLED_MODULES: DISABLED_MODULES.join(','),
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	};
}

/**
 * @returns {Record<string, string>}
 */
function inherited() {
	/** @type {Record<string, string>} */
	const found = {};
	for (const name of INHERITED) {
		const value = process.env[name];
		if (value !== undefined) found[name] = value;
	}
	return found;
}

/**
 * @param {string} folder
 * @returns {string} The key n8n encrypts this folder's credentials with; the same at every start.
 */
function encryptionKey(folder) {
	const file = path.join(folder, 'encryption-key');
	if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
	return readFileSync(file, 'utf8');
}

/**
 * @param {string} folder
 * @param {string} name
 * @returns {string} The subfolder, made when missing.
 */
function subfolder(folder, name) {
	const result = path.join(folder, name);
	mkdirSync(result, { recursive: true });
	return result;
}

module.exports = { encryptionKey, n8nEnvironment };
