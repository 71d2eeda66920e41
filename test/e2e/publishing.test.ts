import { testedServices, type TestedService } from '../support/services';
import { EMPTIED } from '../support/realN8n/byTestedN8n';
import { n8n } from '../support/realN8n/n8n';
import { published } from '../support/realN8n/published';

const emptied = ({ credential }: TestedService) =>
	Object.fromEntries(Object.keys(credential).map((field) => [field, EMPTIED]));

/** n8n tries five times, within 15 seconds, before it gives up: all at the same time. */
const OBSTACLES: Array<[service: string, obstacle: string, message: string]> = [
	[
		'Glartek',
		'empty credential',
		"The credential is empty, so no delivery can be checked. Fill in URL Token or Headers in the node's Glartek credential.",
	],
	[
		'Glassix',
		'empty credential',
		"The credential is empty, so no delivery can be checked. Fill in API Secret or Headers in the node's Glassix credential.",
	],
	[
		'SocialBoards',
		'empty credential',
		'The credential has no Verify Token. Fill it in, and enter the same in SocialBoards.',
	],
	[
		'SupportBee',
		'empty credential',
		"The credential is empty, so no delivery can be checked. Fill in URL Token in the node's SupportBee credential.",
	],
	...testedServices.map(({ service: { name } }): [string, string, string] => [
		name,
		'unreadable IP allowlist',
		"IP(s) Allowlist has entries that can't be read: 192.0.2.256, 10.0.0.0/33. Write addresses (192.0.2.1, 2001:db8::1) or ranges (192.0.2.0/24), separated by commas.",
	]),
];

describe('Publishing', () => {
	const messages = new Map<string, Promise<string>>();
	const key = (service: string, obstacle: string) => `${service}: ${obstacle}`;

	beforeAll(async () => {
		for (const [name, obstacle] of OBSTACLES) {
			const tested = testedServices.find(({ service }) => service.name === name)!;
			const isEmpty = obstacle === 'empty credential';
			const trigger = await published(
				tested,
				isEmpty ? {} : { options: { ipAllowlist: '192.0.2.1, 192.0.2.256, 10.0.0.0/33' } },
				{ published: false, ...(isEmpty && { credential: emptied(tested) }) },
			);
			const outcome = trigger.publish().then(
				() => 'published',
				(error: Error) => error.message,
			);
			messages.set(key(name, obstacle), outcome);
		}
		await Promise.all(messages.values());
	}, 120_000);

	it.each(OBSTACLES)('the %s Trigger fails with an %s', async (service, obstacle, message) => {
		expect(await messages.get(key(service, obstacle))).toContain(message);
	});

	it.each(testedServices.map(({ service: { name } }, place) => [name, place] as const))(
		'the %s Trigger fails in n8n itself if no credential is selected',
		async (_name, place) => {
			const tested = testedServices[place];
			const trigger = await published(tested, {}, { published: false });
			const { name, nodes, connections } = await n8n.workflow(trigger.workflowId);
			const bare = nodes.map((node) => ({ ...node, credentials: {} }));
			const { id } = await n8n.createWorkflow({ name: `${name}, bare`, nodes: bare, connections });

			await expect(n8n.publish(id)).rejects.toThrow(/credential/i);

			await n8n.deleteWorkflow(id);
		},
	);
});
