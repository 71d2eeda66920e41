import { OWNER } from '../n8n/api';
import type { Instance } from '../n8n/instance';
import type { LiveExample } from './examples';

/**
 * @param publicUrl Where others reach this n8n, if not at its own address.
 * @returns What there is to see and to try, with commands ready to be copied.
 */
export function welcome(
	{ url, logFile }: Pick<Instance, 'url' | 'logFile'>,
	example: LiveExample | undefined,
	publicUrl = url,
): string {
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
			'write load instead of event, and add --count 1.',
			'',
		)
		.join('\n');
}

/** @param url n8n's own address: it does for a command on this machine. */
function sendCommand(url: string, { webhookPath, urlToken }: LiveExample): string {
	return `npm run send -- event --service supportbee --event ticket.created --url ${url}${webhookPath} --token ${urlToken}`;
}
