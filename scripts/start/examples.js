'use strict';

const { createHmac } = require('node:crypto');
const { readFileSync, readdirSync } = require('node:fs');
const path = require('node:path');

const { projectFolder } = require('../lib/paths');
const { encryptionKey } = require('../n8n/environment');

const PACKAGE = 'n8n-nodes-service-desk-triggers';

/**
 * The example of the README's quick start: it runs without an account anywhere. The others are
 * imported without credentials.
 */
const PUBLISHED_EXAMPLE = 'supportbee-to-data-table.json';

/** Its credential: the secret in it is of the user's own choice. */
const CREDENTIAL = {
	type: 'supportBeeWebhookApi',
	name: 'SupportBee (example)',
	secret: 'urlToken',
};

/**
 * @typedef {object} LiveExample
 * @property {string} name
 * @property {string} workflowId
 * @property {string} webhookPath Behind n8n's address.
 * @property {string} table The Data Table it stores events in.
 * @property {string} urlToken
 */

/**
 * Imports the workflows of `examples/` that this n8n does not have yet, gives the one of the quick
 * start its credential and publishes it. Doing so again changes nothing.
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
		const urlToken = tokenOf(folder);
		if (!known) await addCredential(api, example, urlToken);
		const { id } = known ?? (await api.createWorkflow(example));
		// n8n has chosen the path when the workflow was imported.
		const webhookId = triggerOf(await api.workflow(id))?.webhookId;
		if (!webhookId) continue;
		if (!known?.active) await api.publish(id);
		live = {
			name: example.name,
			workflowId: id,
			webhookPath: `/webhook/${webhookId}/webhook`,
			table: tableOf(example),
			urlToken,
		};
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
 * @param {string} urlToken
 */
async function addCredential(api, example, urlToken) {
	const trigger = triggerOf(example);
	if (!trigger) return;
	const { name, type, secret } = CREDENTIAL;
	const known = (await api.credentials()).find((credential) => credential.name === name);
	const id = known?.id ?? (await api.createCredential(name, type, { [secret]: urlToken }));
	trigger.credentials = { [type]: { id, name } };
}

/**
 * @param {string} folder
 * @returns {string} A secret that is this folder's alone and the same at every start, as n8n does
 * not give away what its credentials hold.
 */
function tokenOf(folder) {
	const digest = createHmac('sha256', encryptionKey(folder));
	const { type, secret } = CREDENTIAL;
	return digest.update(`${type} ${secret}`).digest('hex').slice(0, 32);
}

/**
 * @param {import('../n8n/api').Workflow} workflow
 * @returns {import('../n8n/api').WorkflowNode | undefined} Its node of this package.
 */
function triggerOf({ nodes }) {
	return nodes.find(({ type }) => type.startsWith(`${PACKAGE}.`));
}

/**
 * @param {import('../n8n/api').Workflow} workflow
 * @returns {string} The name of the Data Table that it makes.
 */
function tableOf({ nodes }) {
	const [name] = nodes.flatMap(({ parameters }) => parameters.tableName ?? []);
	return String(name);
}

module.exports = { provideExamples };
