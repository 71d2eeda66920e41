'use strict';

const { OWNER } = require('../n8n/api');

const CHALLENGE = '2135675231';
const EVENT = {
	CommunityName: 'yourCompany',
	EventType: 'note_deletion',
	Events: [{ NoteId: 182605 }],
};

/**
 * @param {string} url n8n's address.
 * @param {import('./examples').LiveExample | undefined} example
 * @returns {string} What there is to see and to try, with commands ready to be copied.
 */
function welcome(url, example) {
	const lines = [
		'',
		'n8n runs with the triggers of this clone. Ctrl-C stops it.',
		'',
		`  Editor    ${url}`,
		`  Log in    ${OWNER.email}`,
		`  Password  ${OWNER.password}`,
	];
	if (!example) return lines.concat('').join('\n');
	return lines
		.concat(
			`  Workflow  ${url}/workflow/${example.workflowId}`,
			`  Webhook   ${example.webhookUrl}`,
			'',
			`Confirm the webhook as SocialBoards does; it answers ${CHALLENGE}:`,
			'',
			`  ${handshakeCommand(example)}`,
			'',
			'Send an event as SocialBoards does, then look at Executions in the workflow (a second',
			'event needs another NoteId, as the same one again is taken for a repetition):',
			'',
			`  ${eventCommand(example)}`,
			'',
		)
		.join('\n');
}

/**
 * @param {import('./examples').LiveExample} example
 * @returns {string}
 */
function handshakeCommand({ webhookUrl, secrets }) {
	return `curl ${quote(handshakeUrl({ webhookUrl, secrets }))}`;
}

/**
 * @param {Pick<import('./examples').LiveExample, 'webhookUrl' | 'secrets'>} example
 * @returns {string}
 */
function handshakeUrl({ webhookUrl, secrets }) {
	return `${webhookUrl}?challenge=${CHALLENGE}&verifyToken=${secrets.verifyToken}`;
}

/**
 * @param {import('./examples').LiveExample} example
 * @returns {string}
 */
function eventCommand({ webhookUrl, secrets }) {
	return [
		`curl -i ${quote(`${webhookUrl}?token=${secrets.urlToken}`)}`,
		`-H ${quote('content-type: application/json')}`,
		`-d ${quote(JSON.stringify(EVENT))}`,
	].join(' ');
}

/**
 * @param {string} text
 * @returns {string} One argument to the shell people use on this operating system.
 */
function quote(text) {
	if (process.platform === 'win32') return `"${text.replaceAll('"', '\\"')}"`;
	return `'${text.replaceAll("'", `'\\''`)}'`;
}

module.exports = { handshakeUrl, welcome };
