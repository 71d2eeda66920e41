'use strict';

const { OWNER } = require('../n8n/api');

/** @typedef {Pick<import('../n8n/instance').Instance, 'url' | 'logFile'>} Running */

/**
 * @param {Running} n8n
 * @param {import('./examples').LiveExample | undefined} example
 * @param {string} [publicUrl] Where others reach this n8n, if not at its own address.
 * @returns {string} What there is to see and to try, with commands ready to be copied.
 */
function welcome({ url, logFile }, example, publicUrl = url) {
	const lines = [
		'',
		'n8n runs with the triggers of this clone. Ctrl-C stops it.',
		'',
		`  Editor    ${url}`,
		`  Log in    ${OWNER.email}`,
		`  Password  ${OWNER.password}`,
		`  Log       ${logFile}`,
		'            Refused deliveries are in it, each with what to do.',
	];
	if (!example) return lines.concat('').join('\n');
	const { name, workflowId, webhookPath, table } = example;
	return lines
		.concat(
			'',
			`The workflow "${name}" is published:`,
			'',
			`  Workflow  ${url}/workflow/${workflowId}`,
			`  Webhook   ${publicUrl.replace(/\/$/, '')}${webhookPath}`,
			'',
			'Send it an event as SupportBee does. The answer is 200:',
			'',
			`  ${sendCommand(url, example)}`,
			'',
			`The event is now a row of the Data Table "${table}". Open:`,
			'',
			`  ${url}/home/datatables`,
			'',
			'Send it again: "Already received.", and the row stays the only one. For another row,',
			'add --count 1 to the command.',
			'',
		)
		.join('\n');
}

/**
 * @param {string} url n8n's own address: it does for a command on this machine.
 * @param {import('./examples').LiveExample} example
 * @returns {string}
 */
function sendCommand(url, { webhookPath, urlToken }) {
	return `npm run send -- --service supportbee --event ticket.created --url ${url}${webhookPath} --token ${urlToken}`;
}

module.exports = { welcome };
