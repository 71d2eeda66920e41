import type { N8nApi } from '../../../scripts/n8n/api';
import type { Desk } from './desk';
import { readExample } from '../examples';

/**
 * Does what the note of finish-interrupted-runs says, for one workflow.
 * @param url of the n8n that has the API.
 * @param slackUrl takes the place of Slack.
 * @param settings of its node Settings, beside the URL.
 */
export async function publishFinishInterruptedRuns(
	api: N8nApi,
	desk: Desk,
	{ url, slackUrl, settings = {} }: { url: string; slackUrl: string; settings?: object },
): Promise<void> {
	const key = await api.request('POST', '/rest/api-keys', {
		label: 'Finish interrupted runs',
		scopes: ['workflow:list', 'execution:list', 'execution:retry'],
		expiresAt: null,
	});
	const apiUrl = `${url}/api/v1`;
	const name = 'n8n API';
	const id = await api.createCredential(name, 'n8nApi', {
		apiKey: key.rawApiKey,
		baseUrl: apiUrl,
	});
	const example = readExample('finish-interrupted-runs');
	for (const node of example.nodes) {
		if (node.parameters.nodeCredentialType) node.credentials = { n8nApi: { id, name } };
		if (node.name === 'Settings') {
			const itsSettings = JSON.parse(String(node.parameters.jsonOutput));
			node.parameters.jsonOutput = JSON.stringify({ ...itsSettings, url: apiUrl, ...settings });
		}
		if (node.name === 'Post to Slack') node.parameters.url = slackUrl;
	}
	const workflow = await api.createWorkflow(example);
	const tag = await api.request('POST', '/rest/tags', { name: 'finish-interrupted-runs' });
	const { versionId } = await api.workflow(desk.workflowId);
	await api.request('PATCH', `/rest/workflows/${desk.workflowId}`, { versionId, tags: [tag.id] });
	await api.publish(workflow.id);
}
