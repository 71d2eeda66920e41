'use strict';

const { createHmac } = require('node:crypto');
const { readFileSync, readdirSync } = require('node:fs');
const path = require('node:path');

const { projectFolder } = require('../lib/paths');
const { encryptionKey } = require('../n8n/environment');

const PACKAGE = 'n8n-nodes-service-desk-triggers';
const CREDENTIAL_NAME_SUFFIX = ' (example)';

/** The example that runs without an account anywhere. The others are imported without credentials. */
const PUBLISHED_EXAMPLE = 'socialboards-show-event.json';

/**
 * Its credential: all secrets in it are of the user's own choice.
 *
 * @type {Record<string, { type: string, name: string, secrets: string[] }>}
 */
const EXAMPLE_CREDENTIALS = {
	socialBoardsTrigger: {
		type: 'socialBoardsWebhookApi',
		name: `SocialBoards${CREDENTIAL_NAME_SUFFIX}`,
		secrets: ['verifyToken', 'urlToken'],
	},
};

/**
 * @typedef {object} LiveExample
 * @property {string} workflowId
 * @property {string} webhookUrl
 * @property {Record<string, string>} secrets What its credential holds.
 */

/**
 * Imports the workflows of `examples/` that this n8n does not have yet, gives the SocialBoards one
 * its credential and publishes it. Doing so again changes nothing.
 *
 * @param {import('../n8n/api').N8nApi} api
 * @param {string} folder n8n's user folder.
 * @returns {Promise<LiveExample | undefined>} The published one; none when the user has taken the
 * trigger out of it.
 */
async function provideExamples(api, folder) {
	const present = (await api.workflows()).filter(({ isArchived }) => !isArchived);
	/** @type {LiveExample | undefined} */
	let live;
	for (const { file, example } of readExamples()) {
		const known = present.find(({ name }) => name === example.name);
		if (file !== PUBLISHED_EXAMPLE) {
			if (!known) await api.createWorkflow(example);
			continue;
		}
		const secrets = known ? secretsOf(example, folder) : await addCredentials(api, example, folder);
		const { id } = known ?? (await api.createWorkflow(example));
		if (!secrets) continue;
		const webhookId = triggerOf(await api.workflow(id))?.webhookId;
		if (!webhookId) continue;
		if (!known?.active) await api.publish(id);
		live = { workflowId: id, webhookUrl: `${api.url}/webhook/${webhookId}/webhook`, secrets };
	}
	return live;
}

/**
 * @returns {{ file: string, example: import('../n8n/api').Workflow }[]}
 */
function readExamples() {
	const folder = path.join(projectFolder, 'examples');
	return readdirSync(folder)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((file) => ({
			file,
			example: JSON.parse(readFileSync(path.join(folder, file), 'utf8')),
		}));
}

/**
 * @param {import('../n8n/api').N8nApi} api
 * @param {import('../n8n/api').Workflow} example Its trigger gets the credential.
 * @param {string} folder
 * @returns {Promise<Record<string, string> | undefined>} The credential's content.
 */
async function addCredentials(api, example, folder) {
	const trigger = triggerOf(example);
	const secrets = secretsOf(example, folder);
	if (!trigger || !secrets) return undefined;
	const { name, type } = EXAMPLE_CREDENTIALS[nodeName(trigger)];
	const known = (await api.credentials()).find((credential) => credential.name === name);
	const id = known?.id ?? (await api.createCredential(name, type, secrets));
	trigger.credentials = { [type]: { id, name } };
	return secrets;
}

/**
 * @param {import('../n8n/api').Workflow} example
 * @param {string} folder
 * @returns {Record<string, string> | undefined} Secrets that are this folder's alone and the same
 * at every start, as n8n does not give away what its credentials hold.
 */
function secretsOf(example, folder) {
	const trigger = triggerOf(example);
	const credential = trigger && EXAMPLE_CREDENTIALS[nodeName(trigger)];
	if (!credential) return undefined;
	const key = encryptionKey(folder);
	return Object.fromEntries(
		credential.secrets.map((field) => {
			const digest = createHmac('sha256', key).update(`${credential.type} ${field}`);
			return [field, digest.digest('hex').slice(0, 32)];
		}),
	);
}

/**
 * @param {import('../n8n/api').Workflow} workflow
 * @returns {import('../n8n/api').WorkflowNode | undefined} Its node of this package.
 */
function triggerOf({ nodes }) {
	return nodes.find(({ type }) => type.startsWith(`${PACKAGE}.`));
}

/**
 * @param {import('../n8n/api').WorkflowNode} node
 * @returns {string} Without the package's name.
 */
function nodeName({ type }) {
	return type.slice(PACKAGE.length + 1);
}

module.exports = { provideExamples };
